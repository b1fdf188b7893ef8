"""One job description by itself, read by the reader of its file and held against what is published."""

from __future__ import annotations

from dataclasses import dataclass

from lms.catalog import queries, shelf
from lms.catalog.check.unknown_names import RULE_OF
from lms.catalog.content import Value
from lms.catalog.files import revision_of
from lms.catalog.findings import Finding, Findings, Place, nearest, quoted
from lms.catalog.models import Revision
from lms.catalog.package_files import JOBS, Made, PackageReading, make_value, read_package
from lms.catalog.pages import Page, is_outside, job_page, target_of
from lms.catalog.shelf import Shelf
from lms.catalog.things import JOB, Thing
from lms.db import db
from lms.jobs.description import JobDescription
from lms.markdown import outside_address


@dataclass(frozen=True, slots=True)
class JobReading:
    """What the readers found, and the job ready for publishing where nothing is wrong with it."""

    findings: tuple[Finding, ...]
    made: Made | None
    links: dict[str, Page]
    """Where its links into the package lead."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.blocks)

    @property
    def description(self) -> JobDescription | None:
        found: Value | None = self.made.value if self.made else None
        return found if isinstance(found, JobDescription) else None


def path_of(key: str) -> str:
    return f"{JOBS}/{key}.md"


def read(key: str, content: bytes) -> JobReading:
    """The job of this key as these bytes describe it; every problem is a finding with its line."""
    path, thing = path_of(key), Thing(JOB, key)
    reading = read_package({path: content}, Findings())
    here, pages = shelf.current(), _pages(key)
    _names(reading, here, key)
    links = _links(reading, path, pages)
    if key in reading.jobs:
        _empty_parts(reading, key)
        _ways_to_show(reading, here, key)
    findings = reading.findings.in_order()
    if key not in reading.jobs or any(each.blocks for each in findings):
        return JobReading(findings, None, links)
    files = _translations(thing, path) | dict(reading.files)
    revision = revision_of(files)
    value = make_value(reading, thing, pages, revision)
    return JobReading(findings, Made(thing, value, files, revision), links)


def shown(key: str, source: str) -> JobDescription | None:
    """A description that was published or drafted, for its page; None where it cannot be read any more."""
    reading = read_package({path_of(key): source.encode()}, Findings())
    if key not in reading.jobs:
        return None
    value = make_value(reading, Thing(JOB, key), _pages(key), revision_of(reading.files))
    return value if isinstance(value, JobDescription) else None


def _translations(thing: Thing, path: str) -> dict[str, bytes]:
    """The other files of the job as it is published; they stay."""
    newest = queries.newest_of(thing)
    kept = queries.files_of(newest.revision_id) if newest else {}
    return {name: content for name, content in kept.items() if name != path}


def _pages(key: str) -> dict[str, Page]:
    """Files that links of this job may lead to: the other jobs, and what its file led to before."""
    pages = {path_of(thing.key): job_page(thing.key) for thing in shelf.current().values if thing.kind == JOB}
    newest = queries.newest_of(Thing(JOB, key))
    row = db.session.get(Revision, newest.revision_id) if newest else None
    kept = row.checked_against.get("links", {}) if row else {}
    return pages | {path: Page(kind, address) for path, (kind, address) in kept.items()}


def _names(reading: PackageReading, here: Shelf, key: str) -> None:
    """What it names must be published. Before anything is, nothing can be unknown."""
    known = {
        "competency": set(here.framework.competencies),
        "touch point": {point.id for point in here.map.touch_points},
        "job": {thing.key for thing in here.values if thing.kind == JOB} | {key},
    }
    for used in reading.notes[path_of(key)].used:
        names = known.get(used.kind)
        if names and used.id not in names:
            reading.findings.add(
                used.place,
                RULE_OF[used.kind],
                f"There is no {used.kind} {quoted(used.id)}.",
                nearest(used.id, names) or "Choose another, or take it out.",
            )


def _links(reading: PackageReading, path: str, pages: dict[str, Page]) -> dict[str, Page]:
    found: dict[str, Page] = {}
    for link in reading.notes[path].links:
        if link.picture:
            continue
        if is_outside(link.address):
            if outside_address(link.address) is None:
                reading.findings.add(
                    link.place,
                    "L02",
                    f"The link {quoted(link.address)} begins with something else than https:, mailto: or tel:.",
                    "Use one of these, or a path within the package.",
                )
            continue
        target, _anchor = target_of(path, link.address)
        if target in pages:
            found[target] = pages[target]
        else:
            reading.findings.add(
                link.place,
                "L01",
                f"The link {quoted(link.address)} leads nowhere.",
                nearest(target, pages) or "Link to another job, or to an address that begins with https:.",
            )
    return found


def _empty_parts(reading: PackageReading, key: str) -> None:
    """A file may be begun with its headings alone; a job that holds says what it is for."""
    asks = {
        "purpose": ("There is no customer purpose yet.", "Write the customer purpose first."),
        "responsible": ("There are no responsibilities yet.", "Write what this job is responsible for."),
        "serving": ("It does not say yet whom this job serves.", "Write whom it serves."),
    }
    for part_id, part in reading.jobs[key].parts:
        if part_id in asks and not part.blocks and not part.parts:
            reading.findings.add(part.place, "J14", *asks[part_id])


def _ways_to_show(reading: PackageReading, here: Shelf, key: str) -> None:
    """As E01 and E02 of the check; a warning, for the courses may follow the job."""
    courses = [each for each in here.courses if each.live and (each.for_everyone or key in each.for_jobs)]
    modules = [module for course in courses for module in course.live_modules]
    taught = {shown.competency for module in modules for shown in module.shows}
    played = {name for module in modules for name in module.scenarios}
    seen = {
        shown.competency for name in played if (found := here.scenario(name)) for shown in found.shows
    } | {
        item.competency
        for course in here.courses
        for checklist in course.checklists
        if checklist.job == key
        for item in checklist.items
    }
    for competency, required in reading.jobs[key].facts.requires.items():
        place = next(
            (each.place for each in reading.notes[path_of(key)].used if each.id == competency),
            Place(path_of(key)),
        )
        if competency not in taught | seen:
            reading.findings.warn(
                place,
                "E01",
                f"Nothing in the courses of this job shows {quoted(competency)} yet.",
                "Ask the authors for a module, or for an item on this job's checklist.",
            )
        elif required.level >= 2 and competency not in seen:
            reading.findings.warn(
                place,
                "E02",
                f"Nothing in the courses of this job leads to level 2 in {quoted(competency)} yet.",
                "Ask the authors for a scenario, or for an item on this job's checklist.",
            )
