"""J01: who speaks to a customer does without the words of their own trade.

A line counts as spoken where it stands in quotes: in a reply of a scenario, or in a right option.
Where the choice is meant to be poor, jargon is the point.
"""

import re
from collections.abc import Iterator

from lms.catalog.check.jargon_words import JARGON
from lms.catalog.findings import Place, quoted
from lms.catalog.package_files import PackageReading

IDS = ("J01",)

TOO_MANY = 2
_SPOKEN = re.compile(r"[\"“„]([^\"”“„]+)[\"”“]")
_TERMS = re.compile(r"\b(" + "|".join(sorted(map(re.escape, JARGON), key=len, reverse=True)) + r")s?\b", re.IGNORECASE)


def find(reading: PackageReading) -> None:
    for place, text in _lines(reading):
        for spoken in _SPOKEN.findall(text):
            terms = dict.fromkeys(found.group(1).lower() for found in _TERMS.finditer(spoken))
            if len(terms) >= TOO_MANY:
                reading.findings.warn(
                    place,
                    "J01",
                    f"{quoted(spoken)} holds words of the trade: {', '.join(terms)}.",
                    "Say it as you would to a neighbour.",
                )


def _lines(reading: PackageReading) -> Iterator[tuple[Place, str]]:
    for course in reading.courses.values():
        for draft in course.scenarios:
            for scene in draft.scenes:
                yield from ((reply.place, reply.plain) for reply in scene.replies if reply.points >= 0)
        for item in course.items():
            yield from ((option.place, option.plain) for option in item.options if option.right)
