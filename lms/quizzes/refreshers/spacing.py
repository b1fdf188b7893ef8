"""When a question comes back: the forgetting curve of FSRS, counted in whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

RETENTION = 0.9
"""How likely an answer is still known on the day its question returns."""

LONGEST_SLEEP = 180
"""In days. What a right answer keeps fresh lasts a year, so no question may sleep that long."""

SOONEST_AFTER_A_MISS = 2
"""In days: the answer has just been read, and tomorrow would only test that."""


class Rating(StrEnum):
    """How an answer went, as far as memory is concerned."""

    MISSED = "missed"
    GUESSED = "guessed"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How firmly somebody holds one question, and the day it returns."""

    stability: float
    difficulty: float
    seen_on: date
    due_on: date


def begin(on: date) -> Memory:
    """A module's quiz was passed on this day: each of its questions counts as known once."""
    return _reviewed(None, Rating.KNOWN, on)


def after(memory: Memory, rating: Rating, on: date) -> Memory:
    """The same question was answered again."""
    return _reviewed(memory, rating, on)


def _reviewed(memory: Memory | None, rating: Rating, on: date) -> Memory:
    fsrs, scheduler = _scheduler()
    card = fsrs.Card()
    if memory is not None:
        card = fsrs.Card(
            state=fsrs.State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_noon(memory.due_on),
            last_review=_noon(memory.seen_on),
        )
    grade = {
        Rating.MISSED: fsrs.Rating.Again,
        Rating.GUESSED: fsrs.Rating.Hard,
        Rating.KNOWN: fsrs.Rating.Good,
    }[rating]
    card, _log = scheduler.review_card(card, grade, _noon(on))
    sleep = (card.due.date() - on).days
    if rating is Rating.MISSED:
        sleep = max(sleep, SOONEST_AFTER_A_MISS)
    return Memory(
        stability=card.stability,
        difficulty=card.difficulty,
        seen_on=on,
        due_on=on + timedelta(days=sleep),
    )


@cache
def _scheduler() -> tuple[Any, Any]:
    """Loaded with the first answer: a start of the site need not wait for it."""
    import fsrs

    return fsrs, fsrs.Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_SLEEP,
        enable_fuzzing=False,
    )


def _noon(day: date) -> datetime:
    """FSRS counts from moments; noon to noon is a whole number of days."""
    return datetime.combine(day, time(12), UTC)
