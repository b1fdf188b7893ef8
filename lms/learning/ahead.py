"""Whether anything out of the ordinary is known of a person, in one statement: the first page asks it each time,
and reads further only where there is something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, Date, bindparam, or_, select

from lms.db import rows_of
from lms.jobs.models import Appointment, Waiver
from lms.jobs.queries import waives_on
from lms.learning.models import Assignment
from lms.people.models import Leave, Person

_WHOSE: BindParameter[int] = bindparam("person_id")
_DAY: BindParameter[date] = bindparam("day", type_=Date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Is something waived, asked for by a day, will a job begin, is there leave now or to come?"""

    waived: bool
    asked: bool
    job: bool
    leave: bool


_AHEAD = select(
    select(Waiver.id).where(Waiver.person_id == _WHOSE, waives_on(_DAY)).exists(),
    select(Assignment.id)
    .where(
        Assignment.ended_at.is_(None),
        or_(
            Assignment.person_id == _WHOSE,
            Assignment.team_id == select(Person.team_id).where(Person.id == _WHOSE).scalar_subquery(),
            Assignment.job_id.in_(
                select(Appointment.job_id).where(
                    Appointment.person_id == _WHOSE, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= _DAY)
                )
            ),
        ),
    )
    .exists(),
    select(Appointment.id).where(Appointment.person_id == _WHOSE, Appointment.starts_on > _DAY).exists(),
    select(Leave.person_id).where(Leave.person_id == _WHOSE, Leave.ends_on >= _DAY).exists(),
)


def of(person_id: int, day: date) -> Ahead:
    waived, asked, job, leave = rows_of(_AHEAD, person_id=person_id, day=day).one()
    return Ahead(waived=bool(waived), asked=bool(asked), job=bool(job), leave=bool(leave))
