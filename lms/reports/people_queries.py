"""Reading the people a viewer may see, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, select, true, tuple_

from lms.db import db
from lms.figures import queries as figures
from lms.jobs.models import Appointment, Job
from lms.jobs.queries import held_on
from lms.people.models import Person, Role, Team
from lms.people.queries import named, visible_to
from lms.people.rules import words_of

AT_ONCE = 500
"""So many rows of a file are read together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Someone in a list: name, team ("" without one) and the titles of their jobs."""

    id: int
    name: str
    team: str
    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows `first` to `last` of `total`, counted from 1."""

    people: tuple[Listed, ...]
    first: int
    total: int

    @property
    def last(self) -> int:
        return self.first + len(self.people) - 1


def listed(
    viewer_id: int, roles: frozenset[str], *, on: date, number: int, size: int, without_job: bool, typed: str = ""
) -> Section:
    """Part `number` (from 1) of those this viewer may see and who work here, by name; three statements.

    With something `typed`, those whose name has words that begin so; signs that are no letters find nobody.
    """
    wanted = _wanted(viewer_id, roles, on=on, without_job=without_job, typed=typed)
    if Role.HR in roles and not typed.strip():
        total = figures.people(on)[without_job]  # counting a hundred thousand rows would take longer than the page
    else:
        total = db.session.scalar(select(func.count()).select_from(Person).where(wanted)) or 0
    people = tuple(person for person, _key in _rows(wanted, on, skip=(number - 1) * size, size=size))
    return Section(people=people, first=(number - 1) * size + 1, total=total)


def everyone(
    viewer_id: int, roles: frozenset[str], *, on: date, without_job: bool, typed: str = ""
) -> Iterator[Listed]:
    """The same people in the same order as all parts of `listed` together, a few hundred at a time."""
    wanted = _wanted(viewer_id, roles, on=on, without_job=without_job, typed=typed)
    after: tuple[str, int] | None = None
    while True:
        behind = tuple_(Person.sort_name, Person.id) > after if after else true()
        rows = _rows(and_(wanted, behind), on, skip=0, size=AT_ONCE)
        yield from (person for person, _key in rows)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][1]


def _wanted(
    viewer_id: int, roles: frozenset[str], *, on: date, without_job: bool, typed: str
) -> ColumnElement[bool]:
    wanted = and_(visible_to(viewer_id, roles), Person.left_on.is_(None))
    if typed.strip():
        words = words_of(typed)
        wanted = and_(wanted, named(words) if words else false())
    if without_job:
        holding = select(Appointment.person_id).where(held_on(on))
        wanted = and_(wanted, Person.id.not_in(holding))
    return wanted


def _rows(
    wanted: ColumnElement[bool], on: date, *, skip: int, size: int
) -> list[tuple[Listed, tuple[str, int]]]:
    """People by name, each with their place in that order; two statements."""
    found = (
        select(Person.id, Person.name, func.coalesce(Team.name, ""), Person.sort_name)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(wanted)
        .order_by(Person.sort_name, Person.id)
        .offset(skip)
        .limit(size)
    )
    rows = db.session.execute(found).all()
    jobs = _titles([row.id for row in rows], on)
    return [
        (Listed(id=number, name=name, team=team, jobs=tuple(jobs.get(number, ()))), (sort_name, number))
        for number, name, team, sort_name in rows
    ]


def _titles(person_ids: Collection[int], on: date) -> dict[int, list[str]]:
    found = (
        select(Appointment.person_id, Job.title)
        .join(Job, Job.id == Appointment.job_id)
        .where(Appointment.person_id.in_(person_ids), held_on(on))
        .distinct()
        .order_by(Job.title)
    )
    titles: dict[int, list[str]] = {}
    for person, title in db.session.execute(found):
        titles.setdefault(person, []).append(title)
    return titles
