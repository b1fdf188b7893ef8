"""Coaches rate sample cases and then see how near they came to those who wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from lms.clock import day_of
from lms.coaching import rules, sheet
from lms.coaching.models import Calibration, SampleRating
from lms.coaching.rules import Drift
from lms.coaching.sheet import Cases
from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.people.models import Person, PersonRole, Role
from lms.texts import _, day


class AnotherListBegun(Refusal):
    def __init__(self, title: str) -> None:
        super().__init__(_("You have begun with the cases of “%(title)s”. Rate all of them first.", title=title))


class NotYet(Refusal):
    def __init__(self, completed_on: date) -> None:
        until = rules.calibrated_until(completed_on)
        super().__init__(
            _(
                "You rated the sample cases on %(day)s. The next round opens on %(next)s.",
                day=day(completed_on),
                next=day(until - rules.RENEWABLE),
            )
        )


class LevelsMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Choose a level for each item of the case."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The round a coach is in, or would begin. `rated` holds what is stored, by sample."""

    number: int
    cases: Cases | None
    rated: Mapping[str, SampleRating]
    completed_on: date | None

    @property
    def begun(self) -> bool:
        return bool(self.rated)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachDrift:
    """One coach's newest complete round beside the reference."""

    person_id: int
    name: str
    completed_on: date | None
    drift: Drift | None


def round_of(coach_id: int, on: date) -> Round:
    """The round at hand: the last one until the next may begin."""
    last = db.session.scalar(
        select(Calibration).where(Calibration.coach_id == coach_id).order_by(Calibration.number.desc()).limit(1)
    )
    if last is None:
        return Round(number=1, cases=None, rated={}, completed_on=None)
    completed_on = day_of(last.completed_at) if last.completed_at else None
    if completed_on is not None and rules.may_begin_again(completed_on, on):
        return Round(number=last.number + 1, cases=None, rated={}, completed_on=None)
    ratings = db.session.scalars(select(SampleRating).where(SampleRating.calibration_id == last.id))
    return Round(
        number=last.number,
        cases=sheet.cases_at(last.course, last.revision, last.checklist, last.asked),
        rated={rating.sample: rating for rating in ratings},
        completed_on=completed_on,
    )


def rate(
    coach_id: int, checklist: str, sample_id: str, levels: Mapping[str, int], *, number: int, now: datetime
) -> bool:
    """Store how a coach rates one case, once; True when it completes the round.

    Sent again, the first rating holds. Raises NotFound, AnotherListBegun, NotYet, LevelsMissing.
    """
    row = _begun(coach_id, checklist, number=number, now=now)
    cases = sheet.cases_at(row.course, row.revision, row.checklist, row.asked)
    sample = cases.sample(sample_id) if cases else None
    if sample is None:
        raise NotFound(sample_id)
    if set(levels) != set(sample.reference):
        raise LevelsMissing
    rating = {
        "calibration_id": row.id,
        "sample": sample_id,
        "levels": dict(levels),
        "reference": dict(sample.reference),
        "rated_at": now,
    }
    if not insert_once(SampleRating, [rating]) or row.completed_at is not None:
        return False
    count = select(func.count()).select_from(SampleRating).where(SampleRating.calibration_id == row.id)
    if (db.session.scalar(count) or 0) < row.asked:
        return False
    row.completed_at = now
    db.session.flush()
    return True


def drifts() -> list[CoachDrift]:
    """Every coach by name with their newest complete round; two statements."""
    coach = select(PersonRole.person_id).where(PersonRole.role == Role.COACH)
    newest = (
        select(Calibration.coach_id, func.max(Calibration.number).label("number"))
        .where(Calibration.completed_at.is_not(None))
        .group_by(Calibration.coach_id)
        .subquery()
    )
    found = (
        select(Person.name, Calibration.completed_at, SampleRating.levels, SampleRating.reference, Person.id)
        .outerjoin(newest, newest.c.coach_id == Person.id)
        .outerjoin(Calibration, (Calibration.coach_id == Person.id) & (Calibration.number == newest.c.number))
        .outerjoin(SampleRating, SampleRating.calibration_id == Calibration.id)
        .where(Person.id.in_(coach), Person.left_on.is_(None))
        .order_by(Person.name, Person.id)
    )
    names: dict[int, str] = {}
    days: dict[int, date | None] = {}
    apart: dict[int, list[int]] = {}
    for name, completed_at, levels, reference, number in db.session.execute(found):
        names[number], days[number] = name, day_of(completed_at) if completed_at else None
        apart.setdefault(number, []).extend(rules.differences(levels or {}, reference or {}).values())
    return [
        CoachDrift(person_id=number, name=name, completed_on=days[number], drift=rules.drift(apart[number]))
        for number, name in names.items()
    ]


def _begun(coach_id: int, checklist: str, *, number: int, now: datetime) -> Calibration:
    """The row of this round, made by its first rating."""
    # One at a time for one coach: two cases sent at once must see each other, or neither completes the round.
    db.session.scalar(select(Person.id).where(Person.id == coach_id).with_for_update(key_share=True))
    at_hand = round_of(coach_id, day_of(now))
    if number > at_hand.number or (number == at_hand.number and not at_hand.begun):
        if number != at_hand.number:
            raise NotYet(at_hand.completed_on or day_of(now))
        chosen = next((each for each in sheet.cases(rules.SAMPLES_ASKED) if each.checklist.id == checklist), None)
        if chosen is None:
            raise NotFound(checklist)
        first = {
            "coach_id": coach_id,
            "number": number,
            "checklist": checklist,
            "course": chosen.course.id,
            "revision": chosen.course.revision,
            "asked": len(chosen.samples),
            "begun_at": now,
        }
        insert_once(Calibration, [first])
    row = db.session.scalars(select(Calibration).filter_by(coach_id=coach_id, number=number)).one()
    if row.checklist != checklist:
        begun = sheet.cases_at(row.course, row.revision, row.checklist, row.asked)
        raise AnotherListBegun(begun.checklist.title if begun else row.checklist)
    return row
