"""Reading who asked for more time, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from lms.db import db
from lms.errors import NotFound
from lms.learning.models import Assignment, ExtensionRequest
from lms.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A wish for more time, and the answer once there is one."""

    id: int
    assignment_id: int
    person_id: int
    name: str
    course: str
    until: date
    reason: str
    made_at: datetime
    granted: bool | None
    answer: str
    answered_by: str

    @property
    def open(self) -> bool:
        return self.granted is None


def newest_of(person_id: int) -> dict[int, Asked]:
    """By assignment, what this person asked for last."""
    return {each.assignment_id: each for each in reversed(_read(Person.id == person_id))}


def of_people(visible: ColumnElement[bool], *, only_open: bool = True) -> list[Asked]:
    """Of all who work here and this condition names, the oldest wish first; one statement."""
    wanted = visible & Person.left_on.is_(None) & Assignment.ended_at.is_(None)
    found = _read(wanted & ExtensionRequest.answered_at.is_(None) if only_open else wanted)
    return found[::-1]


def find(visible: ColumnElement[bool], request_id: int) -> Asked:
    """Raises NotFound where there is none, or none of these people."""
    found = _read(visible & (ExtensionRequest.id == request_id))
    if not found:
        raise NotFound(request_id)
    return found[0]


def _read(wanted: ColumnElement[bool]) -> list[Asked]:
    answered = aliased(Person)
    rows = (
        select(ExtensionRequest, Person.name, Assignment.course, answered.name)
        .join(Person, Person.id == ExtensionRequest.person_id)
        .join(Assignment, Assignment.id == ExtensionRequest.assignment_id)
        .outerjoin(answered, answered.id == ExtensionRequest.answered_by_id)
        .where(wanted)
        .order_by(ExtensionRequest.made_at.desc(), ExtensionRequest.id.desc())
    )
    return [
        Asked(
            id=each.id,
            assignment_id=each.assignment_id,
            person_id=each.person_id,
            name=name,
            course=course,
            until=each.until,
            reason=each.reason,
            made_at=each.made_at,
            granted=each.granted,
            answer=each.answer,
            answered_by=answered_by or "",
        )
        for each, name, course, answered_by in db.session.execute(rows)
    ]
