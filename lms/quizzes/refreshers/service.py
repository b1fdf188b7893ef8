"""Storing what is answered when a question comes back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.dialects import postgresql, sqlite

from lms.db import db, insert_new
from lms.errors import Refusal
from lms.quizzes import rules
from lms.quizzes.models import RefresherAnswer, RefresherCard
from lms.quizzes.refreshers import spacing
from lms.quizzes.refreshers.rules import Card
from lms.quizzes.refreshers.spacing import Memory, Rating
from lms.quizzes.service import NothingChosen, NotOffered
from lms.texts import _

SURE = ("guess", "fairly", "sure")


class NotDue(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This question has not come back yet. Nothing was stored."))


class EnoughForNow(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("That was enough for now: three questions a day and eight a week. This answer was not stored; the question comes back.")
        )


def record(
    person_id: int,
    card: Card,
    chosen: Collection[str],
    *,
    sure: str,
    passed_on: date,
    title: str,
    revision: str,
    today: date,
    now: datetime,
) -> RefresherAnswer | None:
    """Store the answer to a card's next turn, once, and when the card returns.

    None where that turn was answered a moment ago: the first answer counts.
    Raises NothingChosen, NotOffered.
    """
    item = card.item
    if not chosen:
        raise NothingChosen(multiple=item.multiple)
    names = sorted(set(chosen))
    if not {option.name for option in item.offered}.issuperset(names) or (len(names) > 1 and not item.multiple):
        raise NotOffered
    right = rules.is_right(item, names)
    believed = {option.misconception for option in item.options if option.name in names and option.misconception}
    row = {
        "person_id": person_id,
        "card": card.subject.id,
        "turn": card.turn,
        "item": item.id,
        "course": card.subject.course,
        "module": card.subject.module,
        "title": title[:200],
        "revision": revision,
        "chosen": names,
        "believed": [] if right else sorted(believed),
        "right": right,
        "sure": sure if sure in SURE else "",
        "given_on": today,
        "answered_at": now,
    }
    made = insert_new(RefresherAnswer, row, returning=RefresherAnswer.id)
    if made is None:
        return None
    memory = card.kept.memory if card.kept else spacing.begin(passed_on)
    _keep(person_id, card, right=right, memory=spacing.after(memory, rating(right=right, sure=sure), today))
    return db.session.get_one(RefresherAnswer, made)


def rating(*, right: bool, sure: str) -> Rating:
    """A guess that happened to be right holds less firmly."""
    if not right:
        return Rating.MISSED
    return Rating.GUESSED if sure == "guess" else Rating.KNOWN


def _keep(person_id: int, card: Card, *, right: bool, memory: Memory) -> None:
    values = {"asked": card.item.id, "right": right, "turns": card.turn, **asdict(memory)}
    insert = (sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert)(RefresherCard)
    statement = insert.values(person_id=person_id, item=card.subject.id, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=["person_id", "item"], set_=values))
