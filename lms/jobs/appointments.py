"""Appointing somebody, perhaps in place of a job they hold, and ending that; and the list of it all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from lms import audit
from lms.clock import day_of
from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.jobs.models import Appointment, Job
from lms.jobs.service import EndsBeforeStart
from lms.texts import _, day


class HoldsItAlready(Refusal):
    def __init__(self, starts_on: date, ends_on: date | None) -> None:
        super().__init__(
            _("This job is held on these days already, from %(first)s to %(last)s.", first=day(starts_on), last=day(ends_on))
            if ends_on
            else _("This job is held on these days already, from %(first)s.", first=day(starts_on))
        )


class BeginsTooEarly(Refusal):
    def __init__(self, title: str, starts_on: date) -> None:
        super().__init__(
            _("“%(job)s” begins on %(day)s. A job that takes its place can begin the day after at the earliest.",
              job=title, day=day(starts_on))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An appointment with the name of its job."""

    id: int
    job_id: int
    job_key: str
    job: str
    starts_on: date
    ends_on: date | None

    def is_over(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on

    def is_to_come(self, on: date) -> bool:
        return self.starts_on > on

    def holds_on(self, on: date) -> bool:
        return not self.is_over(on) and not self.is_to_come(on)


def appointments_of(person_id: int) -> list[Held]:
    """All of them, those to come and the newest first."""
    rows = (
        select(Appointment.id, Job.id, Job.key, Job.title, Appointment.starts_on, Appointment.ends_on)
        .join(Job, Job.id == Appointment.job_id)
        .where(Appointment.person_id == person_id)
        .order_by(Appointment.starts_on.desc(), Job.title)
    )
    return [
        Held(id=number, job_id=job_id, job_key=key, job=title, starts_on=starts_on, ends_on=ends_on)
        for number, job_id, key, title, starts_on, ends_on in db.session.execute(rows)
    ]


def change(
    person_id: int,
    job: Job,
    starts_on: date,
    ends_on: date | None = None,
    *,
    in_place_of: Collection[int] = (),
    by: int,
    now: datetime,
) -> Appointment:
    """Appoint somebody; the appointments named end on the day before. The same again changes nothing.

    Raises EndsBeforeStart, HoldsItAlready, BeginsTooEarly, and NotFound for an appointment of somebody else.
    """
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart(starts_on)
    _must_be_free(person_id, job, starts_on, ends_on)
    for each in in_place_of:
        _end_before(person_id, each, starts_on, by=by, now=now)
    first = {"person_id": person_id, "job_id": job.id, "starts_on": starts_on}
    new = insert_once(Appointment, [{**first, "ends_on": ends_on, "recorded_on": day_of(now)}])
    made = db.session.scalars(select(Appointment).filter_by(**first)).one()
    if made.ends_on != ends_on:
        raise HoldsItAlready(made.starts_on, made.ends_on)
    if new:
        audit.record("appointment.made", by=by, about=person_id, details={"appointment": made.id, "job": job.id}, now=now)
    return made


def end(person_id: int, appointment_id: int, *, on: date, by: int, now: datetime) -> None:
    """This day is the last on which the person holds the job. Raises NotFound, EndsBeforeStart."""
    found = find(person_id, appointment_id)
    if on < found.starts_on:
        raise EndsBeforeStart(found.starts_on)
    if found.ends_on == on:
        return
    found.ends_on = on
    db.session.flush()
    last: dict[str, int | str] = {"appointment": found.id, "last_day": on.isoformat()}
    audit.record("appointment.ended", by=by, about=person_id, details=last, now=now)


def find(person_id: int, appointment_id: int) -> Appointment:
    """Raises NotFound where it is not this person's."""
    found = db.session.scalar(
        select(Appointment).where(Appointment.id == appointment_id, Appointment.person_id == person_id)
    )
    if found is None:
        raise NotFound(appointment_id)
    return found


def _must_be_free(person_id: int, job: Job, starts_on: date, ends_on: date | None) -> None:
    """Another appointment to the same job must not share a day with this one."""
    others = select(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.job_id == job.id,
        Appointment.starts_on != starts_on,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= starts_on),
    )
    if ends_on is not None:
        others = others.where(Appointment.starts_on <= ends_on)
    found = db.session.scalars(others.limit(1)).first()
    if found is not None:
        raise HoldsItAlready(found.starts_on, found.ends_on)


def _end_before(person_id: int, appointment_id: int, starts_on: date, *, by: int, now: datetime) -> None:
    last = starts_on - timedelta(days=1)
    found = find(person_id, appointment_id)
    if found.starts_on > last:
        raise BeginsTooEarly(db.session.get_one(Job, found.job_id).title, found.starts_on)
    if found.ends_on is None or found.ends_on > last:
        end(person_id, appointment_id, on=last, by=by, now=now)
