"""The courses that ship, and every example of the authors' guide, pass the check."""

import re
import time
from pathlib import Path

from lms.catalog.check import check, check_files
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


def test_reading_everything_takes_less_than_two_seconds() -> None:
    """The quicker of two runs, for other tests share the machine."""
    spent = []
    for _ in range(2):
        begun = time.process_time()
        check(COURSES)
        spent.append(time.process_time() - begun)
    assert min(spent) < 2


def test_every_example_of_the_guide_is_a_true_file() -> None:
    examples = {
        path: text.encode() for _, path, text in FENCE.findall((COURSES / "README.md").read_text("utf-8"))
    }
    assert len(examples) >= 7
    findings = Findings()
    package = {**read_folder(COURSES, findings), **examples}
    assert [str(each) for each in check_files(package, findings).findings] == []
