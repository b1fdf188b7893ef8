"""Q15: a quiz asks about the matter, not about reading; grade over all its stems and options together."""

from lms.catalog.check.questions import lines_of, live_items, offered, question_of, quizzes, words_of
from lms.catalog.check.reading_level import AIM, HIGHEST, grade
from lms.catalog.findings import HINT, WARNING
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import ItemDraft

IDS = ("Q15",)


def find(reading: PackageReading) -> None:
    for quiz in quizzes(reading):
        found = grade(text for item in live_items(quiz) for text in _texts(item))
        if found > AIM:
            reading.findings.add(
                quiz.document.place(1),
                "Q15",
                f"The items read like grade {found:.1f}; {AIM} is the aim, {HIGHEST} the most.",
                "Shorten sentences, and take shorter words.",
                WARNING if found > HIGHEST else HINT,
            )


def _texts(item: ItemDraft) -> list[str]:
    return [*lines_of(item.situation), question_of(item), *(words_of(option) for option in offered(item))]
