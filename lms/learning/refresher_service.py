"""The verb of refreshers: an answer, once, and when it was right the evidence that keeps levels fresh."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from lms.catalog import shelf
from lms.clock import day_of
from lms.competencies import queries as competency_queries
from lms.competencies import service as competency_service
from lms.competencies.models import Kind
from lms.db import db
from lms.errors import NotFound
from lms.learning import refreshers
from lms.people.models import Person
from lms.quizzes.models import RefresherAnswer
from lms.quizzes.refreshers import rules, service
from lms.quizzes.refreshers.rules import Card
from lms.quizzes.refreshers.service import EnoughForNow, NotDue
from lms.quizzes.service import WithdrawnMeanwhile

HIGHEST = 2
"""A refresher renews levels 1 and 2. It never lifts, and higher ones are renewed at work alone."""


def answer(
    person_id: int, card_id: str, values: Collection[str], *, turn: int, sure: str, now: datetime
) -> None:
    """Store one answer, told by the form values of the options. The same turn again changes nothing.

    Raises NotFound, WithdrawnMeanwhile, NotDue, EnoughForNow, and what refreshers.service.record raises.
    """
    # Two questions sent at once must see each other, or a day could have four of them.
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    desk = refreshers.desk_of(person_id, today=day_of(now), required=())
    card = desk.cards.get(card_id)
    if card is None:
        raise WithdrawnMeanwhile if refreshers.was_there(desk.standing, card_id) else NotFound(card_id)
    if turn < card.turn:
        return
    if turn > card.turn:
        raise NotFound(turn)
    if card.due_on > desk.today:
        raise NotDue
    if rules.room_by_count(desk.today, desk.standing.answered) < 1:
        raise EnoughForNow
    paper = refreshers.paper_of(person_id, card)
    names = paper.names_sent(card.item, values)
    stored = _store(person_id, card, names, desk=desk, sure=sure, now=now)
    if stored is not None and stored.right:
        _renew(stored, card, now)


def _store(
    person_id: int, card: Card, names: Collection[str], *, desk: refreshers.Desk, sure: str, now: datetime
) -> RefresherAnswer | None:
    course = shelf.current().course(card.subject.course)
    module = course.module(card.subject.module) if course else None
    assert course is not None, "a deck holds questions of published courses"
    assert module is not None, "a deck holds questions of published modules"
    return service.record(
        person_id,
        card,
        names,
        sure=sure,
        passed_on=desk.standing.passed[module.id].on,
        title=module.title,
        revision=course.revision,
        today=desk.today,
        now=now,
    )


def _renew(answer: RefresherAnswer, card: Card, now: datetime) -> None:
    """A right answer is evidence at the level that is held, up to 2; where none is held it shows nothing."""
    held = competency_queries.levels_of_one(answer.person_id).get(card.subject.competency)
    if held is None:
        return
    competency_service.record(
        person_id=answer.person_id,
        kind=Kind.REFRESHER,
        source=f"refresher:{answer.id}",
        title=answer.title,
        shown=[(card.subject.competency, min(held.level, HIGHEST))],
        on=answer.given_on,
        now=now,
        revision=answer.revision,
    )
