"""The verbs of waivers: for a while a competency is not asked of somebody, with a reason and an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from lms import audit
from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.jobs.models import Waiver
from lms.people.models import Person
from lms.texts import _, day


class WaivedMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Somebody else added a waiver for this person a moment ago. Look at the list, then add yours."))


class WaiverEndsBeforeStart(Refusal):
    def __init__(self, starts_on: date) -> None:
        super().__init__(_("The last day is before the first. Enter %(day)s or a later day.", day=day(starts_on)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A waiver with the names of who gave it and who ended it early ("" for nobody)."""

    id: int
    competency: str
    reason: str
    starts_on: date
    ends_on: date
    by: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str

    def holds_on(self, on: date) -> bool:
        return self.ended_at is None and self.starts_on <= on <= self.ends_on

    def may_end_on(self, on: date) -> bool:
        """It holds or will hold."""
        return self.ended_at is None and on <= self.ends_on


def next_number(person_id: int) -> int:
    """The number of the waiver that would be added now."""
    return (db.session.scalar(select(func.max(Waiver.number)).where(Waiver.person_id == person_id)) or 0) + 1


def waive(
    person_id: int,
    competency: str,
    *,
    reason: str,
    starts_on: date,
    ends_on: date,
    number: int,
    by: int,
    now: datetime,
) -> Waiver:
    """Take a competency off what is asked of this person. `number` is the next one, as the form was shown.

    Raises WaiverEndsBeforeStart, and WaivedMeanwhile where that number went to another waiver.
    """
    if ends_on < starts_on:
        raise WaiverEndsBeforeStart(starts_on)
    said = {"competency": competency, "reason": reason, "starts_on": starts_on, "ends_on": ends_on, "by_id": by}
    key = {"person_id": person_id, "number": number}
    new = insert_once(Waiver, [{**key, **said, "made_at": now}])
    found = db.session.scalars(select(Waiver).filter_by(**key)).one()
    if any(getattr(found, name) != value for name, value in said.items()):
        raise WaivedMeanwhile
    if new:
        audit.record("waiver.given", by=by, about=person_id, details={"waiver": found.id, "competency": competency}, now=now)
    return found


def end_waiver(person_id: int, waiver_id: int, *, by: int, now: datetime) -> None:
    """It is asked again from now on; saying so twice keeps the first. Raises NotFound."""
    mine = (Waiver.id == waiver_id, Waiver.person_id == person_id)
    if db.session.scalar(select(Waiver.id).where(*mine)) is None:
        raise NotFound(waiver_id)
    ended = update(Waiver).where(*mine, Waiver.ended_at.is_(None)).values(ended_at=now, ended_by_id=by)
    if db.session.execute(ended).rowcount:  # type: ignore[attr-defined]
        audit.record("waiver.ended", by=by, about=person_id, details={"waiver": waiver_id}, now=now)


def waivers_of(person_id: int) -> list[Given]:
    """All there ever were, the newest first."""
    gave, ended = aliased(Person), aliased(Person)
    rows = (
        select(Waiver, gave.name, ended.name)
        .join(gave, gave.id == Waiver.by_id)
        .outerjoin(ended, ended.id == Waiver.ended_by_id)
        .where(Waiver.person_id == person_id)
        .order_by(Waiver.number.desc())
    )
    return [
        Given(
            id=each.id,
            competency=each.competency,
            reason=each.reason,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            by=by,
            made_at=each.made_at,
            ended_at=each.ended_at,
            ended_by=ended_by or "",
        )
        for each, by, ended_by in db.session.execute(rows)
    ]
