"""A level is questioned by its owner; a second observation settles it, and both stay recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from lms import audit
from lms.clock import day_of
from lms.coaching import mails, queries, rules
from lms.coaching.models import Dispute, Visit
from lms.competencies import queries as evidence
from lms.competencies import service as competencies
from lms.competencies.models import Evidence, Kind
from lms.competencies.queries import Piece
from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.people import queries as people
from lms.people.models import Person, PersonRole, Role
from lms.texts import _


class Outcome(StrEnum):
    """What the second observation says of the questioned evidence."""

    STANDS = "stands"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    outcome: Outcome
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDispute:
    """A dispute with the names that a list shows."""

    dispute: Dispute
    person: str
    asked: str


class NotToQuestion(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This no longer counts or was settled by a second observation, so there is nothing left to question.")
        )


class NobodyToAsk(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Choose a colleague who coaches and did not make this observation. Nobody settles their own.")
        )


class VerdictMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("You were asked for a second look at one of these levels. Say whether the first stands, and why.")
        )


def may_be_questioned(piece: Piece) -> bool:
    """Refreshers and improvements show no level of their own; what was set aside counts for nothing."""
    return piece.counts and piece.kind not in (Kind.REFRESHER, Kind.IMPROVEMENT)


def question(
    person_id: int, evidence_id: int, *, reason: str, asked_id: int | None, number: int, now: datetime
) -> bool:
    """The owner questions a piece of evidence and asks somebody for a second look; says whether it is new.

    Open or settled before, it stays as it is; after a withdrawal it may be questioned again.
    Raises NotFound, NotToQuestion, NobodyToAsk.
    """
    piece = evidence.find_evidence(person_id, evidence_id)
    last = last_about(evidence_id)
    if last is not None and last.open:
        return False
    if not may_be_questioned(piece) or (last is not None and last.settled_at is not None):
        raise NotToQuestion
    others = {each.id for each in second_observers(piece)}
    if (asked_id is None and others) or (asked_id is not None and asked_id not in others):
        raise NobodyToAsk
    row = {
        "evidence_id": evidence_id,
        "number": min(number, last.number + 1 if last else 1),
        "person_id": person_id,
        "competency": piece.competency,
        "reason": reason,
        "made_at": now,
        "due_on": day_of(now) + rules.TIME_TO_SETTLE,
        "asked_id": asked_id,
        "because": "",
    }
    if not insert_once(Dispute, [row]):
        return False
    asked = select(Dispute).where(Dispute.evidence_id == evidence_id, Dispute.number == row["number"])
    mails.ask_for_second_look(db.session.scalars(asked).one(), now=now)
    return True


def withdraw(person_id: int, dispute_id: int, *, now: datetime) -> Dispute:
    """The owner takes it back; said twice it keeps the first moment. What is settled stays settled."""
    dispute = find(person_id, dispute_id)
    if dispute.settled_at is not None:
        raise NotToQuestion
    dispute.withdrawn_at = dispute.withdrawn_at or now
    db.session.flush()
    return dispute


def ask_another(dispute_id: int, asked_id: int, *, by: int, now: datetime) -> Dispute:
    """HR asks somebody else for the second look, with the same time for it as at first."""
    dispute = get_open(dispute_id).dispute
    piece = evidence.find_evidence(dispute.person_id, dispute.evidence_id)
    if asked_id not in {each.id for each in second_observers(piece)}:
        raise NobodyToAsk
    if dispute.asked_id != asked_id:
        dispute.asked_id, dispute.due_on = asked_id, day_of(now) + rules.TIME_TO_SETTLE
        audit.record("dispute.asked", by=by, about=dispute.person_id, details={"dispute": dispute.id}, now=now)
        db.session.flush()
        mails.ask_for_second_look(dispute, now=now)
    return dispute


def settle(dispute: Dispute, verdict: Verdict, *, visit: Visit, now: datetime) -> None:
    """This visit settles it; the first to do so holds. What it sets aside stays readable."""
    change = (
        update(Dispute)
        .where(Dispute.id == dispute.id, Dispute.settled_at.is_(None), Dispute.withdrawn_at.is_(None))
        .values(
            settled_at=now,
            settled_by_id=visit.observer_id,
            visit_id=visit.id,
            verdict=verdict.outcome.value,
            because=verdict.because,
        )
    )
    if not db.session.execute(change).rowcount:  # type: ignore[attr-defined]
        return
    if verdict.outcome == Outcome.SET_ASIDE:
        said = _("A second observation settled it.")  # the words of the two observers are not for everyone
        competencies.set_aside(dispute.evidence_id, reason=said, by=visit.observer_id, now=now)
    audit.record(
        "dispute.settled",
        by=visit.observer_id,
        about=dispute.person_id,
        details={"dispute": dispute.id, "evidence": dispute.evidence_id, "verdict": verdict.outcome.value},
        now=now,
    )


def second_observers(piece: Piece) -> list[Person]:
    """Who may settle it: coaches but the first observer and the person; their leader stands first."""
    leader = select(Person.leader_id).where(Person.id == piece.person_id).scalar_subquery()
    coach = select(PersonRole.person_id).where(PersonRole.role == Role.COACH)
    found = select(Person).where(
        Person.id.in_(coach), Person.left_on.is_(None), Person.id.not_in([piece.person_id, piece.observer_id or 0])
    )
    return list(db.session.scalars(found.order_by(Person.id != func.coalesce(leader, 0), Person.name, Person.id)))


def to_settle(observer_id: int, person_id: int, competencies_seen: Collection[str]) -> list[Dispute]:
    """The open disputes of this person that this observer's next visit settles."""
    found = (
        select(Dispute)
        .join(Evidence, Evidence.id == Dispute.evidence_id)
        .where(
            Dispute.person_id == person_id,
            Dispute.competency.in_(competencies_seen),
            _open(),
            or_(Evidence.observer_id.is_(None), Evidence.observer_id != observer_id),
            or_(
                Dispute.asked_id == observer_id,
                select(Person.id).where(Person.id == person_id, queries.coached_by(observer_id)).exists(),
            ),
        )
        .order_by(Dispute.id)
    )
    return list(db.session.scalars(found))


