"""The verbs of assignments: asking for a course by a day, ending that, deciding for one person, more time.

Each is said once however often its form is sent; who said it and when stays on the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from lms.clock import day_of
from lms.db import db, insert_new, insert_once
from lms.errors import NotFound, Refusal
from lms.learning.due_queries import Rule
from lms.learning.dues import Choice, Terms
from lms.learning.dues import When as When
from lms.learning.models import Assignment, AssignmentException, ExtensionRequest
from lms.texts import _, day


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Whom it reaches: exactly one of the three."""

    job_id: int | None = None
    team_id: int | None = None
    person_id: int | None = None

    @property
    def key(self) -> str:
        return f"job:{self.job_id}" if self.job_id else f"team:{self.team_id}" if self.team_id else f"person:{self.person_id}"


class AskedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("These people are asked to take this course already, by another day. End that assignment first; then make this one.")
        )


class HasEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This assignment has ended, so there is no day to decide about."))


class DecidedMeanwhile(Refusal):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Somebody else decided about this day a moment ago. Look at the list again before you choose."))


class AnsweredMeanwhile(Refusal):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Somebody else answered this request a moment ago. Their answer holds."))


class NotLater(Refusal):
    def __init__(self, due_on: date) -> None:
        super().__init__(_("Choose a day after %(day)s, the day that holds now.", day=day(due_on)))


def assign(
    course: str, target: Target, when: When, reason: str, *, competency: str | None = None, by: int, now: datetime
) -> Assignment:
    """Ask these people to take this course. The same again is one; with another day it is refused.

    Raises AskedAlready.
    """
    said = {
        "course": course,
        "competency": competency,
        "job_id": target.job_id,
        "team_id": target.team_id,
        "person_id": target.person_id,
        "basis": when.basis.value,
        "due_on": when.due_on,
        "due_days": when.due_days,
        "after_course": when.after_course,
        "reason": reason,
    }
    holding = f"{target.key}:{course}"
    insert_once(Assignment, [{**said, "holding": holding, "made_at": now, "by_id": by}])
    found = db.session.scalars(select(Assignment).where(Assignment.holding == holding)).one()
    if any(getattr(found, name) != value for name, value in said.items()):
        raise AskedAlready
    return found


def thought_of(course: str, target: Target, when: When, reason: str, *, by: int, now: datetime) -> Rule:
    """The same as a rule that nobody has made yet, to see whom it would reach."""
    return Rule(
        id=0,
        course=course,
        job_id=target.job_id,
        team_id=target.team_id,
        terms=Terms(basis=when.basis, made_on=day_of(now), due_on=when.due_on, days=when.due_days),
        after_course=when.after_course,
        reason=reason,
        by_id=by,
    )


def end(assignment: Assignment, *, by: int, now: datetime) -> None:
    """It asks nobody any more; saying so twice keeps the first."""
    db.session.execute(
        update(Assignment)
        .where(Assignment.id == assignment.id, Assignment.ended_at.is_(None))
        .values(ended_at=now, ended_by_id=by, holding=None)
    )
    db.session.refresh(assignment)


def decide(
    assignment: Assignment,
    person_id: int,
    choice: Choice,
    *,
    due_on: date | None,
    reason: str,
    number: int,
    by: int,
    now: datetime,
) -> None:
    """Move, excuse or keep the day of one person. `number` is the one of this decision, seen on the page.

    Raises HasEnded, and DecidedMeanwhile where that number went to another decision.
    """
    if assignment.ended_at is not None:
        raise HasEnded
    said = {"choice": choice.value, "due_on": due_on if choice is Choice.MOVED else None, "reason": reason, "by_id": by}
    key = {"assignment_id": assignment.id, "person_id": person_id, "number": number}
    insert_once(AssignmentException, [{**key, **said, "made_at": now}])
    found = db.session.get(AssignmentException, (assignment.id, person_id, number), populate_existing=True)
    if found is None or any(getattr(found, name) != value for name, value in said.items()):
        raise DecidedMeanwhile


def ask_for_more_time(
    person_id: int, assignment_id: int, *, until: date, due_on: date | None, reason: str, now: datetime
) -> ExtensionRequest:
    """Ask for a later day. While one request is open, a second is the same one.

    `due_on` is the day that holds now. Raises NotLater.
    """
    if due_on is not None and until <= due_on:
        raise NotLater(due_on)
    mine = (ExtensionRequest.person_id == person_id, ExtensionRequest.assignment_id == assignment_id)
    answered = db.session.scalar(
        select(func.count()).select_from(ExtensionRequest).where(*mine, ExtensionRequest.answered_at.is_not(None))
    )
    number = (answered or 0) + 1
    row = {
        "person_id": person_id,
        "assignment_id": assignment_id,
        "number": number,
        "until": until,
        "reason": reason,
        "made_at": now,
        "answer": "",
    }
    insert_new(ExtensionRequest, row, returning=ExtensionRequest.id)
    return db.session.scalars(select(ExtensionRequest).where(*mine, ExtensionRequest.number == number)).one()


def answer_request(request: ExtensionRequest, *, granted: bool, words: str, by: int, now: datetime) -> None:
    """Grant the day that was asked for, or decline it, with words the learner reads. Answered once.

    The same answer again is the same; raises AnsweredMeanwhile for another one, and HasEnded.
    """
    claimed = db.session.execute(
        update(ExtensionRequest)
        .where(ExtensionRequest.id == request.id, ExtensionRequest.answered_at.is_(None))
        .values(granted=granted, answer=words, answered_at=now, answered_by_id=by)
    )
    db.session.refresh(request)
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        if (request.granted, request.answer, request.answered_by_id) != (granted, words, by):
            raise AnsweredMeanwhile
        return
    if granted:
        assignment = db.session.get_one(Assignment, request.assignment_id)
        decide(
            assignment,
            request.person_id,
            Choice.MOVED,
            due_on=request.until,
            reason=words or request.reason,
            number=next_decision(assignment.id, request.person_id),
            by=by,
            now=now,
        )


def get(assignment_id: int) -> Assignment:
    """Raises NotFound."""
    found = db.session.get(Assignment, assignment_id)
    if found is None:
        raise NotFound(assignment_id)
    return found


def get_request(request_id: int) -> ExtensionRequest:
    """Raises NotFound."""
    found = db.session.get(ExtensionRequest, request_id)
    if found is None:
        raise NotFound(request_id)
    return found


def next_decision(assignment_id: int, person_id: int) -> int:
    """The number of the decision that would be made now."""
    newest = select(func.max(AssignmentException.number)).where(
        AssignmentException.assignment_id == assignment_id, AssignmentException.person_id == person_id
    )
    return (db.session.scalar(newest) or 0) + 1
