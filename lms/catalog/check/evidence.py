"""E01, E02: what a job requires can be shown in that job's courses.

Level 1 needs a module that shows the competency. From level 2 on a person also
plays a scenario that scores it, or is observed by an item of the job's checklist.
"""

from lms.catalog.content import EVERYONE
from lms.catalog.course_file import CourseReading
from lms.catalog.findings import Place, quoted
from lms.catalog.job_file import JobDraft
from lms.catalog.package_files import JOBS, PackageReading

IDS = ("E01", "E02")


def find(reading: PackageReading) -> None:
    if not reading.is_whole:
        return
    scored = _scored(reading)
    for name, job in reading.jobs.items():
        if job.facts.status == "live":
            _job(reading, name, job, scored)


def _job(reading: PackageReading, name: str, job: JobDraft, scored: dict[str, set[str]]) -> None:
    shown: set[str] = set()
    watched = competencies_on_checklists(reading, name)
    for course in reading.courses.values():
        if not _is_for(course, name):
            continue
        for module in course.modules:
            if module.entry.status == "live":
                shown |= {competency for competency, _ in module.entry.shows}
                watched |= {each for scenario in module.entry.scenarios for each in scored.get(scenario, ())}
    for competency, required in job.facts.requires.items():
        place = _place(reading, name, competency)
        if competency not in shown:
            reading.findings.add(
                place,
                "E01",
                f"No module in the courses of this job shows {quoted(competency)}.",
                "Add it to `shows` of a module that trains it, or require it no more.",
            )
        elif required.level >= 2 and competency not in watched:
            reading.findings.add(
                place,
                "E02",
                f"Nothing in the courses of this job leads to level 2 in {quoted(competency)}.",
                "Link a scenario that scores it, or write an item for it on the job's checklist.",
            )


def _is_for(course: CourseReading, job: str) -> bool:
    if course.syllabus is None or course.syllabus.entries.status != "live":
        return False
    return bool({job, EVERYONE} & set(course.syllabus.entries.for_jobs))


def _scored(reading: PackageReading) -> dict[str, set[str]]:
    """The competencies that each scenario scores."""
    return {
        given.id: {used.id for used in notes.used if used.kind == "competency"}
        for notes in reading.notes.values()
        for given in notes.given
        if given.kind == "scenario"
    }


def competencies_on_checklists(reading: PackageReading, job: str) -> set[str]:
    """What the checklists of a job watch, wherever they lie."""
    return {
        item.competency
        for course in reading.courses.values()
        for checklist in course.checklists
        if checklist.job == job
        for item in checklist.items
        if item.competency
    }


def _place(reading: PackageReading, job: str, competency: str) -> Place:
    file = f"{JOBS}/{job}.md"
    found = (
        each.place for each in reading.notes[file].used if (each.kind, each.id) == ("competency", competency)
    )
    return next(found, Place(file))
