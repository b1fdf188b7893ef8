"""Q06: no option stands for others, such as "all of the above": options are shuffled, and half a thought suffices."""

import re

from lms.catalog.check.questions import items, offered, words_of
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading

IDS = ("Q06",)

_OTHERS = re.compile(
    r"\b(?:all|none|both|any|neither|either|each) (?:of )?the (?:above|below|others)\b"
    r"|\b(?:both|either|neither) \(?[a-e]\)?,? (?:and|or|nor) \(?[a-e]\b"
    r"|^\W*(?:all|none|both|neither) of (?:these|them|those)(?: options| answers)?\W*$"
    r"|^\W*[a-e] and [a-e]\W*$",
    re.IGNORECASE,
)


def find(reading: PackageReading) -> None:
    for item in items(reading):
        for option in offered(item):
            found = _OTHERS.search(words_of(option))
            if found:
                reading.findings.add(
                    option.place,
                    "Q06",
                    f"The option stands for other options: {quoted(found.group(0).strip())}.",
                    "Write an option of its own, or let several be right.",
                )
