"""Whether anything out of the ordinary is known of a person, in one statement: the first page asks it each time,
and reads further only where there is something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, Date, and_, bindparam, or_, select

from lms.coaching.models import Improvement, PracticePair, Visit
from lms.db import rows_of
from lms.jobs.models import Appointment, Job, JobSignOff, Requirement, Waiver
from lms.jobs.queries import held_on, waives_on
from lms.learning.models import Assignment
from lms.people.models import Leave, Person

_WHOSE: BindParameter[int] = bindparam("person_id")
_DAY: BindParameter[date] = bindparam("day", type_=Date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Is something waived, asked for by a day, will a job begin, is there leave now or to come? Did somebody
    observe them, do they practise with somebody, does an improvement wait for their word? Does a version of
    their job wait to be signed, or will it ask for more from a day on?"""

    waived: bool
    asked: bool
    job: bool
    leave: bool
    observed: bool
    practises: bool
    improved: bool
    unsigned: bool
    raised: bool


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
    select(Visit.id).where(Visit.person_id == _WHOSE, Visit.shared_at.is_not(None)).exists(),
    select(PracticePair.id)
    .where(or_(PracticePair.one_id == _WHOSE, PracticePair.other_id == _WHOSE), PracticePair.until >= _DAY)
    .exists(),
    select(Improvement.id)
    .join(Person, Person.id == Improvement.person_id)
    .where(Person.leader_id == _WHOSE, Person.left_on.is_(None), Improvement.answered_at.is_(None))
    .exists(),
    select(Appointment.id)
    .join(Job, Job.id == Appointment.job_id)
    .outerjoin(
        JobSignOff, and_(JobSignOff.job_version_id == Job.version_id, JobSignOff.person_id == Appointment.person_id)
    )
    .where(Appointment.person_id == _WHOSE, held_on(_DAY), JobSignOff.person_id.is_(None))
    .exists(),
    select(Appointment.id)
    .join(Job, Job.id == Appointment.job_id)
    .join(Requirement, Requirement.job_version_id == Job.version_id)
    .where(Appointment.person_id == _WHOSE, held_on(_DAY), Requirement.counts_from > _DAY)
    .exists(),
)


def of(person_id: int, day: date) -> Ahead:
    known = [bool(each) for each in rows_of(_AHEAD, person_id=person_id, day=day).one()]
    waived, asked, job, leave, observed, practises, improved, unsigned, raised = known
    return Ahead(
        waived=waived,
        asked=asked,
        job=job,
        leave=leave,
        observed=observed,
        practises=practises,
        improved=improved,
        unsigned=unsigned,
        raised=raised,
    )
