"""A person made a touch point better and says so; with the leader's word it is evidence."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update

from lms.coaching import sheet
from lms.coaching.models import Improvement
from lms.competencies import service as competencies
from lms.competencies.models import Kind
from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.people.models import Person
from lms.texts import _

LEVEL = 0
"""An improvement shows no level by itself; it completes what observations at 4 show."""


class AnsweredOtherwise(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This improvement was answered already, and the first answer stays."))


def propose(
    person_id: int, *, competency: str, touch_point: str, what: str, made_on: date, now: datetime
) -> bool:
    """Tell the leader of an improvement; the same one again is one. Says whether it is new."""
    row = {
        "person_id": person_id,
        "competency": competency,
        "touch_point": touch_point,
        "what": what,
        "made_on": made_on,
        "proposed_at": now,
        "confirmed": False,
        "because": "",
    }
    return bool(insert_once(Improvement, [row]))


def answer(improvement_id: int, *, confirmed: bool, because: str, by: int, now: datetime) -> Improvement:
    """The leader confirms it, which makes it evidence, or says why not. The same answer again is one.

    Raises NotFound for somebody else's team, and AnsweredOtherwise.
    """
    improvement = _find_in_team(by, improvement_id)
    if improvement is None:
        raise NotFound(improvement_id)
    change = (
        update(Improvement)
        .where(Improvement.id == improvement_id, Improvement.answered_at.is_(None))
        .values(answered_at=now, answered_by_id=by, confirmed=confirmed, because=because)
    )
    if not db.session.execute(change).rowcount:  # type: ignore[attr-defined]
        db.session.refresh(improvement)
        if improvement.confirmed is not confirmed:
            raise AnsweredOtherwise
        return improvement
    db.session.refresh(improvement)
    if confirmed:
        competencies.record(
            improvement.person_id,
            Kind.IMPROVEMENT,
            f"improvement:{improvement.id}",
            sheet.touch_point_title(improvement.touch_point),
            [(improvement.competency, LEVEL)],
            on=improvement.made_on,
            now=now,
            touch_point=improvement.touch_point,
        )
    return improvement


def waiting_for(leader_id: int) -> list[tuple[Improvement, str]]:
    """What those one leads propose, with their names, the first proposed first."""
    found = (
        select(Improvement, Person.name)
        .join(Person, Person.id == Improvement.person_id)
        .where(Person.leader_id == leader_id, Person.left_on.is_(None), Improvement.answered_at.is_(None))
        .order_by(Improvement.proposed_at, Improvement.id)
    )
    return [(improvement, name) for improvement, name in db.session.execute(found)]


def of(person_id: int) -> list[Improvement]:
    """What this person proposed, the newest first."""
    found = select(Improvement).where(Improvement.person_id == person_id)
    return list(db.session.scalars(found.order_by(Improvement.made_on.desc(), Improvement.id.desc())))


def _find_in_team(leader_id: int, improvement_id: int) -> Improvement | None:
    return db.session.scalar(
        select(Improvement)
        .join(Person, Person.id == Improvement.person_id)
        .where(Improvement.id == improvement_id, Person.leader_id == leader_id, Person.left_on.is_(None))
    )
