"""Q18: the same stem stands once in the bank; who meets it again answers from memory."""

from collections import Counter, defaultdict
from difflib import SequenceMatcher

from lms.catalog.check.questions import bare, items, stem_of
from lms.catalog.package_files import PackageReading

IDS = ("Q18",)

TOO_ALIKE = 0.9
_LEAST_SHARED = 0.6
"""Stems alike in nine signs of ten share more of their words than this; others are not compared."""


def find(reading: PackageReading) -> None:
    bank = list(items(reading))
    stems = [bare(stem_of(item)) for item in bank]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, stem in enumerate(stems):
        words = set(stem.split())
        shared: Counter[int] = Counter()
        for word in words:
            shared.update(holders[word])
            holders[word].append(number)
        for earlier, count in shared.items():
            if count >= _LEAST_SHARED * len(words) and _alike(stems[earlier], stem):
                where = bank[earlier].place
                reading.findings.warn(
                    bank[number].place,
                    "Q18",
                    f"The stem is nearly that of {where.file}:{where.line}.",
                    "Take another situation, or ask something else about it.",
                )
                break


def _alike(one: str, other: str) -> bool:
    pair = SequenceMatcher(None, one, other, autojunk=False)
    return pair.real_quick_ratio() > TOO_ALIKE and pair.quick_ratio() > TOO_ALIKE and pair.ratio() > TOO_ALIKE
