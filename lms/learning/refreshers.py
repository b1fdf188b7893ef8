"""What comes back to a person today, and one returned question as a paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from flask import current_app

from lms.catalog import shelf
from lms.catalog.content import Item, Quiz
from lms.learning import papers
from lms.quizzes import rules as quiz_rules
from lms.quizzes.models import RefresherAnswer
from lms.quizzes.paper import Given, Paper
from lms.quizzes.refreshers import deck, queries, rules
from lms.quizzes.refreshers.queries import Standing
from lms.quizzes.refreshers.rules import Away, Card, Wishes, never_away


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A person's refreshers on one day. `due` is what may be asked now, in its order."""

    standing: Standing
    cards: dict[str, Card] = field(repr=False)
    due: tuple[Card, ...]
    today: date
    next_day: date | None
    """The next day with something to ask; None where nothing will come back."""

    @property
    def answered_today(self) -> int:
        return sum(each.on == self.today for each in self.standing.answered)


def desk_of(person_id: int, *, today: date, required: Collection[str], away: Away = never_away) -> Desk:
    """One statement, whatever the size of the company; `required` are the competencies of the person's jobs."""
    standing = queries.standing_of(person_id, today)
    cards = deck.deal({module: passed.on for module, passed in standing.passed.items()}, standing.kept)
    wishes = Wishes(competencies=required, beliefs=_beliefs(standing))
    due = rules.choose(
        cards.values(),
        today=today,
        answered=standing.answered,
        wishes=wishes,
        seed=f"{person_id}/{today.isoformat()}",
        away=away,
    )
    coming = rules.next_day(cards.values(), today=today, answered=standing.answered, away=away)
    return Desk(standing=standing, cards=cards, due=due, today=today, next_day=coming)


def was_there(standing: Standing, card: str) -> bool:
    """Did this question belong to a module that the person passed, though it is in nobody's deck now?"""
    if card in standing.kept:
        return True
    for module_id, passed in standing.passed.items():
        course = shelf.course_at(passed.course, passed.revision)
        newest = shelf.current().course(passed.course)
        for module in (each.module(module_id) for each in (course, newest) if each):
            if module and any(item.id == card for item in (*module.quiz.items, *module.reserve)):
                return True
    return False


def paper_of(person_id: int, card: Card) -> Paper:
    """The question as it would be asked now."""
    course = shelf.current().course(card.subject.course)
    assert course is not None, "a deck holds questions of published courses"
    return _paper(person_id, card.subject.id, card.turn, card.item, course_id=course.id, revision=course.revision)


def answered_paper(answer: RefresherAnswer) -> tuple[Paper, Item] | None:
    """The question as it was answered, on its own revision; None where that revision is gone."""
    course = shelf.course_at(answer.course, answer.revision)
    module = course.module(answer.module) if course else None
    item = next((each for each in (*module.quiz.items, *module.reserve) if each.id == answer.item), None) if module else None
    if item is None:
        return None
    given = Given(
        position=1,
        item=item.id,
        chosen=tuple(answer.chosen),
        right=answer.right,
        answered_at=answer.answered_at,
    )
    paper = _paper(
        answer.person_id, answer.card, answer.turn, item, course_id=answer.course, revision=answer.revision, given=given
    )
    return paper, item


def _paper(
    person_id: int, card: str, turn: int, item: Item, *, course_id: str, revision: str, given: Given | None = None
) -> Paper:
    seed = quiz_rules.seed_of(person_id, f"refresher/{card}", turn)
    return Paper(
        person_id=person_id,
        course=course_id,
        title="",
        content=Quiz(id=card, title="", items=(item,)),
        revision=revision,
        number=turn,
        pass_percent=0,
        items=(item,),
        voids=papers.voids_of(course_id),
        secret=quiz_rules.secret_of(seed, current_app.config["SECRET_KEY"]),
        given={1: given} if given else {},
    )


def _beliefs(standing: Standing) -> frozenset[str]:
    """The misconceptions that a person once chose, in quizzes, checks or refreshers.

    A wrong option goes by its misconception unless the author named it, so the name tells.
    """
    known = {each.id for each in shelf.current().misconceptions.all}
    return standing.believed | {name for _item, names in standing.missed for name in names if name in known}
