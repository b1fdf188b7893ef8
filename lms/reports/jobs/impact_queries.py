"""Reading what the impact of a change is counted from. Each is one statement for any number of holders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all

from lms.certificates.models import Certificate, Withdrawal
from lms.competencies.models import Evidence, HeldLevel, Kind
from lms.db import db
from lms.jobs.models import Appointment, Waiver
from lms.jobs.queries import held_on, waives_on, works_here
from lms.people.models import Person
from lms.reports.jobs.impact import WAIVED, Alike, Raise

DAYS_LOOKED_BACK = 90
_MORE_THAN_ANY = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """Somebody who would fall short; `held` in the order of the raises."""

    person_id: int
    name: str
    held: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many visits these people's coaches made in three months, and how many coaches that were."""

    visits: int
    coaches: int

    @property
    def a_month(self) -> float:
        return self.visits / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the holders of a job stand today; a waived level is as good as met."""

    holders: int
    meet_all: int
    met: Mapping[str, int]


def standing(job_id: int, required: Mapping[str, int], on: date) -> Standing:
    """Five statements, for any number of holders.

    What is held is counted in the order in which it lies, a person at a time. Waivers are few and are
    added by hand: put together with the levels, all rows of a large job would have to be sorted.
    """
    number = holders(job_id, on)
    if not required:
        return Standing(holders=number, meet_all=number, met={})
    here = _here(job_id, on)
    enough = and_(
        HeldLevel.person_id.in_(here),
        HeldLevel.level >= case(dict(required), value=HeldLevel.competency, else_=_MORE_THAN_ANY),
    )
    waived = and_(Waiver.competency.in_(list(required)), waives_on(on), Waiver.person_id.in_(here))
    with_waiver = select(Waiver.person_id).where(waived)
    by_competency = select(HeldLevel.competency, func.count()).where(enough).group_by(HeldLevel.competency)
    met = Counter({competency: people for competency, people in db.session.execute(by_competency)})
    all_of_them = (
        select(HeldLevel.person_id)
        .where(enough, HeldLevel.person_id.not_in(with_waiver))
        .group_by(HeldLevel.person_id)
        .having(func.count() == len(required))
    )
    meet_all = db.session.scalar(select(func.count()).select_from(all_of_them.subquery())) or 0
    of_waived: dict[int, set[str]] = defaultdict(set)
    for person_id, competency in db.session.execute(
        select(HeldLevel.person_id, HeldLevel.competency).where(enough, HeldLevel.person_id.in_(with_waiver))
    ):
        of_waived[person_id].add(competency)
    for person_id, competency in db.session.execute(select(Waiver.person_id, Waiver.competency).where(waived)):
        if competency not in of_waived[person_id]:
            of_waived[person_id].add(competency)
            met[competency] += 1
    meet_all += sum(len(keys) == len(required) for keys in of_waived.values())
    return Standing(holders=number, meet_all=meet_all, met=met)


def alike(job_id: int, raises: Sequence[Raise], on: date) -> list[Alike]:
    """The holders of a job, grouped by what they hold of what goes up."""
    if not raises:
        return []
    each = _holders(job_id, raises, on).subquery()
    levels = [each.c[f"level_{at}"] for at in range(len(raises))]
    found = select(func.count(), *levels).group_by(*levels)
    return [Alike(held=tuple(held), people=people) for people, *held in db.session.execute(found)]


def holders(job_id: int, on: date) -> int:
    found = (
        select(func.count(Appointment.person_id.distinct()))
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.job_id == job_id, held_on(on), works_here())
    )
    return db.session.scalar(found) or 0


def short_ones(job_id: int, raises: Sequence[Raise], on: date, *, first: int, many: int) -> list[Short]:
    """A part of those who would fall short in any of these, by name."""
    if not raises:
        return []
    each = _holders(job_id, raises, on).subquery()
    levels = [each.c[f"level_{at}"] for at in range(len(raises))]
    found = (
        select(Person.id, Person.name, *levels)
        .join(each, each.c.person_id == Person.id)
        .where(or_(*(level < raised.after for level, raised in zip(levels, raises, strict=True))))
        .order_by(Person.name, Person.id)
        .offset(first)
        .limit(many)
    )
    return [
        Short(person_id=number, name=name, held=tuple(held))
        for number, name, *held in db.session.execute(found)
    ]


def pace(job_id: int, on: date) -> Pace:
    """Visits are observations by one observer of one person on one day."""
    visits = (
        select(Evidence.person_id, Evidence.observer_id, Evidence.shown_on)
        .join(Appointment, Appointment.person_id == Evidence.person_id)
        .where(
            Appointment.job_id == job_id,
            held_on(on),
            Evidence.kind == Kind.OBSERVATION,
            Evidence.observer_id.is_not(None),
            Evidence.shown_on > on - timedelta(days=DAYS_LOOKED_BACK),
        )
        .distinct()
        .subquery()
    )
    found = select(func.count(), func.count(visits.c.observer_id.distinct())).select_from(visits)
    number, coaches = db.session.execute(found).one()
    return Pace(visits=number, coaches=coaches)


def certificates(job_id: int, on: date) -> int:
    """Certificates that holders have and that were not withdrawn."""
    here = select(Appointment.person_id).where(Appointment.job_id == job_id, held_on(on))
    found = (
        select(func.count(Certificate.id))
        .outerjoin(Withdrawal, Withdrawal.certificate_id == Certificate.id)
        .where(Certificate.person_id.in_(here), Withdrawal.certificate_id.is_(None))
    )
    return db.session.scalar(found) or 0


def _holders(job_id: int, raises: Sequence[Raise], on: date) -> Select[Any]:
    """Each holder with their level in each competency, 0 for none, WAIVED where it is not asked of them.

    One heap of rows, then one grouping: a holder, their levels, their waivers. Joining the three
    would look up levels person by person, which takes a hundred times as long for a large job.
    """
    keys = [each.competency for each in raises]
    here = _here(job_id, on)
    heap = union_all(
        here.add_columns(literal("").label("competency"), literal(0).label("level")),
        select(HeldLevel.person_id, HeldLevel.competency, HeldLevel.level).where(
            HeldLevel.competency.in_(keys), HeldLevel.person_id.in_(here)
        ),
        select(Waiver.person_id, Waiver.competency, literal(WAIVED)).where(
            Waiver.competency.in_(keys), waives_on(on), Waiver.person_id.in_(here)
        ),
    ).subquery()
    columns = [
        func.max(case((heap.c.competency == key, heap.c.level), else_=0)).label(f"level_{at}")
        for at, key in enumerate(keys)
    ]
    return select(heap.c.person_id, *columns).group_by(heap.c.person_id)


def _here(job_id: int, on: date) -> Select[int]:
    """Who holds the job on this day and works here."""
    return (
        select(Appointment.person_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.job_id == job_id, held_on(on), works_here())
    )
