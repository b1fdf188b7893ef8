"""Days that cannot be met, and wishes for more time: the lists, and deciding about one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select, true
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.db import db
from lms.errors import NotFound
from lms.learning import assigning, assignments, due_queries, due_words, extensions, reading
from lms.learning.assignment_forms import AnswerForm, DecisionForm, MoreTimeForm
from lms.learning.assignments import Line
from lms.learning.due_queries import Due
from lms.learning.dues import Choice
from lms.learning.extensions import Asked
from lms.learning.reading import Words
from lms.learning.views.blueprint import blueprint
from lms.people import queries as people
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class TroubleLine:
    """A day that cannot be met. `first` is what was said, `offered` what leave and hours make of it."""

    name: str
    url: str
    course: str
    first: date | None
    offered: date | None
    why: str


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    name: str
    url: str
    course: str
    until: date
    reason: str
    asked_on: date


@blueprint.get("/assignments/exceptions", endpoint="exceptions")
@signed_in
def index() -> str:
    found = _in_trouble()
    number = _page_number()
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    names, words = people.by_ids({person_id for person_id, _due in shown}), reading.words()
    more = len(found) > number * PAGE_SIZE
    return render_template(
        "learning/exceptions.html",
        troubles=[_trouble_line(names[person_id], due, words) for person_id, due in shown if person_id in names],
        page={
            "first": (number - 1) * PAGE_SIZE + 1,
            "last": (number - 1) * PAGE_SIZE + len(shown),
            "total": len(found),
            "earlier_url": url_for(".exceptions", page=number - 1) if number > 1 else "",
            "later_url": url_for(".exceptions", page=number + 1) if more else "",
        },
    )


@blueprint.get("/assignments/<int:assignment_id>/people/<int:person_id>", endpoint="decision")
@signed_in
def decision(assignment_id: int, person_id: int) -> str:
    who, found = _reached(assignment_id, person_id)
    due = _due(found, who.id)
    form = DecisionForm()
    form.number.data = assigning.next_decision(found.id, who.id)
    form.choice.data = Choice.MOVED.value
    form.due_on.data = due.offered if due and due.offered and due.offered > clock.today() else None
    return _decision_page(who, found, due, form)


@blueprint.post("/assignments/<int:assignment_id>/people/<int:person_id>", endpoint="decide")
@signed_in
def decide(assignment_id: int, person_id: int) -> Response:
    who, found = _reached(assignment_id, person_id)
    form = DecisionForm()
    if not form.validate():
        return make_response(_decision_page(who, found, _due(found, who.id), form), 422)
    assigning.decide(
        assigning.get(found.id),
        who.id,
        Choice(form.choice.data),
        due_on=form.due_on.data,
        reason=form.reason.data or "",
        number=form.number.data or 1,
        by=viewer().id,
        now=clock.now(),
    )
    flash(_("Saved. They read your reason with the day."))
    return redirect(url_for(".decision", assignment_id=found.id, person_id=who.id), 303)


@blueprint.get("/assignments/requests", endpoint="requests")
@signed_in
def requests() -> str:
    words = reading.words()
    return render_template(
        "learning/requests.html",
        requests=[_request_line(each, words) for each in extensions.of_people(assignments.people_of(viewer()))],
    )


@blueprint.get("/assignments/requests/<int:request_id>", endpoint="request")
@signed_in
def before_answering(request_id: int) -> str:
    return _request_page(extensions.find(assignments.people_of(viewer()), request_id), AnswerForm())


@blueprint.post("/assignments/requests/<int:request_id>", endpoint="answer_request")
@signed_in
def answer(request_id: int) -> Response:
    found = extensions.find(assignments.people_of(viewer()), request_id)
    form = AnswerForm()
    if not form.validate():
        return make_response(_request_page(found, form), 422)
    assigning.answer_request(
        assigning.get_request(found.id),
        granted=form.granted.data == "yes",
        words=form.words.data or "",
        by=viewer().id,
        now=clock.now(),
    )
    flash(_("Answered. %(name)s reads it on their first page.", name=found.name))
    return redirect(url_for(".requests"), 303)


@blueprint.get("/assignments/<int:assignment_id>/more-time", endpoint="more_time")
@signed_in
def before_asking(assignment_id: int) -> str:
    due = _my_due(assignment_id)
    asked = extensions.newest_of(viewer().id).get(assignment_id)
    return _more_time_page(due, MoreTimeForm(after=due.due_on), asked)


@blueprint.post("/assignments/<int:assignment_id>/more-time", endpoint="ask_for_more_time")
@signed_in
def ask(assignment_id: int) -> Response:
    due = _my_due(assignment_id)
    form = MoreTimeForm(after=due.due_on)
    if not form.validate():
        return make_response(_more_time_page(due, form, None), 422)
    assigning.ask_for_more_time(
        viewer().id,
        assignment_id,
        until=form.wanted,
        due_on=due.due_on,
        reason=form.reason.data or "",
        now=clock.now(),
    )
    flash(_("Asked. The answer stands on your first page once it is there; until then the old day holds."))
    return redirect(url_for("home.index"), 303)


def _in_trouble() -> list[tuple[int, Due]]:
    """Of those this viewer may ask, every day that cannot be met, the nearest first."""
    mine = viewer()
    own = assignments.people_of(mine)
    ids = due_queries.may_be_in_trouble(clock.today())
    if not mine.has(Role.HR):
        ids = list(db.session.scalars(select(Person.id).where(own)))
    found = due_queries.every_due(ids, clock.today())
    troubles = [(person_id, due) for person_id, each in found.items() for due in each if due.trouble]
    return sorted(troubles, key=lambda each: (each[1].first or date.max, each[0], each[1].assignment_id))


def _trouble_line(who: Person, due: Due, words: Words) -> TroubleLine:
    assert due.trouble is not None
    return TroubleLine(
        name=who.name,
        url=url_for(".decision", assignment_id=due.assignment_id, person_id=who.id),
        course=_title(due.course, words),
        first=due.first,
        offered=due.offered,
        why=due_words.trouble_words(due.trouble),
    )


def _request_line(asked: Asked, words: Words) -> RequestLine:
    return RequestLine(
        name=asked.name,
        url=url_for(".request", request_id=asked.id),
        course=_title(asked.course, words),
        until=asked.until,
        reason=asked.reason,
        asked_on=clock.day_of(asked.made_at),
    )


def _request_page(asked: Asked, form: AnswerForm) -> str:
    due = next(
        (
            each
            for each in due_queries.every_due([asked.person_id], clock.today()).get(asked.person_id, [])
            if each.assignment_id == asked.assignment_id
        ),
        None,
    )
    return render_template(
        "learning/request.html",
        asked=_request_line(asked, reading.words()),
        now_due=due.due_on if due else None,
        answered=due_words.asked_words(asked) if not asked.open else "",
        form=form,
        action=url_for(".answer_request", request_id=asked.id),
    )


def _more_time_page(due: Due, form: MoreTimeForm, asked: Asked | None) -> str:
    names = {due.by_id: people.get(due.by_id).name}
    line = due_words.due_lines([due], names, reading.words(), {due.assignment_id: asked} if asked else {})[0]
    return render_template("learning/more_time.html", due=line, form=form, assignment_id=due.assignment_id)


def _decision_page(who: Person, found: Line, due: Due | None, form: DecisionForm) -> str:
    words = reading.words()
    return render_template(
        "learning/decision.html",
        name=who.name,
        course=_title(found.course, words),
        when=due_words.when_words(found.when, words),
        reason=found.reason,
        due=due,
        trouble=due_words.trouble_words(due.trouble) if due and due.trouble else "",
        moved=due_words.moved_words(due) if due else "",
        excused=due_queries.excused(found.id, [who.id]).get(who.id, ""),
        form=form,
        here={"assignment_id": found.id, "person_id": who.id},
    )


def _reached(assignment_id: int, person_id: int) -> tuple[Person, Line]:
    """One of the viewer's people and an assignment that reaches them; raises NotFound."""
    own = assignments.people_of(viewer())
    who = db.session.scalar(select(Person).where(Person.id == person_id, own))
    if who is None:
        raise NotFound(person_id)
    found = assignments.find(assignment_id, true())
    if found.ended_at is not None or not due_queries.reaches(found.rule, found.person_id, who.id, clock.today()):
        raise NotFound(assignment_id)
    return who, found


def _due(found: Line, person_id: int) -> Due | None:
    dues = due_queries.every_due([person_id], clock.today(), course=found.course).get(person_id, [])
    return next((each for each in dues if each.assignment_id == found.id), None)


def _my_due(assignment_id: int) -> Due:
    """What this assignment asks of the reader; raises NotFound where that is nothing."""
    mine = viewer().id
    for due in due_queries.every_due([mine], clock.today()).get(mine, []):
        if due.assignment_id == assignment_id:
            return due
    raise NotFound(assignment_id)


def _title(course_id: str, words: Words) -> str:
    course = shelf.current().course(course_id)
    return words.plain(course.title) if course else course_id


def _page_number() -> int:
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
    if number < 1:
        raise NotFound(text)
    return number
