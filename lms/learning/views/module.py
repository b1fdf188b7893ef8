"""A module: read and try in one scroll."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.catalog.content import Course, Module, Section
from lms.company import queries as company
from lms.learning import queries, reading
from lms.learning.forms import PlanForm
from lms.learning.rules import State
from lms.learning.views.blueprint import blueprint
from lms.learning.views.courses import WORD_OF_STATE
from lms.learning.reading import Words
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class Named:
    id: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ModuleFacts:
    id: str
    title: str
    minutes: int
    number: int
    of: int
    facts: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section with its words filled in."""

    anchor: str
    kind: str
    heading: Markup
    body: Markup
    coach: Markup
    lens: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class QuizLink:
    url: str
    questions: int
    to_pass: int
    minutes: int
    passed: bool
    open: int


@blueprint.get("/courses/<slug:course_id>/<slug:module_id>")
@signed_in
def module(course_id: str, module_id: str) -> str | Response:
    course = reading.get_course(course_id)
    if course.check is not None and course.check.id == module_id:
        return redirect(url_for("learning.quiz", course_id=course_id, module_id=module_id))
    found = reading.get_module(course, module_id)
    progress = queries.progress_of(viewer().id)
    words, jobs = reading.words(), [job.key for job in reading.my_duties().jobs]
    state, passed_at = progress.state_of(found.id), progress.passed.get(found.id)
    return render_template(
        "learning/module.html",
        course=Named(
            id=course.id, title=words.plain(course.title), url=url_for("learning.course", course_id=course.id)
        ),
        module=_facts(course, found, words),
        objectives=[words.rich(each.text) for each in found.objectives],
        parts=_parts(course, found, jobs),
        quiz=_quiz(course, found, state),
        aid=_aid(found, words),
        plan_form=PlanForm(formdata=None),
        state=WORD_OF_STATE[state] if found.live else "withdrawn",
        on=clock.day_of(passed_at) if passed_at else None,
    )


def _facts(course: Course, module: Module, words: Words) -> ModuleFacts:
    return ModuleFacts(
        id=module.id,
        title=words.plain(module.title),
        minutes=module.minutes,
        number=course.modules.index(module) + 1,
        of=len(course.modules),
        facts="",
    )


def _quiz(course: Course, module: Module, state: State) -> QuizLink:
    questions = len([item for item in module.quiz.items if item.void is None])
    return QuizLink(
        url=url_for("learning.quiz", course_id=course.id, module_id=module.id),
        questions=questions,
        to_pass=reading.needed_to_pass(questions, module.pass_percent),
        minutes=max(1, round(questions * 40 / 60)),
        passed=state is State.PASSED,
        open=0,
    )


def _aid(module: Module, words: Words) -> Named | None:
    if module.aid is None:
        return None
    url = url_for("learning.aid", aid_id=module.aid.id)
    return Named(id=module.aid.id, title=words.plain(module.aid.title), url=url)


def _parts(course: Course, module: Module, jobs: Collection[str]) -> tuple[Part, ...]:
    """The sections this reader sees. Kept by revision, card and lens: the texts of a page rarely change."""
    lenses = frozenset(job for section in module.sections for job in section.for_jobs)
    return _kept_parts(course.id, course.revision, module.id, company.card().edition, lenses & frozenset(jobs))


@lru_cache(maxsize=512)
def _kept_parts(course_id: str, revision: str, module_id: str, edition: int, jobs: frozenset[str]) -> tuple[Part, ...]:
    course = shelf.course_at(course_id, revision)
    module = reading.get_module(course, module_id)
    shown = (section for section in module.sections if section.kind != "objectives")
    return tuple(_part(section, reading.words(), jobs) for section in _seen(shown, jobs))


def _seen(sections: Iterable[Section], jobs: Collection[str]) -> list[Section]:
    return [each for each in sections if not each.for_jobs or set(each.for_jobs) & set(jobs)]


def _part(section: Section, words: Words, jobs: Collection[str]) -> Part:
    return Part(
        anchor=section.anchor,
        kind=section.kind,
        heading=words.rich(section.heading),
        body=words.rich(section.body),
        coach=words.rich(section.coach) if section.coach else Markup(""),
        lens=_("For your job") if section.for_jobs else "",
        parts=tuple(_part(each, words, jobs) for each in _seen(section.subsections, jobs)),
    )
