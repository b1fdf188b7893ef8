"""Reading visits: whom a coach sees, what was seen of a person, and what is due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from lms.clock import day_of
from lms.coaching import rules
from lms.coaching.models import Calibration, Dispute, Visit, VisitComment, VisitRating
from lms.competencies.models import Evidence, HeldLevel, Kind
from lms.db import db
from lms.errors import NotFound
from lms.jobs import queries as jobs
from lms.jobs.models import Appointment, Job, Requirement, Waiver
from lms.people.models import Coaching, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Coachee:
    """Someone a coach sees; `last_seen` by anybody, `visits_only` counts levels nothing but a visit can show."""

    id: int
    name: str
    jobs: str
    last_seen: date | None
    visits_only: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was agreed at the last visit of this coach, and until when."""

    visit_id: int
    next_step: str
    next_on: date | None


def has_calibrated(person_id: int, on: date) -> bool:
    """Did this coach rate the sample cases within the last twelve months?"""
    return rules.is_calibrated(calibrated_on(person_id), on)


def calibrated_on(person_id: int) -> date | None:
    """The day on which this coach last completed a round of sample cases."""
    moment = db.session.scalar(
        select(func.max(Calibration.completed_at)).where(Calibration.coach_id == person_id)
    )
    return day_of(moment) if moment else None


def coached_by(coach_id: int) -> ColumnElement[bool]:
    """Those this coach was given, and those they lead, as long as they work here."""
    given = select(Coaching.person_id).where(Coaching.coach_id == coach_id)
    mine = or_(Person.leader_id == coach_id, Person.id.in_(given))
    return and_(Person.left_on.is_(None), Person.id != coach_id, mine)


def asked_to_settle(observer_id: int) -> ColumnElement[bool]:
    """Those who asked this observer for a second look."""
    asked = select(Dispute.person_id).where(
        Dispute.asked_id == observer_id, Dispute.settled_at.is_(None), Dispute.withdrawn_at.is_(None)
    )
    return and_(Person.left_on.is_(None), Person.id.in_(asked))


def may_observe(observer_id: int, person_id: int) -> bool:
    mine = or_(coached_by(observer_id), asked_to_settle(observer_id))
    found = select(Person.id).where(Person.id == person_id, Person.id != observer_id, mine)
    return db.session.scalar(found) is not None


