"""How many levels each of a leader's people is short of what their jobs ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, exists, func, select

from lms.competencies.models import HeldLevel
from lms.db import db
from lms.jobs.models import Appointment, Job, Requirement, Waiver
from lms.jobs.queries import held_on, level_on, waives_on
from lms.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    id: int
    name: str
    short: int


def shortfalls(leader_id: int, *, on: date) -> list[Shortfall]:
    """Everyone this person leads, by name; one statement, and none of them for who leads nobody."""
    asked = (
        select(
            Appointment.person_id.label("person_id"),
            Requirement.competency.label("competency"),
            func.max(level_on(on)).label("level"),
        )
        .join(Job, Job.id == Appointment.job_id)
        .join(Requirement, Requirement.job_version_id == Job.version_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            held_on(on),
            Person.leader_id == leader_id,
            ~exists().where(
                Waiver.person_id == Person.id, Waiver.competency == Requirement.competency, waives_on(on)
            ),
        )
        .group_by(Appointment.person_id, Requirement.competency)
        .subquery()
    )
    missing = case((asked.c.level > func.coalesce(HeldLevel.level, 0), 1), else_=0)
    found = (
        select(Person.id, Person.name, func.coalesce(func.sum(missing), 0))
        .outerjoin(asked, asked.c.person_id == Person.id)
        .outerjoin(
            HeldLevel,
            and_(HeldLevel.person_id == Person.id, HeldLevel.competency == asked.c.competency),
        )
        .where(Person.leader_id == leader_id, Person.left_on.is_(None))
        .group_by(Person.id, Person.name)
        .order_by(Person.name)
    )
    return [Shortfall(id=key, name=name, short=int(short)) for key, name, short in db.session.execute(found)]
