"""Finding people. What a viewer may not see is not found here, so that no page can show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from lms.db import db, rows_of
from lms.errors import NotFound
from lms.people.models import Coaching, Leave, OneTimeLink, Person, PersonRole, PersonWord, Role, Team


def find_by_email(email: str) -> Person | None:
    return db.session.scalar(
        select(Person).where(Person.email == email).options(selectinload(Person.role_rows))
    )


def get_by_email(email: str) -> Person:
    """Raises NotFound."""
    person = find_by_email(email)
    if person is None:
        raise NotFound(email)
    return person


_HASH = select(Person.id, Person.password_hash).where(Person.email == bindparam("email"), Person.left_on.is_(None))


def hash_of(email: str) -> tuple[int, str | None] | None:
    """The number and the password hash of whoever has this e-mail and still works here."""
    row = rows_of(_HASH, email=email).first()
    return (row.id, row.password_hash) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The person behind a cookie, as far as every page asks."""

    id: int
    name: str
    email: str
    roles: frozenset[str]


_BY_COOKIE = (
    select(Person.name, Person.email, PersonRole.role)
    .outerjoin(PersonRole, PersonRole.person_id == Person.id)
    .where(
        Person.id == bindparam("person_id"),
        Person.session_epoch == bindparam("epoch"),
        Person.left_on.is_(None),
    )
)


def find_for_session(person_id: int, *, epoch: int) -> Known | None:
    """The person of a cookie: still here, and the cookie not from before the last "sign out everywhere"."""
    rows = rows_of(_BY_COOKIE, person_id=person_id, epoch=epoch).all()
    if not rows:
        return None
    roles = frozenset(row.role for row in rows if row.role is not None)
    return Known(id=person_id, name=rows[0].name, email=rows[0].email, roles=roles)


def get(person_id: int) -> Person:
    """Raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound(person_id)
    return person


def by_ids(person_ids: Collection[int]) -> dict[int, Person]:
    if not person_ids:
        return {}
    return {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))}


def visible_to(viewer_id: int, roles: frozenset[str]) -> ColumnElement[bool]:
    """Whose levels this viewer may see: HR everyone's, others their own, their team's, their coachees'."""
    if Role.HR in roles:
        return true()
    coachees = select(Coaching.person_id).where(Coaching.coach_id == viewer_id)
    return or_(Person.id == viewer_id, Person.leader_id == viewer_id, Person.id.in_(coachees))


def find_visible(viewer_id: int, roles: frozenset[str], person_id: int) -> Person:
    """The person, seen through the viewer; raises NotFound where there is none or none for them."""
    person = db.session.scalar(
        select(Person)
        .where(Person.id == person_id, visible_to(viewer_id, roles))
        .options(joinedload(Person.team))
    )
    if person is None:
        raise NotFound(person_id)
    return person


def leads_anyone(person_id: int) -> bool:
    found = select(Person.id).where(Person.leader_id == person_id, Person.left_on.is_(None)).limit(1)
    return db.session.scalar(found) is not None


def teams() -> list[Team]:
    return list(db.session.scalars(select(Team).order_by(Team.name)))


def people_with(role: Role) -> list[Person]:
    """Those who hold a role and still work here, by name."""
    held = select(PersonRole.person_id).where(PersonRole.role == role)
    found = select(Person).where(Person.id.in_(held), Person.left_on.is_(None)).order_by(Person.name)
    return list(db.session.scalars(found))


def find_open_link(token_hash: str, *, now: datetime) -> OneTimeLink | None:
    """The link, if nobody used it, its day is not over and its person still works here."""
    return db.session.scalar(
        select(OneTimeLink)
        .join(Person, Person.id == OneTimeLink.person_id)
        .where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            Person.left_on.is_(None),
        )
    )


def is_empty() -> bool:
    """Is there nobody yet?"""
    return db.session.scalar(select(Person.id).limit(1)) is None


def has_real_people() -> bool:
    return db.session.scalar(select(Person.id).where(~Person.is_demo).limit(1)) is not None


def has_demo_people() -> bool:
    return db.session.scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Who a person works with: the coach who comes first by name ("" for none), and whether they lead anyone."""

    coach: str
    leads: bool


_led, _coach = aliased(Person), aliased(Person)
_AROUND = select(
    select(_coach.name)
    .join(Coaching, Coaching.coach_id == _coach.id)
    .where(Coaching.person_id == bindparam("person_id"), _coach.left_on.is_(None))
    .order_by(_coach.name)
    .limit(1)
    .scalar_subquery(),
    exists().where(_led.leader_id == bindparam("person_id"), _led.left_on.is_(None)),
)


def around(person_id: int) -> Around:
    coach, leads = rows_of(_AROUND, person_id=person_id).one()
    return Around(coach=coach or "", leads=leads)


def roles_of(person_ids: Collection[int]) -> dict[int, list[str]]:
    """The roles of these people; who has none is not in the answer."""
    if not person_ids:
        return {}
    roles: dict[int, list[str]] = {}
    found = select(PersonRole.person_id, PersonRole.role).where(PersonRole.person_id.in_(person_ids))
    for person_id, role in db.session.execute(found.order_by(PersonRole.role)):
        roles.setdefault(person_id, []).append(role)
    return roles


def on_leave(person_ids: Collection[int], day: date) -> set[int]:
    """Those of these people who are on leave on this day."""
    if not person_ids:
        return set()
    away = select(Leave.person_id).where(Leave.starts_on <= day, Leave.ends_on >= day)
    return set(db.session.scalars(away.where(Leave.person_id.in_(person_ids))))


def leave_of(person_ids: Collection[int], first: date, last: date) -> dict[int, list[tuple[date, date]]]:
    """Each leave that touches these days, whole, earliest first; who has none is not in the answer."""
    if not person_ids:
        return {}
    touches = select(Leave.person_id, Leave.starts_on, Leave.ends_on).where(
        Leave.person_id.in_(person_ids), Leave.starts_on <= last, Leave.ends_on >= first
    )
    found: dict[int, list[tuple[date, date]]] = {}
    for person_id, starts_on, ends_on in db.session.execute(touches.order_by(Leave.starts_on)):
        found.setdefault(person_id, []).append((starts_on, ends_on))
    return found


def with_roles(person_id: int) -> Person:
    """The person with their roles, read anew. Raises NotFound."""
    found = select(Person).where(Person.id == person_id).options(selectinload(Person.role_rows))
    person = db.session.scalar(found.execution_options(populate_existing=True))
    if person is None:
        raise NotFound(person_id)
    return person


def leaders_above(person_id: int) -> set[int]:
    """This person and everyone above them, up to the top; one statement."""
    above = select(Person.id, Person.leader_id).where(Person.id == person_id).cte(recursive=True)
    higher = select(Person.id, Person.leader_id).join(above, Person.id == above.c.leader_id)
    return set(db.session.scalars(select(above.union(higher).c.id)))


def named(words: Collection[str]) -> ColumnElement[bool]:
    """Whose name has a word beginning with each of these (folded) words."""
    found = [
        Person.id.in_(select(PersonWord.person_id).where(PersonWord.word >= word, PersonWord.word < word + LAST_SIGN))
        for word in words
    ]
    return and_(true(), *found)


LAST_SIGN = "\U0010ffff"
"""Stands behind every sign a name can have."""
