"""Reads all files of a package, and makes values of the things that have no errors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lms.catalog.content import Value
from lms.catalog.course_file import (
    SYLLABUS,
    CourseReader,
    CourseReading,
    files_of_course,
    make_course,
    original_of,
)
from lms.catalog.files import Files, revision_of, text_of
from lms.catalog.findings import Findings, Place
from lms.catalog.framework_file import FrameworkFacts, make_framework, read_framework
from lms.catalog.job_file import JobDraft, make_job, read_job
from lms.catalog.map_file import MapFacts, make_map, read_map
from lms.catalog.misconceptions_file import (
    MisconceptionsFacts,
    make_misconceptions,
    read_misconceptions,
)
from lms.catalog.notes import Notes
from lms.catalog.pages import (
    Page,
    Pages,
    Renderer,
    aid_page,
    job_page,
    module_page,
    quiz_page,
    scenario_page,
)
from lms.catalog.things import COURSE, FRAMEWORK, JOB, MAP, MISCONCEPTIONS, Thing
from lms.catalog.tree import read_document

FRAMEWORK_FILE = "competencies.yaml"
MISCONCEPTIONS_FILE = "misconceptions.yaml"
MAP_FILE = "experience-map.yaml"
JOBS = "jobs"
_SINGLE = {
    FRAMEWORK_FILE: FRAMEWORK,
    MISCONCEPTIONS_FILE: MISCONCEPTIONS,
    MAP_FILE: MAP,
}


def thing_of(file: str) -> Thing | None:
    """Which thing a file belongs to, or None for a file that is about the whole package."""
    folder, slash, _ = file.partition("/")
    if not slash:
        kind = _SINGLE.get(original_of(file) or file)
        return Thing(kind, kind) if kind else None
    if folder == JOBS:
        name = (original_of(file) or file).rsplit("/", 1)[-1]
        return Thing(JOB, name.removesuffix(".md"))
    return Thing(COURSE, folder)


@dataclass(slots=True)
class PackageReading:
    """All files of a package as read, with the margins of each."""

    files: Files
    findings: Findings
    framework: FrameworkFacts | None = None
    misconceptions: MisconceptionsFacts | None = None
    map: MapFacts | None = None
    jobs: dict[str, JobDraft] = field(default_factory=dict)
    courses: dict[str, CourseReading] = field(default_factory=dict)
    notes: dict[str, Notes] = field(default_factory=dict)
    job_files: frozenset[str] = frozenset()
    """The names of all job files, readable or not."""
    today: date | None = None
    """The day of the check; None where nothing is to be called overdue."""

    @property
    def is_whole(self) -> bool:
        """Every file that others build on could be read, so that what is missing is missing."""
        return (
            self.framework is not None
            and self.misconceptions is not None
            and all(job in self.jobs for job in self.job_files if "." not in job)
            and all(course.is_whole for course in self.courses.values())
        )

    def pages(self) -> dict[str, Page]:
        """Where links to files of this package lead."""
        pages: dict[str, Page] = {}
        for course in self.courses.values():
            pages.update(_course_pages(course))
        for note in self.notes.values():
            for given in note.given:
                if given.kind == "scenario":
                    pages[note.file] = scenario_page(given.id)
        pages.update({f"{JOBS}/{job}.md": job_page(job) for job in self.jobs})
        return pages


def _course_pages(course: CourseReading) -> Iterator[tuple[str, Page]]:
    for module in course.modules:
        entry, folder = module.entry, course.id
        yield f"{folder}/{entry.file}", module_page(folder, entry.id)
        yield f"{folder}/{entry.quiz}", quiz_page(folder, entry.id)
        if entry.aid and module.aid and module.aid.id:
            yield f"{folder}/{entry.aid}", aid_page(module.aid.id)


def read_package(files: Files, findings: Findings) -> PackageReading:
    """Reads everything; problems become findings, never exceptions."""
    reading = PackageReading(files, findings)
    reading.framework = _read_facts(reading, FRAMEWORK_FILE, read_framework)
    reading.misconceptions = _read_facts(reading, MISCONCEPTIONS_FILE, read_misconceptions)
    reading.map = _read_facts(reading, MAP_FILE, read_map)
    for path in sorted(files):
        if path.startswith(f"{JOBS}/") and path.endswith(".md") and original_of(path) is None:
            _read_job(reading, path)
    reading.job_files = frozenset(
        path.removeprefix(f"{JOBS}/").removesuffix(".md") for path in files if path.startswith(f"{JOBS}/")
    )
    for folder in sorted({path.split("/")[0] for path in files if "/" in path} - {JOBS}):
        _read_course(reading, folder)
    return reading


def _read_facts(reading: PackageReading, file: str, reader):  # type: ignore[no-untyped-def]
    notes = reading.notes.setdefault(file, Notes(file, reading.findings))
    content_ = reading.files.get(file)
    text = text_of(file, content_, reading.findings) if content_ is not None else None
    return reader(text, notes) if text is not None else None


def _read_job(reading: PackageReading, path: str) -> None:
    notes = reading.notes.setdefault(path, Notes(path, reading.findings))
    text = text_of(path, reading.files[path], reading.findings)
    document = read_document(path, text, reading.findings) if text is not None else None
    draft = read_job(document, notes) if document is not None else None
    if draft is not None:
        reading.jobs[path.removeprefix(f"{JOBS}/").removesuffix(".md")] = draft


def _read_course(reading: PackageReading, folder: str) -> None:
    if f"{folder}/{SYLLABUS}" not in reading.files:
        reading.findings.add(
            Place(f"{folder}/{SYLLABUS}"),
            "C01",
            "The folder holds no course.yaml that can be read.",
            "Write the syllabus, or take the folder out.",
        )
        return
    reader = CourseReader(folder, reading.files, reading.findings)
    reading.courses[folder] = reader.read()
    reading.notes.update(reader.notes)


@dataclass(frozen=True, slots=True)
class Made:
    """A thing ready for publishing: its value, its files, its revision."""

    thing: Thing
    value: Value
    files: Files
    revision: str


def make_things(reading: PackageReading, broken: frozenset[Thing]) -> dict[Thing, Made]:
    """The values of all things that are not broken."""
    pages = reading.pages()
    made: dict[Thing, Made] = {}
    for thing, files in _files_by_thing(reading).items():
        if thing not in broken:
            revision = revision_of(files)
            made[thing] = Made(thing, make_value(reading, thing, pages, revision), files, revision)
    return made


def _files_by_thing(reading: PackageReading) -> dict[Thing, dict[str, bytes]]:
    by_thing: dict[Thing, dict[str, bytes]] = {}
    for path, content_ in reading.files.items():
        thing = thing_of(path)
        if thing is not None and thing.kind != COURSE:
            by_thing.setdefault(thing, {})[path] = content_
    for course in reading.courses.values():
        if course.syllabus is not None:
            by_thing[Thing(COURSE, course.id)] = files_of_course(course, reading.files)
    return {thing: files for thing, files in by_thing.items() if _is_read(reading, thing)}


def _is_read(reading: PackageReading, thing: Thing) -> bool:
    if thing.kind == JOB:
        return thing.key in reading.jobs
    if thing.kind == FRAMEWORK:
        return reading.framework is not None
    if thing.kind == MISCONCEPTIONS:
        return reading.misconceptions is not None
    return thing.kind == COURSE or reading.map is not None


def make_value(reading: PackageReading, thing: Thing, pages: Pages, revision: str) -> Value:
    """The value of one thing. Raises KeyError or AssertionError when it was not read whole."""
    if thing.kind == COURSE:
        return make_course(reading.courses[thing.key], reading.files, pages, revision=revision)
    if thing.kind == JOB:
        path = f"{JOBS}/{thing.key}.md"
        source = reading.files[path].decode("utf-8")
        render = Renderer(path, pages, reading.files)
        return make_job(reading.jobs[thing.key], render, source=source, revision=revision)
    if thing.kind == FRAMEWORK and reading.framework is not None:
        return make_framework(reading.framework, revision=revision)
    if thing.kind == MISCONCEPTIONS and reading.misconceptions is not None:
        return make_misconceptions(reading.misconceptions, revision=revision)
    assert reading.map is not None
    return make_map(reading.map, revision=revision)
