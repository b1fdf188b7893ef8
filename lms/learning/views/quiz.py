"""Quiz and check: the start, one question a page, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog.content import Course, Module
from lms.errors import NotFound
from lms.learning import papers, queries, reading, rules, service
from lms.learning.reading import Words
from lms.learning.views.asking import outcome_shown, question_shown
from lms.learning.views.blueprint import blueprint
from lms.people.session import viewer
from lms.quizzes import queries as quiz_queries
from lms.quizzes.paper import Given, Paper
from lms.quizzes.service import NothingChosen, NotOffered, WithdrawnMeanwhile
from lms.texts import _
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class Owner:
    """What a quiz belongs to: its module, or for a check the course."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Onward:
    url: str
    is_result: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    number: int
    total: int


@dataclass(frozen=True, kw_only=True)
class QuizFacts:
    questions: int
    to_pass: int
    minutes: int
    is_check: bool


@dataclass(frozen=True, kw_only=True)
class Begun:
    number: int = 0
    answered: int = 0
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Try:
    on: date
    right: int
    counted: int
    passed: bool


@blueprint.get("/courses/<slug:course_id>/<slug:module_id>/quiz")
@signed_in
def quiz(course_id: str, module_id: str) -> str | Response:
    course, words = reading.get_course(course_id), reading.words()
    place = papers.place_of(course, module_id)
    tries = quiz_queries.attempts_of(viewer().id, module_id)
    opens = _still_shut(course, module_id)
    paper = None if opens else papers.find(viewer().id, course_id, module_id, number=None, now=clock.now())
    questions = paper.asked if paper else place.questions
    return render_template(
        "learning/quiz_start.html",
        course=reading_course(course, words),
        module=owner(course, module_id, words),
        quiz=QuizFacts(
            questions=questions,
            to_pass=reading.needed_to_pass(questions, place.pass_percent),
            minutes=questions,
            is_check=place.is_check,
        ),
        begun=_begun(paper),
        tries=[_try(each) for each in reversed(tries) if each.finished_at is not None],
        opens=opens,
        start_url=onward(paper).url if paper else "",
    )


@blueprint.get("/courses/<slug:course_id>/<slug:module_id>/quiz/<int:position>")
@signed_in
def question(course_id: str, module_id: str, position: int) -> str:
    paper = papers.find(viewer().id, course_id, module_id, number=asked_number(), now=clock.now())
    return _question_page(paper, position)


@blueprint.post("/courses/<slug:course_id>/<slug:module_id>/quiz/<int:position>")
@signed_in
def answer(course_id: str, module_id: str, position: int) -> Response:
    values, number, now = request.form.getlist("choice"), asked_number(), clock.now()
    try:
        recorded = service.answer(viewer().id, course_id, module_id, position, values, number=number, now=now)
    except (NothingChosen, NotOffered) as refused:
        paper = papers.find(viewer().id, course_id, module_id, number=number, now=now)
        page = _question_page(paper, position, problem=refused.sentence, chosen=values)
        return make_response(page, refused.status)
    except WithdrawnMeanwhile:
        paper = papers.find(viewer().id, course_id, module_id, number=number, now=now)
        return redirect(onward(paper).url, 303)
    return redirect(_question_url(recorded.paper, position, anchor="outcome"), 303)


@blueprint.post("/courses/<slug:course_id>/<slug:module_id>/quiz/result")
@signed_in
def close(course_id: str, module_id: str) -> Response:
    """End a try of which nothing is left to answer because questions were withdrawn."""
    paper = service.close(viewer().id, course_id, module_id, number=asked_number(), now=clock.now())
    return redirect(_result_url(paper) if paper.finished else onward(paper).url, 303)


