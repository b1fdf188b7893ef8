"""Q10: a rare word of the stem does not come back in the right option alone."""

from collections import Counter

from lms.catalog.check.questions import items, offered, stem_of, words_in, words_of
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import ItemDraft

IDS = ("Q10",)

SHORTEST = 6
RARE_ITEMS = 3
RARE_SHARE = 0.02
"""A word is rare in three items at most, in a large bank in one of fifty."""


def find(reading: PackageReading) -> None:
    bank = list(items(reading))
    stems = [_content_words(stem_of(item)) for item in bank]
    counts: Counter[str] = Counter()
    for stem in stems:
        counts.update(stem)
    rare = max(RARE_ITEMS, len(bank) * RARE_SHARE)
    for item, stem in zip(bank, stems, strict=True):
        _item(reading, item, {word for word in stem if counts[word] <= rare})


def _content_words(text: str) -> set[str]:
    """Words that carry the matter are long; their plural counts as the same."""
    plain = (word.removesuffix("'s").removesuffix("’s") for word in words_in(text))
    return {word.removesuffix("s") for word in plain if len(word) >= SHORTEST}


def _item(reading: PackageReading, item: ItemDraft, rare: set[str]) -> None:
    wrong: set[str] = set()
    for option in offered(item):
        if not option.right:
            wrong |= _content_words(words_of(option))
    for option in offered(item):
        if option.right:
            echoes = sorted((_content_words(words_of(option)) & rare) - wrong)
            if echoes:
                reading.findings.warn(
                    option.place,
                    "Q10",
                    f"The right option alone repeats a word of the question: {quoted(', '.join(echoes))}.",
                    "Use another word here, or the same one in a wrong option too.",
                )
