"""M07: the minutes of the syllabus are what a calm reader needs."""

from lms.catalog.check.module_words import words_read
from lms.catalog.check.questions import live_items
from lms.catalog.course_file import ModuleReading
from lms.catalog.package_files import PackageReading

IDS = ("M07",)

WORDS_A_MINUTE = 200
MINUTES_A_QUESTION = 40 / 60
TOO_MUCH = 1.5


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for module in course.modules:
            needed = _minutes(module)
            if needed > TOO_MUCH * module.entry.minutes:
                reading.findings.warn(
                    course.place("modules", module.number, "minutes"),
                    "M07",
                    f"The syllabus says {module.entry.minutes} minutes; reading and quiz take about {needed:.0f}.",
                    "Write more minutes, or less text.",
                )


def _minutes(module: ModuleReading) -> float:
    words = words_read(module.module) if module.module else 0
    questions = len(live_items(module.quiz)) if module.quiz else 0
    return words / WORDS_A_MINUTE + questions * MINUTES_A_QUESTION
