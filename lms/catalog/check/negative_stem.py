"""Q07: a question asks for what to do, not for the exception; who reads fast misses a small "not"."""

import re

from lms.catalog.check.questions import items, question_of
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import ItemDraft

IDS = ("Q07",)

_NEGATIVE = re.compile(
    r"\b(?:not(?! only)|except|(?<!at )(?<!last but not )least|never|[a-z]+n['’]t)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?]*\?")
_SPOKEN = re.compile(r"[\"“][^\"”]*[\"”]")


def find(reading: PackageReading) -> None:
    for item in items(reading):
        found = _negative_in(question_of(item))
        if found is None:
            continue
        if _is_emphasised(item, found):
            reading.findings.warn(
                item.place,
                "Q07",
                f"The question asks for an exception: {quoted(found)}.",
                "Ask what to do rather than what to leave.",
            )
        else:
            reading.findings.add(
                item.place,
                "Q07",
                f"The question asks for an exception, and its {quoted(found)} is easy to miss.",
                f"Ask the other way round, or write **{found.lower()}**.",
            )


def _negative_in(question: str) -> str | None:
    """The negative word of what is asked; a sentence that sets the scene, or someone's words, may be negative."""
    asked = _SENTENCE.findall(_SPOKEN.sub("", question)) or [question]
    found = _NEGATIVE.search(asked[-1])
    return found.group(0) if found else None


def _is_emphasised(item: ItemDraft, word: str) -> bool:
    depth = 0
    for token in item.part.words:
        if token.type in ("em_open", "strong_open"):
            depth += 1
        elif token.type in ("em_close", "strong_close"):
            depth -= 1
        elif depth and word.lower() in token.content.lower():
            return True
    return word.isupper()
