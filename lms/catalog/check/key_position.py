"""Q14: where shuffling is off, the right option has no favourite place."""

from collections import Counter
from itertools import groupby

from lms.catalog.check.questions import live_items, offered, quizzes
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import QuizDraft

IDS = ("Q14",)

HIGHEST_SHARE = 0.50
IN_A_ROW = 4
FEWEST_ITEMS = 4
"""With fewer items one place is soon more than half by chance."""


def find(reading: PackageReading) -> None:
    for quiz in quizzes(reading):
        _quiz(reading, quiz)


def _quiz(reading: PackageReading, quiz: QuizDraft) -> None:
    kept = [item for item in live_items(quiz) if item.keep_order]
    places = [
        rights[0]
        for item in kept
        if len(rights := [number for number, option in enumerate(offered(item), 1) if option.right]) == 1
    ]
    if len(places) < FEWEST_ITEMS:
        return
    place, often = Counter(places).most_common(1)[0]
    longest_run = max(len(list(run)) for _, run in groupby(places))
    if longest_run >= IN_A_ROW or often > HIGHEST_SHARE * len(places):
        reading.findings.warn(
            quiz.document.place(1),
            "Q14",
            f"Of {len(places)} items that keep their order, {often} have the right option in place {place}"
            + (f", {longest_run} of them in a row." if longest_run >= IN_A_ROW else "."),
            "Take `keep order` out, or move some right options.",
        )
