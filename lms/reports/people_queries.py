"""Reading the people a viewer may see, a page at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, select

from lms.db import db
from lms.figures import queries as figures
from lms.jobs.models import Appointment, Job
from lms.jobs.queries import held_on
from lms.people.models import Person, Role, Team
from lms.people.queries import named, visible_to
from lms.people.rules import words_of


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
    wanted = and_(visible_to(viewer_id, roles), Person.left_on.is_(None))
    if typed.strip():
        words = words_of(typed)
        wanted = and_(wanted, named(words) if words else false())
    if without_job:
        holding = select(Appointment.person_id).where(held_on(on))
        wanted = and_(wanted, Person.id.not_in(holding))
    if Role.HR in roles and not typed.strip():
        total = figures.people(on)[without_job]  # counting a hundred thousand rows would take longer than the page
    else:
        total = db.session.scalar(select(func.count()).select_from(Person).where(wanted)) or 0
    rows = _rows(wanted, skip=(number - 1) * size, size=size)
    jobs = _titles([person for person, _name, _team in rows], on)
    people = tuple(
        Listed(id=person, name=name, team=team, jobs=tuple(jobs.get(person, ())))
        for person, name, team in rows
    )
    return Section(people=people, first=(number - 1) * size + 1, total=total)


def _rows(wanted: ColumnElement[bool], *, skip: int, size: int) -> list[tuple[int, str, str]]:
    found = (
        select(Person.id, Person.name, func.coalesce(Team.name, ""))
        .outerjoin(Team, Team.id == Person.team_id)
        .where(wanted)
        .order_by(Person.sort_name, Person.id)
        .offset(skip)
        .limit(size)
    )
    return [(person, name, team) for person, name, team in db.session.execute(found)]


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
