"""Q04: no two options of an item say the same, or nearly the same."""

from difflib import SequenceMatcher
from itertools import combinations

from lms.catalog.check.questions import bare, items, offered, words_of
from lms.catalog.package_files import PackageReading

IDS = ("Q04",)

TOO_ALIKE = 0.9


def find(reading: PackageReading) -> None:
    for item in items(reading):
        for first, second in combinations(offered(item), 2):
            one, other = bare(words_of(first)), bare(words_of(second))
            if one == other or _likeness(one, other) > TOO_ALIKE:
                reading.findings.add(
                    second.place,
                    "Q04",
                    f"The option says {'' if one == other else 'nearly '}the same as the one in line "
                    f"{first.place.line}.",
                    "Make them differ in what a person would do, or take one out.",
                )


def _likeness(one: str, other: str) -> float:
    pair = SequenceMatcher(None, one, other, autojunk=False)
    return pair.ratio() if pair.quick_ratio() > TOO_ALIKE else 0.0
