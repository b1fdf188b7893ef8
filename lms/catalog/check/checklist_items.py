"""E03, U04: a checklist watches all that its job requires at level 2 or more, and nothing else."""

from lms.catalog.check.evidence import competencies_on_checklists
from lms.catalog.checklist_file import ChecklistDraft
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading

IDS = ("E03", "U04")

LOWEST_WATCHED = 2


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for checklist in course.checklists:
            job = reading.jobs.get(checklist.job or "")
            if job is None:
                continue
            _missing(reading, checklist)
            if job.facts.status != "live":
                reading.findings.warn(
                    checklist.job_place,
                    "U04",
                    f"The job {quoted(job.facts.id)} is retired, so nobody is watched by this checklist.",
                    "Take it out, or name another job.",
                )
            for item in checklist.items:
                if item.competency and item.competency not in job.facts.requires:
                    reading.findings.warn(
                        item.place,
                        "U04",
                        f"The job {quoted(job.facts.id)} does not require {quoted(item.competency)}.",
                        "Take the item out, or require it.",
                    )


def _missing(reading: PackageReading, checklist: ChecklistDraft) -> None:
    assert checklist.job is not None
    watched = competencies_on_checklists(reading, checklist.job)
    required = reading.jobs[checklist.job].facts.requires
    for competency, each in required.items():
        if each.level >= LOWEST_WATCHED and competency not in watched:
            reading.findings.add(
                checklist.place,
                "E03",
                f"The job requires {quoted(competency)} at level {each.level}, and no item watches it.",
                f"Write an item with `competency: {competency}`.",
            )
