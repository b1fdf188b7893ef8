"""What lapses soon: levels that people need and certificates they hold, the nearest day first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, String, and_, cast, exists, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from lms.certificates.models import Certificate, Withdrawal
from lms.competencies.models import HeldLevel
from lms.db import db
from lms.jobs.models import Appointment, Job, Requirement, Waiver
from lms.jobs.queries import held_on, level_on, waives_on
from lms.people.models import Person, Team
from lms.reports.rules import too_small
from lms.reports.scope import Scope

WINDOWS = (30, 60, 90)
AT_ONCE = 500
LEVEL, CERTIFICATE = "level", "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """`kind` is level or certificate, `key` the competency or the course; `title` that of the certificate."""

    person_id: int
    name: str
    team: str
    kind: str
    key: str
    title: str
    level: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How many people have something that lapses from day `first` to day `last` from now; None: too few to show."""

    first: int
    last: int
    people: int | None


def count(scope: Scope, on: date, *, within: int, team: str = "") -> tuple[int, int]:
    """How many things of how many people; one statement."""
    lapsing = _lapsing(scope, on, first=0, last=within, team=team).subquery()
    things, people = db.session.execute(
        select(func.count(), func.count(lapsing.c.person_id.distinct())).select_from(lapsing)
    ).one()
    return things, people


def rows(
    scope: Scope, on: date, *, within: int, team: str = "", skip: int = 0, most: int | None = None
) -> Iterator[Expiry]:
    """One statement, read piece by piece."""
    lapsing = _lapsing(scope, on, first=0, last=within, team=team).subquery()
    found = (
        select(
            Person.id,
            Person.name,
            func.coalesce(Team.name, ""),
            lapsing.c.kind,
            lapsing.c.key,
            lapsing.c.title,
            lapsing.c.level,
            lapsing.c.until,
        )
        .join(lapsing, lapsing.c.person_id == Person.id)
        .outerjoin(Team, Team.id == Person.team_id)
        .order_by(lapsing.c.until, Person.sort_name, Person.id, lapsing.c.kind, lapsing.c.key)
        .offset(skip)
    )
    if most is not None:
        found = found.limit(most)
    for person, name, team_name, kind, key, title, level, until in db.session.execute(
        found, execution_options={"yield_per": AT_ONCE}
    ):
        yield Expiry(
            person_id=person, name=name, team=team_name, kind=kind, key=key, title=title or "", level=level or 0, until=until
        )


def windows(scope: Scope, on: date) -> list[Window]:
    """How many people have something that lapses in each month to come, each thing in one of them; for
    those who see counts only. What is too small is hidden, and what would give it away. Three statements."""
    edges = [(0 if last == WINDOWS[0] else last - 29, last) for last in WINDOWS]
    people = []
    for first, last in edges:
        lapsing = _lapsing(scope, on, first=first, last=last).subquery()
        people.append(db.session.scalar(select(func.count(lapsing.c.person_id.distinct()))) or 0)
    smallest = too_small(people)
    return [
        Window(first=first, last=last, people=None if 0 < number <= smallest else number)
        for (first, last), number in zip(edges, people, strict=True)
    ]


def _lapsing(scope: Scope, on: date, *, first: int, last: int, team: str = "") -> CompoundSelect[Any]:
    begin, end = on + timedelta(days=first), on + timedelta(days=last)
    levels = (
        select(
            HeldLevel.person_id.label("person_id"),
            literal(LEVEL).label("kind"),
            HeldLevel.competency.label("key"),
            cast(null(), String).label("title"),
            HeldLevel.level.label("level"),
            HeldLevel.current_until.label("until"),
        )
        .join(Person, Person.id == HeldLevel.person_id)
        .where(scope.people(), HeldLevel.current_until.between(begin, end), _is_asked(on))
    )
    renewed = aliased(Certificate)
    certificates = (
        select(
            Certificate.person_id,
            literal(CERTIFICATE),
            Certificate.course,
            Certificate.course_title,
            literal(0),
            Certificate.current_until,
        )
        .join(Person, Person.id == Certificate.person_id)
        .where(
            scope.people(),
            Certificate.current_until.between(begin, end),
            ~exists().where(Withdrawal.certificate_id == Certificate.id),
            ~exists().where(
                renewed.person_id == Certificate.person_id,
                renewed.course == Certificate.course,
                renewed.current_until > Certificate.current_until,
            ),
        )
    )
    if team:
        in_team = Person.team_id.in_(select(Team.id).where(Team.key == team))
        levels, certificates = levels.where(in_team), certificates.where(in_team)
    return union_all(levels, certificates)


def _is_asked(on: date) -> Any:
    """Levels that no job of the person asks for, or that are waived, may lapse."""
    asked = (
        select(Appointment.id)
        .join(Job, Job.id == Appointment.job_id)
        .join(Requirement, Requirement.job_version_id == Job.version_id)
        .where(
            Appointment.person_id == HeldLevel.person_id,
            held_on(on),
            Requirement.competency == HeldLevel.competency,
            level_on(on) > 0,
        )
    )
    waived = exists().where(
        Waiver.person_id == HeldLevel.person_id, Waiver.competency == HeldLevel.competency, waives_on(on)
    )
    return and_(asked.exists(), ~waived)