def asked_of(observer_id: int) -> list[OpenDispute]:
    """The open disputes in which this observer was asked for a second look, the most urgent first."""
    return _listed(and_(_open(), Dispute.asked_id == observer_id))


def all_open() -> list[OpenDispute]:
    """Every dispute under review, the longest waiting first: for HR."""
    return _listed(_open())


def get_open(dispute_id: int) -> OpenDispute:
    """Raises NotFound where it is settled, withdrawn or none."""
    found = _listed(and_(_open(), Dispute.id == dispute_id))
    if not found:
        raise NotFound(dispute_id)
    return found[0]


def about(evidence_ids: Collection[int]) -> dict[int, Dispute]:
    """The newest dispute about each piece of evidence, withdrawn ones left out."""
    found = select(Dispute).where(Dispute.evidence_id.in_(evidence_ids), Dispute.withdrawn_at.is_(None))
    return {each.evidence_id: each for each in db.session.scalars(found.order_by(Dispute.number))}


def under_review(person_id: int) -> dict[str, date]:
    """The competencies in which a level of this person is questioned, with the day for the second look."""
    found = select(Dispute.competency, Dispute.due_on).where(Dispute.person_id == person_id, _open())
    return {competency: due_on for competency, due_on in db.session.execute(found)}


def last_about(evidence_id: int) -> Dispute | None:
    found = select(Dispute).where(Dispute.evidence_id == evidence_id).order_by(Dispute.number.desc()).limit(1)
    return db.session.scalar(found)


def find(person_id: int, dispute_id: int) -> Dispute:
    """One's own dispute; raises NotFound."""
    dispute = db.session.scalar(select(Dispute).where(Dispute.id == dispute_id, Dispute.person_id == person_id))
    if dispute is None:
        raise NotFound(dispute_id)
    return dispute


def names_in(disputes: Collection[Dispute]) -> dict[int, str]:
    """The names of those who were asked or settled."""
    numbers = {number for each in disputes for number in (each.asked_id, each.settled_by_id) if number}
    return {number: person.name for number, person in people.by_ids(numbers).items()}


def _listed(which: ColumnElement[bool]) -> list[OpenDispute]:
    asked = aliased(Person)
    found = (
        select(Dispute, Person.name, func.coalesce(asked.name, ""))
        .join(Person, Person.id == Dispute.person_id)
        .outerjoin(asked, asked.id == Dispute.asked_id)
        .where(which, Person.left_on.is_(None))
        .order_by(Dispute.due_on, Dispute.id)
    )
    return [OpenDispute(dispute=each, person=name, asked=who) for each, name, who in db.session.execute(found)]


def _open() -> ColumnElement[bool]:
    return and_(Dispute.settled_at.is_(None), Dispute.withdrawn_at.is_(None))
