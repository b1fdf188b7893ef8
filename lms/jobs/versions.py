"""Reading the versions of jobs: which there were, which holds, and what it will ask for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from lms.db import db
from lms.jobs.models import Appointment, Job, JobVersion, Requirement
from lms.jobs.queries import held_on
from lms.jobs.rules import Counting
from lms.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One entry of a job's history; `by` is None where a command published it."""

    number: int
    revision: str
    published_at: datetime
    by: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSource(Version):
    """The same with all that was written."""

    title: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The version of a job that holds, for those who publish the next."""

    job_id: int
    version_id: int
    number: int
    revision: str
    origin: str
    published_at: datetime
    by_id: int | None
    by: str | None
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A level that a job will ask for from a day on."""

    job: str
    competency: str
    level: int
    counts_from: date


_VERSION = (
    JobVersion.number,
    JobVersion.revision,
    JobVersion.published_at,
    Person.name.label("by"),
    JobVersion.note,
)


def history(job_id: int) -> list[Version]:
    """The versions of a job, newest first."""
    found = (
        select(*_VERSION)
        .outerjoin(Person, Person.id == JobVersion.published_by_id)
        .where(JobVersion.job_id == job_id)
        .order_by(JobVersion.number.desc())
    )
    return [Version(**row._mapping) for row in db.session.execute(found)]


def versions(job_id: int, numbers: Collection[int]) -> dict[int, VersionSource]:
    """Some versions of a job, with what was written; one statement."""
    found = (
        select(*_VERSION, JobVersion.title, JobVersion.source)
        .outerjoin(Person, Person.id == JobVersion.published_by_id)
        .where(JobVersion.job_id == job_id, JobVersion.number.in_(list(numbers)))
    )
    return {row.number: VersionSource(**row._mapping) for row in db.session.execute(found)}


def newest(keys: Collection[str]) -> dict[str, Newest]:
    """By key, the version of each of these jobs that holds; one statement."""
    found = (
        select(
            Job.key,
            Job.id.label("job_id"),
            JobVersion.id.label("version_id"),
            JobVersion.origin,
            JobVersion.published_by_id.label("by_id"),
            JobVersion.source,
            *_VERSION,
        )
        .join(JobVersion, JobVersion.id == Job.version_id)
        .outerjoin(Person, Person.id == JobVersion.published_by_id)
        .where(Job.key.in_(list(keys)))
    )
    rows = [dict(row._mapping) for row in db.session.execute(found)]
    return {row.pop("key"): Newest(**row) for row in rows}


def counting_of(version_id: int) -> dict[str, Counting]:
    """By competency, from which day what counts in a version."""
    found = select(
        Requirement.competency, Requirement.level, Requirement.counts_from, Requirement.level_before
    ).where(Requirement.job_version_id == version_id)
    return {
        competency: Counting(level=level, counts_from=counts_from, level_before=level_before)
        for competency, level, counts_from, level_before in db.session.execute(found)
    }


def coming(person_id: int, day: date) -> list[Coming]:
    """What the jobs of this person will ask for after this day, the earliest first; one statement."""
    found = (
        select(Job.title, Requirement.competency, Requirement.level, Requirement.counts_from)
        .join(Appointment, Appointment.job_id == Job.id)
        .join(Requirement, Requirement.job_version_id == Job.version_id)
        .where(Appointment.person_id == person_id, held_on(day), Requirement.counts_from > day)
        .distinct()
        .order_by(Requirement.counts_from, Job.title, Requirement.competency)
    )
    return [
        Coming(job=job, competency=competency, level=level, counts_from=counts_from)
        for job, competency, level, counts_from in db.session.execute(found)
        if counts_from is not None
    ]