def asked_number() -> int | None:
    """The try that the address names."""
    text = request.args.get("try", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 4 or int(text) < 1:
        raise NotFound(text)
    return int(text)


def _question_page(paper: Paper, position: int, *, problem: str = "", chosen: list[str] | None = None) -> str:
    item, words, course = paper.item_at(position), reading.words(), reading.get_course(paper.course)
    if item is None:
        raise NotFound(position)
    given = paper.given.get(position)
    return render_template(
        "learning/question.html",
        module=owner(course, paper.quiz, words),
        place=Standing(number=position, total=paper.asked),
        question=question_shown(paper, item, given, words, chosen or []),
        problem=problem,
        ask_sure=False,
        outcome=outcome_shown(paper, item, given, words) if given or item.id in paper.voids.items else None,
        saved_at=given.answered_at if given else None,
        note=_note(paper, course, given),
        next=onward(paper),
        example_url=_example_url(course, paper) if given and not paper.is_right(given) else "",
    )


def _note(paper: Paper, course: Course, given: Given | None) -> str:
    if given is None and paper.attempt_id is not None and paper.revision != course.revision:
        return _("The course has changed since you began. This try keeps its questions; the next has the new ones.")
    return ""


def _example_url(course: Course, paper: Paper) -> str:
    module = course.module(paper.quiz)
    example = next((part for part in module.sections if part.kind == "example"), None) if module else None
    if module is None or example is None:
        return ""
    return url_for("learning.module", course_id=course.id, module_id=module.id, _anchor=example.anchor)


def onward(paper: Paper) -> Onward:
    """The next question that wants an answer, or the result."""
    position = paper.next_position
    if position is None:
        return Onward(url=_result_url(paper), is_result=True)
    return Onward(url=_question_url(paper, position), is_result=False)


def _question_url(paper: Paper, position: int, *, anchor: str | None = None) -> str:
    return url_for(
        "learning.question",
        course_id=paper.course,
        module_id=paper.quiz,
        position=position,
        _anchor=anchor,
        **_named_try(paper),
    )


def _named_try(paper: Paper) -> dict[str, Any]:
    """`try` is a word of the language and cannot be named in a call."""
    return {"try": paper.number}


def _result_url(paper: Paper) -> str:
    return url_for("learning.result", course_id=paper.course, module_id=paper.quiz, **_named_try(paper))


def owner(course: Course, quiz_id: str, words: Words) -> Owner:
    """The module of a quiz; a check belongs to its course."""
    if course.check is not None and course.check.id == quiz_id:
        url = url_for("learning.course", course_id=course.id)
        return Owner(id=quiz_id, title=words.plain(course.check.title), url=url)
    module: Module = reading.get_module(course, quiz_id)
    url = url_for("learning.module", course_id=course.id, module_id=module.id)
    return Owner(id=module.id, title=words.plain(module.title), url=url)


def reading_course(course: Course, words: Words) -> Owner:
    return Owner(id=course.id, title=words.plain(course.title), url=url_for("learning.course", course_id=course.id))


def _still_shut(course: Course, quiz_id: str) -> datetime | None:
    """When a check opens that is shut now; raises CheckNotOpen while modules are missing."""
    if course.check is None or course.check.id != quiz_id:
        return None
    tries = quiz_queries.attempts_of(viewer().id, quiz_id)
    if tries and tries[-1].finished_at is None:
        return None
    opens_at = rules.check_opens_at(course, queries.progress_of(viewer().id), last_try=papers.last_end(tries))
    if opens_at is None:
        raise papers.CheckNotOpen(None)
    return opens_at if clock.now() < opens_at else None


def _begun(paper: Paper | None) -> Begun:
    if paper is None or paper.started_at is None:
        return Begun()
    return Begun(
        number=paper.next_position or 0, answered=len(paper.given), on=clock.day_of(paper.started_at)
    )


def _try(each: quiz_queries.Begun) -> Try:
    assert each.finished_at is not None
    return Try(
        on=clock.day_of(each.finished_at), right=each.right or 0, counted=each.counted or 0, passed=each.passed
    )