def coachees(coach_id: int, on: date) -> list[Coachee]:
    """Whom this coach sees, who is due first at the front; two statements."""
    last = (
        select(Visit.person_id, func.max(Visit.seen_on).label("seen_on"))
        .where(Visit.shared_at.is_not(None))
        .group_by(Visit.person_id)
        .subquery()
    )
    found = select(Person.id, Person.name, last.c.seen_on).outerjoin(last, last.c.person_id == Person.id)
    rows = db.session.execute(found.where(coached_by(coach_id))).all()
    asked = _asked_of([row.id for row in rows], on)
    lines = [
        Coachee(
            id=row.id,
            name=row.name,
            jobs=", ".join(asked.get(row.id, {})),
            last_seen=row.seen_on,
            visits_only=sum(asked.get(row.id, {}).values()),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda each: rules.whom_first(each.last_seen, each.visits_only, each.name))


def _asked_of(person_ids: Collection[int], on: date) -> dict[int, dict[str, int]]:
    """By person and title of their jobs: how many levels are missing that only a visit can show."""
    level = jobs.level_on(on)
    waived = select(Waiver.id).where(
        Waiver.person_id == Appointment.person_id, Waiver.competency == Requirement.competency, jobs.waives_on(on)
    )
    short = and_(level >= rules.ONLY_SEEN_FROM, func.coalesce(HeldLevel.level, 0) < level, ~waived.exists())
    found = (
        select(Appointment.person_id, Job.title, func.count(Requirement.competency).filter(short))
        .join(Job, Job.id == Appointment.job_id)
        .outerjoin(Requirement, Requirement.job_version_id == Job.version_id)
        .outerjoin(
            HeldLevel,
            and_(HeldLevel.person_id == Appointment.person_id, HeldLevel.competency == Requirement.competency),
        )
        .where(Appointment.person_id.in_(person_ids), jobs.held_on(on))
        .group_by(Appointment.person_id, Job.title)
        .order_by(Job.title)
    )
    asked: dict[int, dict[str, int]] = {}
    for person_id, title, count in db.session.execute(found):
        asked.setdefault(person_id, {})[title] = count
    return asked


def goals(observer_id: int, person_ids: Collection[int]) -> dict[int, Goal]:
    """The next step of this observer's newest shared visit, by person."""
    found = (
        select(Visit.person_id, Visit.id, Visit.next_step, Visit.next_on)
        .where(Visit.observer_id == observer_id, Visit.person_id.in_(person_ids), Visit.shared_at.is_not(None))
        .order_by(Visit.seen_on, Visit.id)
    )
    return {
        person: Goal(visit_id=visit, next_step=step, next_on=on)
        for person, visit, step, on in db.session.execute(found)
    }


def drafts(observer_id: int) -> dict[int, Visit]:
    """Visits this observer began and has not shared, the newest of each person."""
    found = select(Visit).where(Visit.observer_id == observer_id, Visit.shared_at.is_(None)).order_by(Visit.id)
    return {visit.person_id: visit for visit in db.session.scalars(found)}


def moved_on(coach_id: int) -> list[tuple[str, str]]:
    """Those this coach saw and coaches no more, each with the coach of today ("" for none)."""
    coach = aliased(Person)
    seen = select(Visit.person_id).where(Visit.observer_id == coach_id)
    assigned = (
        select(coach.name)
        .join(Coaching, Coaching.coach_id == coach.id)
        .where(Coaching.person_id == Person.id, coach.left_on.is_(None))
        .order_by(coach.name)
        .limit(1)
        .scalar_subquery()
    )
    given = select(Coaching.person_id).where(Coaching.coach_id == coach_id)
    gone = and_(
        Person.id.in_(seen),
        Person.id.not_in(given),
        or_(Person.leader_id.is_(None), Person.leader_id != coach_id),
        Person.left_on.is_(None),
    )
    found = select(Person.name, func.coalesce(assigned, literal(""))).where(gone, assigned.is_not(None))
    return [(name, now) for name, now in db.session.execute(found.order_by(Person.name))]


def now_coached_by(observer_id: int, person_id: int) -> tuple[str, str] | None:
    """A person this observer once saw, and who coaches them now; None where there was no visit."""
    seen = select(Visit.id).where(Visit.observer_id == observer_id, Visit.person_id == person_id).limit(1)
    if db.session.scalar(seen) is None:
        return None
    name = db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""
    return name, ", ".join(coach.name for coach in coaches_of(person_id))


def coaches_of(person_id: int) -> list[Person]:
    found = select(Person).join(Coaching, Coaching.coach_id == Person.id)
    here = found.where(Coaching.person_id == person_id, Person.left_on.is_(None))
    return list(db.session.scalars(here.order_by(Person.name)))


def find_visit(viewer_id: int, visit_id: int) -> Visit:
    """A draft for its observer, a shared visit for the two it is between; raises NotFound."""
    theirs = and_(Visit.person_id == viewer_id, Visit.shared_at.is_not(None))
    found = select(Visit).where(Visit.id == visit_id, or_(Visit.observer_id == viewer_id, theirs))
    visit = db.session.scalar(found)
    if visit is None:
        raise NotFound(visit_id)
    return visit


def find_draft(observer_id: int, visit_id: int) -> Visit:
    """A visit that this observer has begun, shared or not; raises NotFound."""
    visit = db.session.scalar(select(Visit).where(Visit.id == visit_id, Visit.observer_id == observer_id))
    if visit is None:
        raise NotFound(visit_id)
    return visit


def next_number(observer_id: int, person_id: int) -> int:
    """The number that the next visit of these two will have."""
    last = select(func.max(Visit.number)).where(Visit.observer_id == observer_id, Visit.person_id == person_id)
    return (db.session.scalar(last) or 0) + 1


def ratings_of(visit_ids: Collection[int]) -> dict[int, dict[str, VisitRating]]:
    """What was seen in these visits, by item."""
    found: dict[int, dict[str, VisitRating]] = {visit_id: {} for visit_id in visit_ids}
    for rating in db.session.scalars(select(VisitRating).where(VisitRating.visit_id.in_(visit_ids))):
        found[rating.visit_id][rating.item] = rating
    return found


def comments_on(visit_ids: Collection[int]) -> dict[int, list[VisitComment]]:
    found: dict[int, list[VisitComment]] = {visit_id: [] for visit_id in visit_ids}
    wanted = select(VisitComment).where(VisitComment.visit_id.in_(visit_ids)).order_by(VisitComment.number)
    for comment in db.session.scalars(wanted):
        found[comment.visit_id].append(comment)
    return found


def visits_to(person_id: int, *, most: int = 20) -> list[Visit]:
    """The shared visits to a person, the newest first."""
    return list(db.session.scalars(_shared(person_id).limit(most)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWords:
    """What an observer said last to somebody."""

    visit_id: int
    by: str
    on: date
    strength: str
    next_step: str
    next_on: date | None


def last_words_to(person_id: int) -> LastWords | None:
    """Of the newest shared visit; one statement."""
    found = (
        _shared(person_id)
        .join(Person, Person.id == Visit.observer_id)
        .with_only_columns(Visit.id, Person.name, Visit.seen_on, Visit.strength, Visit.next_step, Visit.next_on)
    )
    row = db.session.execute(found.limit(1)).first()
    if row is None:
        return None
    visit, by, on, strength, step, step_on = row
    return LastWords(visit_id=visit, by=by, on=on, strength=strength, next_step=step, next_on=step_on)


def _shared(person_id: int) -> Select[Visit]:
    found = select(Visit).where(Visit.person_id == person_id, Visit.shared_at.is_not(None))
    return found.order_by(Visit.seen_on.desc(), Visit.id.desc())


def evidence_from(visits: Collection[Visit]) -> dict[tuple[str, str], int]:
    """The numbers of the evidence that shared visits gave, by source and competency."""
    sources = [source_of(visit, again) for visit in visits for again in range(len(visit.items) or 1)]
    found = select(Evidence.source, Evidence.competency, Evidence.id).where(
        Evidence.kind == Kind.OBSERVATION.value,
        Evidence.person_id.in_({visit.person_id for visit in visits}),
        Evidence.source.in_(sources),
    )
    return {(source, competency): number for source, competency, number in db.session.execute(found)}


def source_of(visit: Visit, again: int = 0) -> str:
    """What evidence of this visit names as its source; `again` counts items of one competency beyond the first."""
    return f"observation:{visit.id}:{again}" if again else f"observation:{visit.id}"

