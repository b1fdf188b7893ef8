"""Who is short of what their jobs ask for: one row a person and competency, most missing levels first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from lms.catalog import shelf
from lms.competencies.models import HeldLevel
from lms.db import db
from lms.jobs.models import Appointment, Job, Requirement, Waiver
from lms.jobs.queries import held_on, level_on, waives_on
from lms.learning.due_queries import Due, dues_of
from lms.people.models import Person, Team
from lms.reports import gap_tiers
from lms.reports.gap_tiers import Tier
from lms.reports.next_steps.rules import NextStep
from lms.reports.next_steps.standing import Standing, Steps, standings
from lms.reports.queries import NO_TEAM
from lms.reports.scope import Scope

AT_ONCE = 500
"""Rows of a file that are looked up together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of the list; "" and the defaults let everything through."""

    team: str = ""
    job: str = ""
    competency: str = ""
    short: int = 1
    essential: bool = False
    overdue: bool = False
    people: frozenset[int] = frozenset()
    """These people alone, where there are any."""

    @property
    def narrows(self) -> bool:
        return self != Wanted()


COUNTED_UP_TO = 5_000
"""Of more gaps than these nobody counts the people while somebody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many gaps of how many people; None where there are too many to count these."""

    gaps: int
    people: int | None


class Listing:
    """The list with its filters, read a page at a time.

    Where counts of people alike tell which rows come when, a page looks at those who may stand on it;
    where the filters ask for more than these tell (overdue), at everyone.
    """

    def __init__(self, wanted: Wanted, scope: Scope, on: date) -> None:
        self.wanted, self._scope, self._on = wanted, scope, on
        self._tiers = None if wanted.overdue or wanted.people else _tiers(wanted, scope, on)

    @property
    def counts(self) -> Counts:
        if self._tiers is None:
            return count(self.wanted, self._scope, self._on)
        gaps = sum(tier.size for tier in self._tiers)
        if gaps > COUNTED_UP_TO:
            return Counts(gaps=gaps, people=None)
        return Counts(gaps=gaps, people=count(self.wanted, self._scope, self._on).people if gaps else 0)

    def page(self, *, skip: int, most: int) -> list[GapRow]:
        if self._tiers is None:
            return list(rows(self.wanted, self._scope, self._on, skip=skip, most=most))
        part = gap_tiers.part(self._tiers, skip=skip, most=most)
        if not part.tiers:
            return []
        return list(
            rows(self.wanted, self._scope, self._on, skip=part.skip, most=most, tiers=part.tiers)
        )


def _tiers(wanted: Wanted, scope: Scope, on: date) -> list[Tier]:
    return gap_tiers.tiers(
        scope,
        on,
        team=wanted.team,
        job=wanted.job,
        competency=wanted.competency,
        short=wanted.short,
        essential=wanted.essential,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A person is short of `asked` in a competency; `job` is the title of the job that asks for most.

    `newest` is the day of the newest evidence; `due` says that what is held is due for a refresh;
    `planned` is the course they are asked to take for it, if any.
    """

    person_id: int
    name: str
    team: str
    job: str
    competency: str
    asked: int
    held: int
    essential: bool
    due: bool
    newest: date | None
    step: NextStep
    coaches: tuple[str, ...]
    on_leave: bool
    planned: Due | None

    @property
    def short(self) -> int:
        return self.asked - self.held


