"""Holders say that they have read a version of their job, and HR sees who has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select

from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.jobs.models import Appointment, Job, JobSignOff, JobVersion
from lms.jobs.queries import held_on, works_here
from lms.people.models import Person
from lms.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A holder, and when they signed the version in question; None for not yet."""

    person_id: int
    name: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """How many of the holders signed a version."""

    signed: int
    holders: int


class NewerVersion(Refusal):
    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "Version %(number)s is newer than the one you read. Open the job, read it, and sign that one.",
                number=number,
            )
        )


def sign(person_id: int, job_id: int, number: int, *, on: date, now: datetime) -> None:
    """This holder has read this version. Twice is once. Raises NewerVersion; NotFound for who is no holder."""
    found = (
        select(JobVersion.id, JobVersion.number)
        .join(Job, Job.version_id == JobVersion.id)
        .join(
            Appointment, and_(Appointment.job_id == Job.id, Appointment.person_id == person_id, held_on(on))
        )
        .where(Job.id == job_id)
    )
    row = db.session.execute(found).first()
    if row is None or number > row.number:
        raise NotFound(job_id)
    if row.number != number:
        raise NewerVersion(row.number)
    insert_once(JobSignOff, [{"person_id": person_id, "job_version_id": row.id, "signed_at": now}])


def signed_at(person_id: int, job_id: int) -> datetime | None:
    """When this person signed the newest version of the job."""
    found = (
        select(JobSignOff.signed_at)
        .join(Job, Job.version_id == JobSignOff.job_version_id)
        .where(Job.id == job_id, JobSignOff.person_id == person_id)
    )
    return db.session.scalar(found)


def counts(job_id: int, on: date) -> Signed:
    """How many of those who hold the job today signed its newest version; one statement."""
    found = (
        select(func.count(Appointment.person_id.distinct()), func.count(JobSignOff.person_id.distinct()))
        .select_from(Appointment)
        .join(Job, Job.id == Appointment.job_id)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(JobSignOff, _of_newest())
        .where(Job.id == job_id, held_on(on), works_here())
    )
    holders, signed = db.session.execute(found).one()
    return Signed(signed=signed, holders=holders)


def signatures(job_id: int, on: date, *, first: int = 0, many: int | None = None) -> list[Signature]:
    """The holders, or a part of them, those who have not signed first, then by name; one statement."""
    found = (
        select(Person.id, Person.name, JobSignOff.signed_at, JobSignOff.signed_at.is_not(None))
        .select_from(Appointment)
        .join(Job, Job.id == Appointment.job_id)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(JobSignOff, _of_newest())
        .where(Job.id == job_id, held_on(on), works_here())
        .distinct()
        .order_by(JobSignOff.signed_at.is_not(None), Person.name, Person.id)
        .offset(first)
        .limit(many)
    )
    return [
        Signature(person_id=number, name=name, signed_at=at)
        for number, name, at, *_rest in db.session.execute(found)
    ]


def _of_newest() -> ColumnElement[bool]:
    return and_(JobSignOff.job_version_id == Job.version_id, JobSignOff.person_id == Appointment.person_id)
