"""Q12: the stem asks one whole question, which a learner could answer with the options covered."""

import re

from lms.catalog.check.questions import items, question_of, stem_of, words_in
from lms.catalog.package_files import PackageReading

IDS = ("Q12",)

FEWEST_WORDS = 6
_GAP = re.compile(r"_{2,}|\.{4,}|(?:…|\.\.\.)\s+[a-z]")


def find(reading: PackageReading) -> None:
    for item in items(reading):
        question = question_of(item)
        count = len(words_in(stem_of(item)))
        if _GAP.search(question):
            reading.findings.warn(
                item.place, "Q12", "A gap stands within the sentence.", "Ask a question in its place."
            )
        elif "?" not in question:
            reading.findings.warn(
                item.place, "Q12", "The heading asks no question.", "End it with a question and its mark."
            )
        elif count < FEWEST_WORDS:
            reading.findings.warn(
                item.place,
                "Q12",
                f"The stem has {count} word{'' if count == 1 else 's'}; below {FEWEST_WORDS} it has no focus.",
                "Say who wants what, and what is asked.",
            )
