"""Reading attempts and answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from lms.db import db, rows_of
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.paper import Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An attempt that has at least one stored answer, as a value."""

    id: int
    quiz: str
    number: int
    revision: str
    started_at: datetime
    finished_at: datetime | None
    right: int | None
    counted: int | None
    passed: bool


_TRIES = (
    select(
        Attempt.id,
        Attempt.quiz,
        Attempt.number,
        Attempt.revision,
        Attempt.started_at,
        Attempt.finished_at,
        Attempt.right,
        Attempt.counted,
        Attempt.passed,
    )
    .where(Attempt.person_id == bindparam("person_id"), Attempt.quiz == bindparam("quiz"))
    .order_by(Attempt.number)
)
_TRIES_LOCKED = _TRIES.with_for_update()


def attempts_of(person_id: int, quiz: str, *, lock: bool = False) -> list[Begun]:
    """All tries of a person at one quiz, oldest first.

    With `lock` nobody else adds to them until this transaction ends (PostgreSQL; SQLite's writing
    transactions are one at a time anyway): of two last answers sent at once one must see the other.
    """
    rows = rows_of(_TRIES_LOCKED if lock else _TRIES, person_id=person_id, quiz=quiz)
    return [Begun(**row._asdict()) for row in rows]


_ANSWERS = (
    select(Answer.position, Answer.item, Answer.chosen, Answer.right, Answer.answered_at)
    .where(Answer.attempt_id == bindparam("attempt_id"))
    .order_by(Answer.position)
)


def answers_of(attempt_id: int) -> dict[int, Given]:
    """The stored answers of an attempt by position."""
    return {
        row.position: Given(
            position=row.position,
            item=row.item,
            chosen=tuple(row.chosen),
            right=row.right,
            answered_at=row.answered_at,
        )
        for row in rows_of(_ANSWERS, attempt_id=attempt_id)
    }


def seen_before(person_id: int, quiz: str, number: int) -> frozenset[str]:
    """The items answered in the tries at this quiz that ended before the try `number` could begin."""
    found = (
        select(Answer.item)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(
            Attempt.person_id == person_id,
            Attempt.quiz == quiz,
            Attempt.number < number,
            Attempt.finished_at.is_not(None),
        )
    )
    return frozenset(db.session.scalars(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """An attempt that was begun and not finished, and how far it is."""

    quiz: str
    course: str
    asked: int
    answered: int


def under_way(person_id: int) -> dict[str, UnderWay]:
    """The unfinished attempts of a person by quiz."""
    found = (
        select(Attempt.quiz, Attempt.course, Attempt.asked, func.count(Answer.position).label("answered"))
        .join(Answer, Answer.attempt_id == Attempt.id)
        .where(Attempt.person_id == person_id, Attempt.finished_at.is_(None))
        .group_by(Attempt.id, Attempt.quiz, Attempt.course, Attempt.asked)
    )
    return {row.quiz: UnderWay(**row._asdict()) for row in db.session.execute(found)}


def last_finished(person_id: int, quizzes: Collection[str]) -> dict[str, datetime]:
    """When the newest finished try at each of these quizzes ended."""
    if not quizzes:
        return {}
    found = (
        select(Attempt.quiz, func.max(Attempt.finished_at))
        .where(Attempt.person_id == person_id, Attempt.quiz.in_(quizzes), Attempt.finished_at.is_not(None))
        .group_by(Attempt.quiz)
    )
    return {quiz: moment for quiz, moment in db.session.execute(found) if moment is not None}
