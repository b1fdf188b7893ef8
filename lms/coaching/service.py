"""The verbs of a visit: it begins, what was seen is kept item by item, and it is shared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from lms.clock import day_of
from lms.coaching import disputes, mails, queries, sheet
from lms.coaching.disputes import Verdict
from lms.coaching.models import Visit, VisitComment, VisitRating
from lms.competencies import service as competencies
from lms.competencies.models import Kind
from lms.db import db, insert_new, insert_once
from lms.errors import Refusal
from lms.jobs import queries as jobs
from lms.texts import _

CHANNELS = ("here", "phone", "mail", "chat", "video", "meeting")


class OwnVisit(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nobody observes themselves. Ask a colleague who can coach to observe you."))


class NotYours(Refusal):
    """Reads the same for someone else's coachee and for nobody, so that it tells of neither."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("You coach nobody at this address. Open Coaching to see your list, or ask HR who coaches whom.")
        )


class Moved(Refusal):
    def __init__(self, name: str, coach: str) -> None:
        super().__init__(
            _("%(name)s is now coached by %(coach)s. What you shared stays with you both.", name=name, coach=coach)
            if coach
            else _("%(name)s is no longer coached by you. What you shared stays with you both.", name=name)
        )


class NotCalibrated(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Rate the sample cases first: coaches do so before their first visit and once a year. Open Coaching, then Calibration.")
        )


class NothingSeen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("No item has a level yet, so there is nothing to share. Go back to an item and write what you saw.")
        )


