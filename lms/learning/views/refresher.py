"""Questions that come back: one a page, its reasons after it, and when it returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.errors import NotFound
from lms.learning import my_dues, reading, refresher_service, refreshers
from lms.learning.reading import Words
from lms.learning.refreshers import Desk
from lms.learning.views.asking import outcome_shown, question_shown
from lms.learning.views.blueprint import blueprint
from lms.learning.views.quiz import asked_number
from lms.people.session import viewer
from lms.quizzes.models import RefresherAnswer
from lms.quizzes.refreshers import queries, rules
from lms.quizzes.refreshers.rules import Card
from lms.quizzes.service import NothingChosen, NotOffered, WithdrawnMeanwhile
from lms.texts import day_near
from lms.web.access import signed_in

ENOUGH_MISSES = 2
"""Of the same belief: then the example is offered, not another course."""


@dataclass(frozen=True, kw_only=True)
class ModuleLink:
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Place:
    number: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """A belief that was chosen more than once, and where a better way is shown."""

    belief: str
    instead: str
    url: str


@blueprint.get("/refresher")
@signed_in
def refresher() -> str:
    desk = _desk()
    if desk.due:
        return _question_page(desk, desk.due[0])
    return render_template(
        "learning/refresher_done.html",
        answered=desk.answered_today,
        next_day=day_near(desk.next_day, today=desk.today) if desk.next_day else "",
    )


@blueprint.get("/refresher/<slug:item_id>")
@signed_in
def returned(item_id: str) -> str | Response:
    """One returned question: with its reasons once it is answered."""
    number = asked_number() or 1
    answer = queries.answer_of(viewer().id, item_id, number)
    desk = _desk()
    if answer is not None:
        return _answered_page(desk, answer)
    waiting = next((card for card in desk.due if card.subject.id == item_id and card.turn == number), None)
    if waiting is None:
        if item_id not in desk.cards:
            raise NotFound(item_id)
        return redirect(url_for("learning.refresher"))
    return _question_page(desk, waiting)


@blueprint.post("/refresher/<slug:item_id>")
@signed_in
def refresh(item_id: str) -> Response:
    values, turn = request.form.getlist("choice"), asked_number() or 1
    sure = request.form.get("sure", "")
    try:
        refresher_service.answer(viewer().id, item_id, values, turn=turn, sure=sure, now=clock.now())
    except (NothingChosen, NotOffered) as refused:
        desk = _desk()
        page = _question_page(desk, desk.cards[item_id], problem=refused.sentence, chosen=values)
        return make_response(page, refused.status)
    except WithdrawnMeanwhile as refused:
        flash(refused.sentence)
        return redirect(url_for("learning.refresher"), 303)
    return redirect(_address(item_id, turn, anchor="outcome"), 303)


def _desk() -> Desk:
    mine = viewer().id
    return refreshers.desk_of(
        mine, today=clock.today(), required=reading.my_duties().levels, away=my_dues.away_of(mine)
    )


def _question_page(desk: Desk, card: Card, *, problem: str = "", chosen: list[str] | None = None) -> str:
    words = reading.words()
    paper = refreshers.paper_of(viewer().id, card)
    before = desk.answered_today
    return render_template(
        "learning/refresher.html",
        module=_module(card.subject.course, card.subject.module, words),
        place=Place(number=before + 1, total=before + max(1, len(desk.due))),
        question=question_shown(paper, card.item, None, words, chosen or []),
        problem=problem,
        ask_sure=True,
        outcome=None,
        action=_address(card.subject.id, card.turn),
    )


def _answered_page(desk: Desk, answer: RefresherAnswer) -> str:
    words = reading.words()
    found = refreshers.answered_paper(answer)
    if found is None:
        raise NotFound(answer.item)
    paper, item = found
    given = paper.given[1]
    on_day = [each.card for each in desk.standing.answered if each.on == answer.given_on]
    return render_template(
        "learning/refresher.html",
        module=_module(answer.course, answer.module, words, title=answer.title),
        place=Place(number=on_day.index(answer.card) + 1, total=len(on_day) + len(desk.due))
        if answer.card in on_day and answer.given_on == desk.today
        else None,
        question=question_shown(paper, item, given, words, []),
        problem="",
        outcome=outcome_shown(paper, item, given, words),
        saved_at=answer.answered_at,
        returns=_returns(desk, answer),
        repeated=_repeated(answer),
        example_url=_example_url(answer) if not paper.is_right(given) else "",
        more=len(desk.due),
    )


def _returns(desk: Desk, answer: RefresherAnswer) -> str:
    """When this question comes back; nothing where it was answered again since, or withdrawn."""
    card = desk.cards.get(answer.card)
    if card is None or card.turn != answer.turn + 1:
        return ""
    on: date = rules.open_day(card.due_on)
    return day_near(on, today=desk.today)


def _repeated(answer: RefresherAnswer) -> Repeated | None:
    misses = queries.misses_by_belief(answer)
    for belief, times in misses.items():
        found, url = shelf.current().misconception(belief), _example_url(answer)
        if times >= ENOUGH_MISSES and found is not None and url:
            return Repeated(belief=found.belief, instead=found.instead, url=url)
    return None


def _example_url(answer: RefresherAnswer) -> str:
    """The example of the module a question is from, as it is published now."""
    module = shelf.current().module(answer.module)
    example = next((part for part in module.sections if part.kind == "example"), None) if module else None
    if module is None or example is None:
        return ""
    return url_for("learning.module", course_id=answer.course, module_id=module.id, _anchor=example.anchor)


def _module(course_id: str, module_id: str, words: Words, *, title: str = "") -> ModuleLink:
    module = shelf.current().module(module_id)
    if module is None:
        return ModuleLink(title=words.plain(title), url=url_for("learning.courses"))
    url = url_for("learning.module", course_id=course_id, module_id=module_id)
    return ModuleLink(title=words.plain(module.title), url=url)


def _address(card: str, turn: int, *, anchor: str | None = None) -> str:
    named: dict[str, Any] = {"try": turn}  # a word of the language cannot be named in a call
    return url_for("learning.returned", item_id=card, _anchor=anchor, **named)
