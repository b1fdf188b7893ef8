"""What somebody perhaps meant who searched for a word that is nowhere."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def near_word(texts: Iterable[str], query: str) -> str:
    """A word that stands in one of the texts and that was perhaps meant; empty if none is near."""
    known = {word for text in texts for word in _WORD.findall(text.casefold()) if len(word) > 3}
    for asked in _WORD.findall(query.casefold()):
        close: list[str] = difflib.get_close_matches(asked, sorted(known), n=1, cutoff=0.7)
        if close:
            return close[0]
    return ""
