"""The verbs about jobs: a description is published, people are appointed, appointments end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select, update

from lms import clock
from lms.db import db, insert_once
from lms.errors import Refusal
from lms.jobs import rules, versions
from lms.jobs.description import ESSENTIAL, JobDescription
from lms.jobs.models import FILE, Appointment, Job, JobVersion, Requirement, WaitingFile
from lms.jobs.rules import Counting
from lms.people.models import Person
from lms.texts import _, day


class EndsBeforeStart(Refusal):
    def __init__(self, starts_on: date) -> None:
        super().__init__(
            _("The last day is before the first. Enter %(day)s or a later day.", day=day(starts_on))
        )


def publish(
    description: JobDescription,
    *,
    now: datetime,
    by: int | None,
    origin: str = FILE,
    note: str = "",
    counts_from: date | None = None,
) -> bool:
    """Make this description the one that holds; says whether it is new.

    The newest revision again is nothing, and an older one published again is a new version:
    versions tell what held when. Of two publishers at once the unique number lets one through.
    Levels that go up count from `counts_from`; see `rules.counting`.
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
        origin=origin,
        note=note,
    )
    before = versions.counting_of(newest.id) if newest else {}
    db.session.add(version)
    db.session.flush()
    counting = rules.counting(description, before, counts_from=counts_from, today=clock.day_of(now))
    db.session.add_all(_requirements(description, version.id, counting))
    job.title, job.status, job.version_id = description.title, description.status, version.id
    db.session.flush()
    return True


def let_file_wait(job_id: int, *, revision: str, source: str, now: datetime) -> None:
    """Keep what the file of this job says until somebody takes it or what HR published."""
    let_file_go(job_id)
    db.session.add(WaitingFile(job_id=job_id, revision=revision, source=source, found_at=now))
    db.session.flush()


def let_file_go(job_id: int) -> None:
    db.session.execute(delete(WaitingFile).where(WaitingFile.job_id == job_id))


def meet_file(version_id: int) -> None:
    """The file says the same as this version, so what its author writes next may follow it."""
    db.session.execute(update(JobVersion).where(JobVersion.id == version_id).values(origin=FILE))


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


def _requirements(
    description: JobDescription, version_id: int, counting: Mapping[str, Counting]
) -> list[Requirement]:
    return [
        Requirement(
            job_version_id=version_id,
            competency=each.competency,
            level=each.level,
            essential=each.need == ESSENTIAL,
            weight=each.weight,
            counts_from=counting[each.competency].counts_from,
            level_before=counting[each.competency].level_before,
        )
        for each in description.requires
    ]
