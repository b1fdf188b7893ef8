"""Two people practise a module together until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import aliased

from lms.coaching import queries
from lms.coaching.models import PracticePair
from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.people.models import Person
from lms.people.rules import normal_email
from lms.texts import _


class NoPartner(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Nobody of your team has this address. Check how it is written, or ask your leader to bring you two together.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Whom somebody practises with, what, and until when."""

    id: int
    partner: str
    module: str
    until: date


def find_partner(person_id: int, email: str) -> int:
    """Somebody of one's own team or with the same leader, by their address, so that no list of names is shown.

    Raises NoPartner, the same for people elsewhere and for nobody.
    """
    me = aliased(Person)
    near = or_(Person.team_id == me.team_id, Person.leader_id == me.leader_id)
    found = select(Person.id).join(me, me.id == person_id).where(near, Person.left_on.is_(None))
    number = db.session.scalar(found.where(Person.id != person_id, Person.email == normal_email(email)))
    if number is None:
        raise NoPartner
    return number


def coached_together(coach_id: int) -> list[Person]:
    """Those whom a coach may bring together."""
    return list(db.session.scalars(select(Person).where(queries.coached_by(coach_id)).order_by(Person.name, Person.id)))


def pair(one_id: int, other_id: int, *, module: str, until: date, by: int, now: datetime) -> bool:
    """The two practise this module until that day; again with another day, the later word holds.

    Made by one of them, who found the other, or by a coach of both. Raises NoPartner.
    """
    if by != one_id and not {one_id, other_id} <= {each.id for each in coached_together(by)}:
        raise NoPartner
    if one_id == other_id:
        raise NoPartner
    key = {"one_id": min(one_id, other_id), "other_id": max(one_id, other_id), "module": module}
    new = insert_once(PracticePair, [{**key, "until": until, "made_by_id": by, "made_at": now}])
    if not new:
        later = update(PracticePair).filter_by(**key).where(PracticePair.until != until)
        db.session.execute(later.values(until=until, made_by_id=by, made_at=now))
    return bool(new)


def end(person_id: int, pair_id: int, *, on: date) -> None:
    """Either of the two ends it today, so that it no longer stands on their pages; what has ended stays so.

    Raises NotFound for a pair of others.
    """
    mine = or_(PracticePair.one_id == person_id, PracticePair.other_id == person_id)
    if db.session.scalar(select(PracticePair.id).where(PracticePair.id == pair_id, mine)) is None:
        raise NotFound(pair_id)
    running = update(PracticePair).where(PracticePair.id == pair_id, PracticePair.until >= on)
    db.session.execute(running.values(until=on - timedelta(days=1)))


def practices_of(person_id: int, on: date) -> list[Practice]:
    """With whom this person practises today, by the day on which it ends."""
    one, other = aliased(Person), aliased(Person)
    found = (
        select(PracticePair, one, other)
        .join(one, one.id == PracticePair.one_id)
        .join(other, other.id == PracticePair.other_id)
        .where(
            or_(PracticePair.one_id == person_id, PracticePair.other_id == person_id),
            PracticePair.until >= on,
            one.left_on.is_(None),
            other.left_on.is_(None),
        )
        .order_by(PracticePair.until, PracticePair.id)
    )
    return [
        Practice(
            id=row.id,
            partner=(second if first.id == person_id else first).name,
            module=row.module,
            until=row.until,
        )
        for row, first, second in db.session.execute(found)
    ]