class AlreadyShared(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This observation is shared, so it stays as it is. Begin a new one for what you saw since.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where somebody was watched. `job` decides the checklist; "" for people without one."""

    job: str
    situation: str
    channel: str
    touch_point: str
    while_helping: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the two of them agreed: the person's own view comes first."""

    own_view: str
    strength: str
    next_step: str
    next_on: date | None


def check_may_observe(observer_id: int, person_id: int, *, on: date) -> None:
    """Raises OwnVisit, NotYours, Moved, NotCalibrated."""
    if observer_id == person_id:
        raise OwnVisit
    if not queries.may_observe(observer_id, person_id):
        moved = queries.now_coached_by(observer_id, person_id)
        raise Moved(*moved) if moved else NotYours
    if not queries.has_calibrated(observer_id, on):
        raise NotCalibrated


def begin(observer_id: int, person_id: int, setting: Setting, *, number: int, now: datetime) -> Visit:
    """Begin a visit; the same number again is the visit that was begun with it.

    Raises what check_may_observe raises.
    """
    check_may_observe(observer_id, person_id, on=day_of(now))
    number = min(number, queries.next_number(observer_id, person_id))
    watched = sheet.sheet_for(setting.job, jobs.duties_of(person_id, day_of(now)).levels)
    row = {
        "observer_id": observer_id,
        "person_id": person_id,
        "number": number,
        "checklist": watched.checklist,
        "course": watched.course,
        "revision": watched.revision,
        "items": [item.id for item in watched.items],
        "situation": setting.situation,
        "channel": setting.channel,
        "touch_point": setting.touch_point or None,
        "while_helping": setting.while_helping,
        "seen_on": day_of(now),
        "begun_at": now,
        "edition": 0,
        "own_view": "",
        "strength": "",
        "next_step": "",
    }
    visit_id = insert_new(Visit, row, returning=Visit.id)
    found = select(Visit).where(Visit.observer_id == observer_id, Visit.person_id == person_id)
    return db.session.scalars(
        found.where(Visit.id == visit_id if visit_id else Visit.number == number)
    ).one()


def rate(
    visit: Visit, item: sheet.Item, *, title: str, seen: str, level: int | None, edition: int, now: datetime
) -> bool:
    """Keep what was seen of one item. False: another window kept something else since `edition`.

    The same words and level again are one fact, whatever the edition. Raises AlreadyShared.
    """
    if visit.shared:
        raise AlreadyShared
    words = {"title": title[:200], "seen": seen, "level": level, "saved_at": now}
    key = {"visit_id": visit.id, "item": item.id}
    if edition == 0:
        row = {**key, **words, "competency": item.competency, "edition": 1}
        kept = insert_once(VisitRating, [row])
    else:
        change = update(VisitRating).filter_by(**key, edition=edition).values(**words, edition=edition + 1)
        kept = _changed(change)
    if kept:
        db.session.expire_all()
        return True
    stored = db.session.get_one(VisitRating, (visit.id, item.id))
    return (stored.seen, stored.level) == (seen, level)


def end(visit: Visit, ending: Ending, *, edition: int) -> bool:
    """Keep the end of a draft. False: another window kept something else since `edition`."""
    change = (
        update(Visit)
        .where(Visit.id == visit.id, Visit.shared_at.is_(None), Visit.edition == edition)
        .values(
            own_view=ending.own_view,
            strength=ending.strength,
            next_step=ending.next_step,
            next_on=ending.next_on,
            edition=edition + 1,
        )
    )
    if _changed(change):
        db.session.refresh(visit)
        return True
    stored = Ending(
        own_view=visit.own_view, strength=visit.strength, next_step=visit.next_step, next_on=visit.next_on
    )
    return stored == ending


def share(visit: Visit, *, verdicts: Mapping[int, Verdict], now: datetime) -> bool:
    """Show the visit to the person, as evidence and for ever; says whether it is new.

    `verdicts` tell by dispute what this second observation settles; those about competencies that
    were not seen settle nothing. Raises what check_may_observe raises, NothingSeen and VerdictMissing.
    """
    ratings = seen_in(visit)
    open_ones = disputes.to_settle(visit.observer_id, visit.person_id, {each.competency for each in ratings})
    if not visit.shared:
        check_may_observe(visit.observer_id, visit.person_id, on=day_of(now))
        if not ratings:
            raise NothingSeen
        if any(dispute.id not in verdicts for dispute in open_ones):
            raise disputes.VerdictMissing
    if not _changed(update(Visit).where(Visit.id == visit.id, Visit.shared_at.is_(None)).values(shared_at=now)):
        return False
    db.session.refresh(visit)
    _record(visit, [(rating.competency, rating.level or 0) for rating in ratings], now)
    for dispute in open_ones:
        disputes.settle(dispute, verdicts[dispute.id], visit=visit, now=now)
    mails.tell_of_visit(visit, now=now)
    return True


def seen_in(visit: Visit) -> list[VisitRating]:
    """The items that have a level, in the order of the visit."""
    ratings = queries.ratings_of([visit.id])[visit.id]
    return [ratings[item] for item in visit.items if item in ratings and ratings[item].level is not None]


def comment(visit: Visit, text: str, *, number: int, now: datetime) -> bool:
    """The person's words to a shared visit; the same words again are one comment. Says whether it is new."""
    there = queries.comments_on([visit.id])[visit.id]
    if any(each.text == text for each in there):
        return False
    number = max(number, 1)
    while not insert_once(VisitComment, [{"visit_id": visit.id, "number": number, "text": text, "made_at": now}]):
        taken = select(VisitComment.text).where(VisitComment.visit_id == visit.id, VisitComment.number == number)
        if db.session.scalar(taken) == text:
            return False
        number += 1
    return True


def _record(visit: Visit, shown: list[tuple[str, int]], now: datetime) -> None:
    """Each item is a piece of evidence; items of one competency come one after the other."""
    waiting, again = shown, 0
    while waiting:
        first = dict(reversed(waiting))
        competencies.record(
            visit.person_id,
            Kind.OBSERVATION,
            queries.source_of(visit, again),
            visit.situation,
            first.items(),
            on=visit.seen_on,
            now=now,
            revision=visit.revision,
            observer_id=visit.observer_id,
            touch_point=visit.touch_point,
            while_helping=visit.while_helping,
        )
        left = list(waiting)
        for pair in first.items():
            left.remove(pair)
        waiting, again = left, again + 1


def _changed(statement: object) -> bool:
    result = db.session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    return bool(result.rowcount)

