"""Q03: two to five options, best three; and quizzes of a bearable length."""

from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import QuizDraft

IDS = ("Q03", "Q20")

MOST_ITEMS = 60


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for quiz in course.quizzes():
            _quiz(reading, quiz)
            for item in quiz.items:
                count = len(item.options)
                if not 2 <= count <= 5:
                    reading.findings.add(
                        item.place,
                        "Q03",
                        f"The item has {count or 'no'} option{'' if count == 1 else 's'}.",
                        "Write two to five, each begun with - [ ] or - [x]; three are best.",
                    )
                elif count > 4:
                    reading.findings.warn(
                        item.place,
                        "Q03",
                        f"The item has {count} options.",
                        "Keep the three or four that tempt.",
                    )


def _quiz(reading: PackageReading, quiz: QuizDraft) -> None:
    if not quiz.items:
        reading.findings.add(
            quiz.document.place(1), "Q20", "The file has no items.", "Write ## a question {#id}."
        )
    elif len(quiz.items) > MOST_ITEMS:
        reading.findings.add(
            quiz.items[MOST_ITEMS].place,
            "Q20",
            f"The file has {len(quiz.items)} items; {MOST_ITEMS} are the most.",
            "Move some into another file.",
        )
