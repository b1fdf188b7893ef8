"""A file that the syllabus names is there, and a file that is there is named."""

from lms.catalog.course_file import SYLLABUS, WHOLE_FOLDERS, CourseReading, original_of
from lms.catalog.findings import Place, nearest
from lms.catalog.package_files import FRAMEWORK_FILE, JOBS, MAP_FILE, MISCONCEPTIONS_FILE, PackageReading

IDS = ("C01", "C02")

_NAMED_FOLDERS = ("modules", "quizzes", "reserve", "aids")
_TOP = (FRAMEWORK_FILE, MISCONCEPTIONS_FILE, MAP_FILE)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        if course.syllabus is not None:
            _missing(reading, course)
            _strays(reading, course)
    for path in reading.files:
        if "/" not in path and (original_of(path) or path) not in _TOP:
            _stray(reading, path, "The package has no place for this file.")
        elif path.startswith(f"{JOBS}/") and not path.endswith(".md"):
            _stray(reading, path, "The folder jobs/ holds job descriptions in Markdown.")


def _missing(reading: PackageReading, course: CourseReading) -> None:
    for path, place in course.named.items():
        if path not in reading.files and not reading.findings.of_file(path):
            name = path.split("/", 1)[1]
            folder = path.rsplit("/", 1)[0] + "/"
            there = [
                each.split("/", 1)[1]
                for each in reading.files
                if each.startswith(folder) and each not in course.named
            ]
            reading.findings.add(
                place,
                "C01",
                f"There is no file {name}.",
                nearest(name, there) or "Write it, or name another.",
            )


def _strays(reading: PackageReading, course: CourseReading) -> None:
    for path in reading.files:
        folder, _, within = path.partition("/")
        if folder != course.id or path in course.named or within == SYLLABUS:
            continue
        original = original_of(path)
        if original is not None and original not in reading.files:
            reading.findings.add(
                Place(path),
                "C02",
                "This is a translation of a file that is not there.",
                "Rename it, or take it out.",
            )
        elif within.split("/")[0] in WHOLE_FOLDERS or original == course.file or original in course.named:
            continue
        elif within.split("/")[0] in _NAMED_FOLDERS and within.endswith(".md"):
            reading.findings.add(
                Place(path),
                "C02",
                "The syllabus does not name this file, so nobody sees it.",
                "Name it in course.yaml, or take it out.",
            )
        else:
            _stray(reading, path, "The course has no place for this file.")


def _stray(reading: PackageReading, path: str, sentence: str) -> None:
    reading.findings.warn(Place(path), "C02", sentence, "Take it out.")
