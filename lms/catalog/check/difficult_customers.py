"""Q19: over a course, the difficult customer is not always of one gender, nor always of one name.

A person counts as difficult where a stem says that someone shouts, complains and
the like. Who it is, is told by the words of that sentence: she, Mr, a woman, a
name. Sentences that speak of both, or of neither, count for nobody.
"""

import re
from collections import Counter

from lms.catalog.check.questions import live_items, stem_of
from lms.catalog.course_file import CourseReading
from lms.catalog.findings import HINT
from lms.catalog.package_files import PackageReading

IDS = ("Q19",)

HIGHEST_SHARE = 0.70
FEWEST = 4

_DIFFICULT = re.compile(
    r"\b(?:shout|yell|scream|swear|swore|curs|insult|threat|storm|slam|snap|bang|rude|furious|fum|angr"
    r"|rage|rant|rag|complain|moan|grumbl|loud|sneer|mock|abus)[a-z]*\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]+[.!?]*[\"”]?")
_WORDS = {
    "women": re.compile(
        r"\b(?:she|her|hers|Ms|Mrs|Miss|Madam|woman|lady|mother|grandmother|daughter)\b", re.I
    ),
    "men": re.compile(r"\b(?:he|him|his|Mr|Sir|man|gentleman|father|grandfather|son)\b", re.I),
}
_NAME = re.compile(r"\b(?:Mr|Ms|Mrs|Miss) ([A-Z]\w+)")


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        sentences = _difficult(course)
        genders = Counter(gender for gender in map(_gender, sentences) if gender)
        _tell(reading, course, genders, "{who}")
        names = Counter(found.group(1) for found in map(_NAME.search, sentences) if found)
        _tell(reading, course, names, "called {who}")


def _tell(reading: PackageReading, course: CourseReading, counts: Counter[str], words: str) -> None:
    total = counts.total()
    who, often = counts.most_common(1)[0] if counts else ("", 0)
    if total >= FEWEST and often > HIGHEST_SHARE * total:
        reading.findings.add(
            course.place("id"),
            "Q19",
            f"Of {total} difficult people in the questions of this course, {often} are "
            f"{words.format(who=who)}.",
            "Let others be difficult too.",
            HINT,
        )


def _difficult(course: CourseReading) -> list[str]:
    return [
        sentence
        for quiz in course.quizzes()
        for item in live_items(quiz)
        for sentence in _SENTENCE.findall(stem_of(item))
        if _DIFFICULT.search(sentence)
    ]


def _gender(sentence: str) -> str | None:
    told = [gender for gender, words in _WORDS.items() if words.search(sentence)]
    return told[0] if len(told) == 1 else None
