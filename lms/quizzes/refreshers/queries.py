"""Reading what came back and what was answered. What one person costs does not grow with the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    CompoundSelect,
    Date,
    Float,
    String,
    bindparam,
    literal,
    null,
    select,
    union_all,
)

from lms.clock import day_of
from lms.db import Instant, db, rows_of
from lms.quizzes.models import Answer, Attempt, AttemptKind, RefresherAnswer, RefresherCard
from lms.quizzes.refreshers.rules import Asked, Kept
from lms.quizzes.refreshers.spacing import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """When a module was passed, and on which revision of its course."""

    on: date
    course: str
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that decides what comes back to a person."""

    passed: Mapping[str, Passed]
    kept: Mapping[str, Kept]
    answered: tuple[Asked, ...]
    """This week's."""
    missed: tuple[tuple[str, tuple[str, ...]], ...]
    """Wrong answers of quizzes and checks: the question, and the names of what was chosen."""
    believed: frozenset[str]
    """Misconceptions chosen in refreshers."""


_WHO: BindParameter[int] = bindparam("person_id")
_NO_TEXT = null().cast(String(64))
_NO_DAY = null().cast(Date)
_NO_NUMBER = null().cast(Float)
_NO_LIST = null().cast(JSON)
_NO_MOMENT = null().cast(Instant)

_STANDING: CompoundSelect[Any] = union_all(
    select(
        literal("card").label("what"),
        RefresherCard.item.label("key"),
        RefresherCard.asked.label("text"),
        _NO_TEXT.label("revision"),
        RefresherCard.seen_on.label("day"),
        RefresherCard.due_on.label("due"),
        _NO_MOMENT.label("moment"),
        (RefresherCard.turns + 0.0).label("number"),
        RefresherCard.stability.label("stability"),
        RefresherCard.difficulty.label("difficulty"),
        RefresherCard.right.label("right"),
        _NO_LIST.label("names"),
    ).where(RefresherCard.person_id == _WHO),
    select(
        literal("passed"), Attempt.quiz, Attempt.course, Attempt.revision, _NO_DAY, _NO_DAY, Attempt.finished_at,
        _NO_NUMBER, _NO_NUMBER, _NO_NUMBER, Attempt.passed, _NO_LIST,
    ).where(Attempt.person_id == _WHO, Attempt.passed, Attempt.kind == AttemptKind.QUIZ),
    select(
        literal("answered"), RefresherAnswer.card, _NO_TEXT, _NO_TEXT, RefresherAnswer.given_on, _NO_DAY,
        _NO_MOMENT, _NO_NUMBER, _NO_NUMBER, _NO_NUMBER, RefresherAnswer.right, _NO_LIST,
    ).where(RefresherAnswer.person_id == _WHO, RefresherAnswer.given_on >= bindparam("monday", type_=Date)),
    select(
        literal("believed"), RefresherAnswer.card, _NO_TEXT, _NO_TEXT, _NO_DAY, _NO_DAY, _NO_MOMENT,
        _NO_NUMBER, _NO_NUMBER, _NO_NUMBER, RefresherAnswer.right, RefresherAnswer.believed,
    ).where(RefresherAnswer.person_id == _WHO, RefresherAnswer.right.is_(False)),
    select(
        literal("missed"), Answer.item, _NO_TEXT, _NO_TEXT, _NO_DAY, _NO_DAY, _NO_MOMENT,
        _NO_NUMBER, _NO_NUMBER, _NO_NUMBER, Answer.right, Answer.chosen,
    ).join_from(Answer, Attempt, Attempt.id == Answer.attempt_id)
    .where(Attempt.person_id == _WHO, Answer.right.is_(False)),
)  # fmt: skip


def standing_of(person_id: int, today: date) -> Standing:
    """In one statement, each part of it by an index that begins with the person."""
    passed: dict[str, Passed] = {}
    kept: dict[str, Kept] = {}
    answered: list[Asked] = []
    missed: list[tuple[str, tuple[str, ...]]] = []
    believed: set[str] = set()
    monday = today - timedelta(days=today.weekday())
    for row in rows_of(_STANDING, person_id=person_id, monday=monday):
        if row.what == "card":
            kept[row.key] = _kept(row)
        elif row.what == "passed":
            first = passed.get(row.key)
            on = day_of(row.moment)
            if first is None or on < first.on:
                passed[row.key] = Passed(on=on, course=row.text, revision=row.revision)
        elif row.what == "answered":
            answered.append(Asked(card=row.key, on=row.day))
        elif row.what == "believed":
            believed.update(row.names)
        else:
            missed.append((row.key, tuple(row.names)))
    return Standing(
        passed=passed, kept=kept, answered=tuple(answered), missed=tuple(missed), believed=frozenset(believed)
    )


def _kept(row: Any) -> Kept:
    memory = Memory(stability=row.stability, difficulty=row.difficulty, seen_on=row.day, due_on=row.due)
    return Kept(asked=row.text, right=row.right, turns=int(row.number), memory=memory)


def answer_of(person_id: int, card: str, turn: int) -> RefresherAnswer | None:
    """What this person answered the so-many-th time."""
    return db.session.scalar(select(RefresherAnswer).filter_by(person_id=person_id, card=card, turn=turn))


def misses_by_belief(answer: RefresherAnswer) -> dict[str, int]:
    """How often, up to this answer, its person missed a refresher by each misconception behind it."""
    if not answer.believed:
        return {}
    found = select(RefresherAnswer.believed).where(
        RefresherAnswer.person_id == answer.person_id,
        RefresherAnswer.right.is_(False),
        RefresherAnswer.id <= answer.id,
    )
    held = [name for names in db.session.scalars(found) for name in names]
    return {belief: held.count(belief) for belief in answer.believed}
