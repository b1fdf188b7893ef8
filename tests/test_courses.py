"""The courses that ship, and every example of the authors' guide, pass the check."""

import re
import time
from pathlib import Path

from lms.catalog.check import check, check_files
from lms.catalog.check.longest_key import longest_key_share
from lms.catalog.check.module_words import prose
from lms.catalog.check.reading_level import grade
from lms.catalog.files import read_folder
from lms.catalog.findings import Findings
from lms.catalog.things import COURSE, JOB

COURSES = Path(__file__).parent.parent / "courses"
FENCE = re.compile(r"^(`{3,})\w+ courses/(\S+)\n(.*?)^\1[ ]*$", re.DOTALL | re.MULTILINE)


def test_the_courses_that_ship_have_no_findings() -> None:
    report = check(COURSES)
    assert [str(each) for each in report.findings] == []
    assert {"core", "developer", "bookkeeper", "receptionist"} <= {
        thing.key for thing in report.made if thing.kind == COURSE
    }
    assert sum(thing.kind == JOB for thing in report.made) >= 11


def test_the_package_is_whole_and_accepts_no_warning() -> None:
    reading = check(COURSES).reading
    courses = reading.courses.values()
    assert len(courses) == 12
    assert sum(len(course.modules) for course in courses) == 41
    watched = [checklist.job for course in courses for checklist in course.checklists]
    assert sorted(watched) == sorted(reading.jobs)
    assert all(len(checklist.samples) >= 3 for course in courses for checklist in course.checklists)
    assert [each for notes in reading.notes.values() for each in notes.acceptances] == []


def test_every_module_has_two_new_situations_in_reserve() -> None:
    for course in check(COURSES).reading.courses.values():
        for module in course.modules:
            assert module.reserve is not None
            assert sum(item.rewords is None for item in module.reserve.items) >= 2


def test_no_quiz_gives_itself_away_and_no_module_reads_hard() -> None:
    """Wrong options without a reason of their own, keys that are the longest option, reading grades."""
    courses = check(COURSES).reading.courses.values()
    wrong = [
        option for course in courses for item in course.items() for option in item.options if not option.right
    ]
    assert [option for option in wrong if not option.plain_reason] == []
    for course in courses:
        for module in course.modules:
            assert module.quiz is not None
            assert module.module is not None
            assert longest_key_share(module.quiz) <= 0.40
            assert grade(prose(module.module)) <= 8


def test_reading_and_checking_everything_takes_at_most_three_seconds() -> None:
    """The quicker of two runs, for other tests share the machine."""
    spent = []
    for _ in range(2):
        begun = time.process_time()
        check(COURSES)
        spent.append(time.process_time() - begun)
    assert min(spent) <= 3


def test_every_example_of_the_guide_is_a_true_file() -> None:
    examples = {
        path: text.encode() for _, path, text in FENCE.findall((COURSES / "README.md").read_text("utf-8"))
    }
    assert len(examples) >= 7
    findings = Findings()
    package = {**read_folder(COURSES, findings), **examples}
    assert [str(each) for each in check_files(package, findings).findings] == []
