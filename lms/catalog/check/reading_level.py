"""How hard a text is to read, as a school grade."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from pyphen import Pyphen

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOP = re.compile(r"[.!?…]+(?=[\s\"”'’)]|$)")
_VOWELS = re.compile("[aeiouy]+")
_SILENT = re.compile("(?<=[^aeiouy])(?:e|es|ed)$")
SHORT = 5

AIM = 8
HIGHEST = 10


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of some texts together; each text is at least one sentence.

    0.39 words a sentence + 11.8 syllables a word - 15.59, from Kincaid,
    Fishburne, Rogers and Chissom, "Derivation of New Readability Formulas",
    Research Branch Report 8-75, Naval Technical Training Command, 1975.
    """
    words = sentences = syllables = 0
    for text in texts:
        found = _WORD.findall(text)
        if found:
            words += len(found)
            sentences += sum(1 for each in _STOP.split(text) if _WORD.search(each))
            syllables += sum(_syllables(word.lower()) for word in found)
    if not words:
        return 0.0
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    """By the places where a word may break; a short one never breaks after one letter, so its vowels count."""
    broken = len(_hyphens().positions(word)) + 1
    if len(word) > SHORT:
        return broken
    spoken = word if word.endswith("le") else _SILENT.sub("", word)
    return max(broken, len(_VOWELS.findall(spoken)), 1)


@cache
def _hyphens() -> Pyphen:
    """Places where a word may break, as near to its syllables as a dictionary of hyphens comes."""
    return Pyphen(lang="en_US", left=1, right=1)