def count(wanted: Wanted, scope: Scope, on: date) -> Counts:
    """How many gaps of how many people there are; one statement, a few more where `overdue` is asked for."""
    found = _found(wanted, scope, on).with_only_columns(Person.id.label("person_id")).subquery()
    row = db.session.execute(select(func.count(), func.count(found.c.person_id.distinct())).select_from(found)).one()
    return Counts(gaps=row[0], people=row[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A gap without what stands around it."""

    person_id: int
    competency: str
    asked: int
    held: int


def short_ones(wanted: Wanted, scope: Scope, on: date, *, most: int) -> list[Short]:
    """Gaps as sums need them; one statement."""
    return [
        Short(person_id=row.person_id, competency=row.competency, asked=row.asked, held=row.held)
        for row in db.session.execute(_in_order(_found(wanted, scope, on)).limit(most))
    ]


def rows(
    wanted: Wanted,
    scope: Scope,
    on: date,
    *,
    skip: int = 0,
    most: int | None = None,
    tiers: Sequence[Tier] | None = None,
) -> Iterator[GapRow]:
    """The rows in their order, read piece by piece: memory and, for each piece, statements stay the same.
    With `tiers` those alone that are in them."""
    found = _in_order(_found(wanted, scope, on, tiers)).offset(skip)
    if most is not None:
        found = found.limit(most)
    steps = Steps()
    pieces = db.session.execute(found, execution_options={"yield_per": AT_ONCE}).partitions(AT_ONCE)
    for piece in pieces:
        standing = standings({row.person_id for row in piece}, on)
        for row in piece:
            yield _row(row, standing[row.person_id], steps, on)


def _row(row: Any, standing: Standing, steps: Steps, on: date) -> GapRow:
    step = steps.of(standing, row.competency, row.held)
    return GapRow(
        person_id=row.person_id,
        name=row.name,
        team=row.team,
        job=row.job,
        competency=row.competency,
        asked=row.asked,
        held=row.held,
        essential=row.essential,
        due=row.current_until is not None and row.current_until < on,
        newest=standing.newest.get(row.competency),
        step=step,
        coaches=tuple(standing.coaches),
        on_leave=standing.on_leave,
        planned=standing.due_for(step.course) if step.course else None,
    )


def _asked(on: date, job: str) -> Subquery:
    """What each job asks for on that day; only one job, where the list is about that."""
    return (
        select(
            Job.id.label("job_id"),
            Job.title.label("title"),
            Requirement.competency.label("competency"),
            level_on(on).label("level"),
            Requirement.essential.label("essential"),
            Requirement.weight.label("weight"),
        )
        .join(Requirement, Requirement.job_version_id == Job.version_id)
        .where(level_on(on) > 0, Job.key == job if job else true())
        .subquery()
    )


def _found(wanted: Wanted, scope: Scope, on: date, tiers: Sequence[Tier] | None = None) -> Select[Any]:
    asked = _asked(on, wanted.job)
    held = func.coalesce(HeldLevel.level, 0)
    found = (
        select(
            Person.id.label("person_id"),
            Person.name.label("name"),
            func.coalesce(Team.name, "").label("team"),
            asked.c.title.label("job"),
            asked.c.competency.label("competency"),
            asked.c.level.label("asked"),
            held.label("held"),
            asked.c.essential.label("essential"),
            HeldLevel.current_until.label("current_until"),
        )
        .select_from(Appointment)
        .join(asked, asked.c.job_id == Appointment.job_id)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(
            HeldLevel,
            and_(HeldLevel.person_id == Person.id, HeldLevel.competency == asked.c.competency),
        )
        .where(
            scope.people(),
            held_on(on),
            asked.c.level - held >= wanted.short,
            ~_waived(asked, on),
            ~_another_job_asks_more(asked, on),
            *_narrowed(wanted, asked, on),
        )
    )
    if tiers is not None:
        pairs = sorted({pair for tier in tiers for pair in tier.pairs})
        found = found.where(
            Appointment.job_id.in_({job for job, _competency in pairs}),  # so that their people alone are looked at
            tuple_(asked.c.job_id, asked.c.competency).in_(pairs),
            tuple_(asked.c.level - held, asked.c.essential, asked.c.weight).in_([tuple(tier.rank) for tier in tiers]),
        )
    return found.add_columns((asked.c.level - held).label("missing"), asked.c.weight.label("weight"))


def _in_order(found: Select[Any]) -> Select[Any]:
    """Most missing levels first; among these what is essential, what weighs most, then by name."""
    columns = found.selected_columns
    return found.order_by(
        columns.missing.desc(),
        columns.essential.desc(),
        columns.weight.desc(),
        Person.sort_name,
        Person.id,
        columns.competency,
    )


def _waived(asked: Subquery, on: date) -> ColumnElement[bool]:
    return exists().where(
        Waiver.person_id == Person.id, Waiver.competency == asked.c.competency, waives_on(on)
    )


def _another_job_asks_more(asked: Subquery, on: date) -> ColumnElement[bool]:
    """Somebody with several jobs has one row a competency: that of the job that asks for the highest level,
    chosen as `gap_tiers` chooses it."""
    other, theirs = aliased(Appointment), asked.alias()
    holds = and_(other.starts_on <= on, or_(other.ends_on.is_(None), other.ends_on >= on))
    return exists().where(
        other.person_id == Appointment.person_id,
        other.id != Appointment.id,
        holds,
        theirs.c.job_id == other.job_id,
        theirs.c.competency == asked.c.competency,
        or_(
            tuple_(theirs.c.level, theirs.c.essential, theirs.c.weight, asked.c.job_id)
            > tuple_(asked.c.level, asked.c.essential, asked.c.weight, theirs.c.job_id),
            and_(theirs.c.job_id == asked.c.job_id, other.id < Appointment.id),
        ),
    )


def _narrowed(wanted: Wanted, asked: Subquery, on: date) -> Iterator[ColumnElement[bool]]:
    if wanted.team:
        yield Person.team_id.is_(None) if wanted.team == NO_TEAM else Team.key == wanted.team
    if wanted.competency:
        yield asked.c.competency == wanted.competency
    if wanted.essential:
        yield asked.c.essential
    if wanted.people:
        yield Person.id.in_(wanted.people)
    if wanted.overdue:
        yield _overdue(asked, on)


def _overdue(asked: Subquery, on: date) -> ColumnElement[bool]:
    """People whose course for this competency should have been completed by now."""
    late: dict[str, set[int]] = defaultdict(set)
    shown = _shown_by_course()
    for person_id, dues in dues_of(None, on).items():
        for due in dues:
            if due.overdue:
                for competency in shown.get(due.course, ()):
                    late[competency].add(person_id)
    if not late:
        return false()
    return or_(
        *(
            and_(
                asked.c.competency == competency,
                Person.id.in_(bindparam(None, sorted(people), expanding=True, literal_execute=True)),
            )
            for competency, people in late.items()
        )
    )


def _shown_by_course() -> Mapping[str, set[str]]:
    here = shelf.current()
    return {
        course.id: {each.competency for module in course.live_modules for each in module.shows}
        | {each.competency for scenario in course.scenarios for each in scenario.shows}
        for course in here.courses
    }
