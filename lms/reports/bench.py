"""Who could stand in: for each team and competency, how many people hold what its jobs ask them for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from lms.competencies.models import HeldLevel
from lms.db import db
from lms.jobs.models import Appointment, Job, Requirement, Waiver
from lms.jobs.queries import held_on, level_on, waives_on
from lms.people.models import Person, Team
from lms.reports.coverage import By, Line, View, coverage
from lms.reports.queries import NO_TEAM
from lms.reports.rules import Kind, Show, bench_order
from lms.reports.scope import Scope

AT_ONCE = 200
"""A condition of more alternatives is too deep for SQLite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A team and a competency that is asked in it. `hidden`: too few people to be shown to this viewer."""

    line: Line
    competency: str
    hidden: bool

    @property
    def team(self) -> str:
        return self.line.key

    @property
    def level(self) -> int:
        """0 where the team's jobs ask for different levels."""
        return self.line.cell(self.competency).level

    @property
    def people(self) -> int:
        """How many hold what their jobs ask for."""
        return self.line.cell(self.competency).met

    @property
    def needed(self) -> int:
        return self.line.needed


def benches(scope: Scope, competencies: Sequence[str], on: date, *, team: str = "") -> list[Bench]:
    """Single points of failure first, then where nobody is, then what is too thin; what is hidden comes last."""
    found = coverage(View(by=By.TEAM, show=Show.BENCH, team=team), scope, competencies, on)
    rows = [
        Bench(line=line, competency=competency, hidden=line.kind(competency) is Kind.FEW)
        for line in found.lines
        for competency in competencies
        if line.kind(competency) is not Kind.UNASKED
    ]
    return sorted(rows, key=lambda row: (row.hidden, *_order(row), row.line.title, competencies.index(row.competency)))


def _order(row: Bench) -> tuple[int, int]:
    """Where a hidden row stands tells nothing of it."""
    return (0, 0) if row.hidden else bench_order(row.people, row.needed)


def holders(rows: Collection[Bench], scope: Scope, on: date) -> dict[tuple[str, str], list[str]]:
    """By team and competency, who it rests on, where that is one person; one statement for a page."""
    alone = [row for row in rows if row.people == 1]
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    if scope.counts_only:
        return names
    for start in range(0, len(alone), AT_ONCE):
        for team, competency, name in db.session.execute(_who(alone[start : start + AT_ONCE], scope, on)):
            names[(team or NO_TEAM, competency)].append(name)
    return names


def _who(alone: Collection[Bench], scope: Scope, on: date) -> Select[str, str, str]:
    required = func.max(level_on(on))
    return (
        select(Team.key, Requirement.competency, Person.name)
        .select_from(Person)
        .join(Appointment, and_(Appointment.person_id == Person.id, held_on(on)))
        .join(Job, Job.id == Appointment.job_id)
        .join(Requirement, Requirement.job_version_id == Job.version_id)
        .join(HeldLevel, and_(HeldLevel.person_id == Person.id, HeldLevel.competency == Requirement.competency))
        .outerjoin(Team, Team.id == Person.team_id)
        .where(
            scope.people(),
            or_(*(_is_of(row) for row in alone)),
            ~exists().where(
                Waiver.person_id == Person.id, Waiver.competency == Requirement.competency, waives_on(on)
            ),
        )
        .group_by(Team.key, Requirement.competency, Person.id, Person.name, HeldLevel.level)
        .having(and_(required > 0, HeldLevel.level >= required))
        .order_by(Person.name)
    )


def _is_of(row: Bench) -> ColumnElement[bool]:
    in_team = Team.id.is_(None) if row.team == NO_TEAM else Team.key == row.team
    return and_(in_team, Requirement.competency == row.competency)
