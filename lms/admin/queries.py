"""Reading people as admins see them, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import aliased

from lms.db import db
from lms.figures import queries as figures
from lms.people import queries as people
from lms.people import rules
from lms.people.models import Coaching, Leave, Person, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: int
    name: str
    email: str
    team: str
    leader: str
    left_on: date | None
    has_password: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows `first` to `last` of `total`, counted from 1."""

    people: tuple[Line, ...]
    first: int
    total: int

    @property
    def last(self) -> int:
        return self.first + len(self.people) - 1


def listed(typed: str, *, left: bool, on: date, number: int, size: int) -> Part:
    """Part `number` (from 1) of those who work here, or who left; by name, whole e-mail, or all. Three statements."""
    wanted = and_(Person.left_on.is_not(None) if left else Person.left_on.is_(None), found_by(typed))
    if typed.strip() or left:
        total = db.session.scalar(select(func.count()).select_from(Person).where(wanted)) or 0
    else:
        total = figures.people(on)[0]  # counting everyone would take longer than the rest of the page
    leader = aliased(Person)
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            func.coalesce(Team.name, "").label("team"),
            func.coalesce(leader.name, "").label("leader"),
            Person.left_on,
            Person.password_hash.is_not(None).label("has_password"),
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(leader, leader.id == Person.leader_id)
        .where(wanted)
        .order_by(Person.sort_name, Person.id)
        .offset((number - 1) * size)
        .limit(size)
    ).all()
    roles = people.roles_of([row.id for row in rows])
    lines = tuple(Line(roles=tuple(roles.get(row.id, ())), **row._mapping) for row in rows)
    return Part(people=lines, first=(number - 1) * size + 1, total=total)


def found_by(typed: str) -> ColumnElement[bool]:
    """Whom these words mean: a whole e-mail, or beginnings of the words of a name; nothing typed means everyone."""
    typed = typed.strip()[:200]
    if not typed:
        return true()
    if "@" in typed:
        return Person.email == rules.normal_email(typed)
    words = rules.words_of(typed)
    return people.named(words) if words else Person.id.is_(None)


def is_alone() -> bool:
    """Is there nobody but one?"""
    return len(db.session.scalars(select(Person.id).limit(2)).all()) < 2


def coaches_of(person_id: int) -> list[Person]:
    found = select(Person).join(Coaching, Coaching.coach_id == Person.id).where(Coaching.person_id == person_id)
    return list(db.session.scalars(found.order_by(Person.sort_name, Person.id)))


def leaves_of(person_id: int, *, since: date) -> list[Leave]:
    """Leave that is not over by then, earliest first."""
    found = select(Leave).where(Leave.person_id == person_id, Leave.ends_on >= since)
    return list(db.session.scalars(found.order_by(Leave.starts_on)))


def team_counts() -> dict[int, int]:
    """How many who work here are in each team."""
    counted = select(Person.team_id, func.count()).where(Person.team_id.is_not(None), Person.left_on.is_(None))
    return {team: number for team, number in db.session.execute(counted.group_by(Person.team_id)) if team}


def names_of(person_ids: set[int]) -> dict[int, str]:
    if not person_ids:
        return {}
    found = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {number: name for number, name in db.session.execute(found)}


def erasable(*, most: int = 50) -> list[Person]:
    """Those who left and were not erased yet, the longest gone first."""
    left = select(Person).where(Person.left_on.is_not(None), Person.erased_on.is_(None))
    return list(db.session.scalars(left.order_by(Person.left_on, Person.id).limit(most)))
