"""The verbs about jobs: a description is published, people are appointed, appointments end."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from lms.db import db, insert_once
from lms.errors import Refusal
from lms.jobs.description import ESSENTIAL, JobDescription
from lms.jobs.models import Appointment, Job, JobVersion, Requirement
from lms.people.models import Person
from lms.texts import _, day


class EndsBeforeStart(Refusal):
    def __init__(self, starts_on: date) -> None:
        super().__init__(
            _("The last day is before the first. Enter %(day)s or a later day.", day=day(starts_on))
        )


def publish(description: JobDescription, *, now: datetime, by: int | None) -> bool:
    """Make this description the one that holds; says whether it is new.

    The newest revision again is nothing, and an older one published again is a new version:
    versions tell what held when. Of two publishers at once the unique number lets one through.
    """
    insert_once(Job, [{"key": description.id, "title": description.title, "status": description.status}])
    job = db.session.scalars(select(Job).where(Job.key == description.id).with_for_update()).one()
    newest = db.session.get(JobVersion, job.version_id) if job.version_id else None
    if newest is not None and newest.revision == description.revision:
        return False
    version = JobVersion(
        job_id=job.id,
        number=newest.number + 1 if newest else 1,
        revision=description.revision,
        title=description.title,
        source=description.source,
        published_at=now,
        published_by_id=by,
    )
    db.session.add(version)
    db.session.flush()
    db.session.add_all(_requirements(description, version.id))
    job.title, job.status, job.version_id = description.title, description.status, version.id
    db.session.flush()
    return True


def appoint(person: Person, job: Job, starts_on: date, ends_on: date | None = None) -> Appointment:
    """The person holds the job from this day on, perhaps until another (its last).

    The same first day again is one fact: it stays as it was said first. Raises EndsBeforeStart.
    """
    _check_days(starts_on, ends_on)
    first = {"person_id": person.id, "job_id": job.id, "starts_on": starts_on}
    insert_once(Appointment, [{**first, "ends_on": ends_on}])
    return db.session.scalars(select(Appointment).filter_by(**first)).one()


def end_appointment(appointment: Appointment, *, on: date) -> None:
    """This day is the last on which the person holds the job. Raises EndsBeforeStart."""
    _check_days(appointment.starts_on, on)
    appointment.ends_on = on
    db.session.flush()


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart(starts_on)


def _requirements(description: JobDescription, version_id: int) -> list[Requirement]:
    return [
        Requirement(
            job_version_id=version_id,
            competency=each.competency,
            level=each.level,
            essential=each.need == ESSENTIAL,
            weight=each.weight,
        )
        for each in description.requires
    ]
