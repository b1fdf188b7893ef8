"""Reading jobs, what they ask for, and who holds them. Rows leave as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, case, func, or_, select, true

from lms.competencies.models import HeldLevel
from lms.db import db, rows_of
from lms.errors import NotFound
from lms.jobs.models import Appointment, Job, JobSignOff, JobVersion, Requirement, Waiver
from lms.people.models import Person, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJob:
    """A job somebody holds."""

    id: int
    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the jobs of a person ask for in one competency; `weight` is the greatest of them.

    `held` is the level the person has, 0 for none yet, where the question was about a person.
    """

    level: int
    essential: bool
    weight: int
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The jobs a person holds on a day, and what these ask for, the weightiest first."""

    jobs: tuple[HeldJob, ...]
    required: Mapping[str, Asked]

    @property
    def levels(self) -> dict[str, int]:
        return {competency: asked.level for competency, asked in self.required.items()}

    @property
    def held(self) -> dict[str, int]:
        """What the person has of that already; for competencies beyond their jobs ask `competencies`."""
        return {competency: asked.held for competency, asked in self.required.items() if asked.held}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A job as a list shows it. `people` hold it today."""

    id: int
    key: str
    title: str
    status: str
    version: int
    published_at: datetime
    people: int

    @property
    def live(self) -> bool:
        return self.status == "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Someone who holds a job; `team` is empty for those in none."""

    person_id: int
    name: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """A version of somebody's job that they have not signed; `signed` is the one they signed last, or 0."""

    key: str
    title: str
    version: int
    published_at: datetime
    note: str
    signed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A requirement that holds for somebody only after `until`, the last day of the waiver."""

    id: int
    until: date
    reason: str


def held_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Appointments that hold on this day, its first and its last day included."""
    return and_(Appointment.starts_on <= day, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day))


def level_on(day: date | BindParameter[date]) -> ColumnElement[int]:
    """The level a requirement asks for on this day; 0 where it does not ask for anything yet."""
    return case((Requirement.counts_from > day, Requirement.level_before), else_=Requirement.level)


def works_here() -> ColumnElement[bool]:
    return Person.left_on.is_(None)


_DUTIES = (
    select(
        Job.id,
        Job.key,
        Job.title,
        Requirement.competency,
        level_on(bindparam("day", type_=Date)),
        Requirement.essential,
        Requirement.weight,
        func.coalesce(HeldLevel.level, 0),
    )
    .join(Appointment, Appointment.job_id == Job.id)
    .outerjoin(Requirement, Requirement.job_version_id == Job.version_id)
    .outerjoin(
        HeldLevel,
        and_(
            HeldLevel.person_id == Appointment.person_id,
            HeldLevel.competency == Requirement.competency,
        ),
    )
    .where(Appointment.person_id == bindparam("person_id"), held_on(bindparam("day", type_=Date)))
    .order_by(Job.title, Requirement.competency)
)


def duties_of(person_id: int, on: date) -> Duties:
    """The jobs of a person, all they ask for and what is held of it, in one statement.

    Where several jobs ask for the same competency, the highest level counts, and it is essential
    if any of them says so.
    """
    jobs: dict[int, HeldJob] = {}
    required: dict[str, Asked] = {}
    for job_id, key, title, competency, level, essential, weight, held in rows_of(
        _DUTIES, person_id=person_id, day=on
    ):
        jobs[job_id] = HeldJob(id=job_id, key=key, title=title)
        if competency is not None and level:
            asked = Asked(level=level, essential=essential, weight=weight, held=held)
            required[competency] = _both(required.get(competency), asked)
    return Duties(jobs=tuple(jobs.values()), required=dict(sorted(required.items(), key=_weightiest_first)))


def jobs_of(person_id: int, on: date) -> tuple[HeldJob, ...]:
    return duties_of(person_id, on).jobs


def requirements_of(person_id: int, on: date) -> Mapping[str, Asked]:
    """By competency; see `duties_of`, which tells jobs and requirements at once."""
    return duties_of(person_id, on).required


def requirements_at(job_id: int, on: date) -> dict[str, Asked]:
    """What the newest version of a job asks for on this day, by competency, the weightiest first."""
    found = (
        select(Requirement.competency, level_on(on), Requirement.essential, Requirement.weight)
        .join(Job, Job.version_id == Requirement.job_version_id)
        .where(Job.id == job_id, level_on(on) > 0)
    )
    asked = {
        competency: Asked(level=level, essential=essential, weight=weight)
        for competency, level, essential, weight in db.session.execute(found)
    }
    return dict(sorted(asked.items(), key=_weightiest_first))


def asked_by(job_ids: Collection[int], on: date) -> dict[str, Asked]:
    """The same for several jobs held at once: the highest level of each competency; one statement."""
    found = (
        select(Requirement.competency, level_on(on), Requirement.essential, Requirement.weight)
        .join(Job, Job.version_id == Requirement.job_version_id)
        .where(Job.id.in_(job_ids), level_on(on) > 0)
    )
    asked: dict[str, Asked] = {}
    for competency, level, essential, weight in db.session.execute(found):
        one = Asked(level=level, essential=essential, weight=weight)
        asked[competency] = _both(asked.get(competency), one)
    return dict(sorted(asked.items(), key=_weightiest_first))


def holders(
    job_id: int, on: date, *, visible: ColumnElement[bool] | None = None, many: int | None = None
) -> list[Holder]:
    """Who holds this job today and works here, by name; `visible` narrows them to what a viewer may see,
    `many` to the first few."""
    found = (
        select(Person.id, Person.name, func.coalesce(Team.name, ""))
        .join(Appointment, Appointment.person_id == Person.id)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(
            Appointment.job_id == job_id, held_on(on), works_here(), true() if visible is None else visible
        )
        .distinct()
        .order_by(Person.name, Person.id)
        .limit(many)
    )
    return [
        Holder(person_id=number, name=name, team=team) for number, name, team in db.session.execute(found)
    ]


def waives_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Waivers that hold on this day, their first and last day included, and that nobody ended early."""
    return and_(Waiver.starts_on <= day, Waiver.ends_on >= day, Waiver.ended_at.is_(None))


def waived(person_ids: Collection[int], day: date) -> dict[int, dict[str, Waived]]:
    """By person and competency, what is not asked of them on this day; of several the longest counts."""
    found: dict[int, dict[str, Waived]] = {}
    if not person_ids:
        return found
    rows = (
        select(Waiver.person_id, Waiver.competency, Waiver.id, Waiver.ends_on, Waiver.reason)
        .where(Waiver.person_id.in_(person_ids), waives_on(day))
        .order_by(Waiver.ends_on, Waiver.id)
    )
    for person_id, competency, number, until, reason in db.session.execute(rows):
        found.setdefault(person_id, {})[competency] = Waived(id=number, until=until, reason=reason)
    return found


def get_by_key(key: str) -> Job:
    """Raises NotFound."""
    job = db.session.scalar(select(Job).where(Job.key == key))
    if job is None:
        raise NotFound(key)
    return job


def live() -> list[Job]:
    """The jobs that may be given to someone new, by title."""
    return list(db.session.scalars(select(Job).where(Job.status == "live").order_by(Job.title)))


def all_jobs(on: date) -> list[JobLine]:
    """Every published job by title, with how many people hold it on this day; one statement."""
    return [_line(row) for row in db.session.execute(_lines(on).order_by(Job.title))]


def job_line(key: str, on: date) -> JobLine:
    """One published job; raises NotFound."""
    row = db.session.execute(_lines(on).where(Job.key == key)).first()
    if row is None:
        raise NotFound(key)
    return _line(row)


def unsigned_of(person_id: int, day: date) -> list[Unsigned]:
    """The jobs of this person whose newest version they have not signed, by title; one statement."""
    last_signed = (
        select(func.max(JobVersion.number))
        .join(JobSignOff, JobSignOff.job_version_id == JobVersion.id)
        .where(JobVersion.job_id == Job.id, JobSignOff.person_id == person_id)
        .scalar_subquery()
    )
    found = (
        select(
            Job.key,
            Job.title,
            JobVersion.number,
            JobVersion.published_at,
            JobVersion.note,
            func.coalesce(last_signed, 0),
        )
        .join(JobVersion, JobVersion.id == Job.version_id)
        .join(Appointment, Appointment.job_id == Job.id)
        .where(Appointment.person_id == person_id, held_on(day), func.coalesce(last_signed, 0) < JobVersion.number)
        .distinct()
        .order_by(Job.title)
    )
    return [
        Unsigned(key=key, title=title, version=number, published_at=at, note=note, signed=signed)
        for key, title, number, at, note, signed in db.session.execute(found)
    ]


def _lines(on: date) -> Any:
    people = (
        select(func.count(Appointment.person_id.distinct()))
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.job_id == Job.id, held_on(on), works_here())
        .scalar_subquery()
    )
    return select(
        Job.id, Job.key, Job.title, Job.status, JobVersion.number, JobVersion.published_at, people
    ).join(JobVersion, JobVersion.id == Job.version_id)


def _line(row: Any) -> JobLine:
    number, key, title, status, version, published_at, people = row
    return JobLine(
        id=number,
        key=key,
        title=title,
        status=status,
        version=version,
        published_at=published_at,
        people=people,
    )


def _both(one: Asked | None, other: Asked) -> Asked:
    if one is None:
        return other
    return Asked(
        level=max(one.level, other.level),
        essential=one.essential or other.essential,
        weight=max(one.weight, other.weight),
        held=one.held,
    )


def _weightiest_first(item: tuple[str, Asked]) -> tuple[bool, int, int, str]:
    competency, asked = item
    return (not asked.essential, -asked.weight, -asked.level, competency)
