"""A module: read and try in one scroll."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import get_template_attribute, render_template, url_for
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.catalog.content import Course, Module, Section
from lms.learning import queries, reading
from lms.learning.forms import PlanForm
from lms.learning.reading import Words
from lms.learning.views.blueprint import blueprint
from lms.learning.views.courses import WORD_OF_STATE
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


@dataclass(frozen=True, kw_only=True)
class PlanSheet:
    anchor: str
    heading: Markup
    fields: Markup


@dataclass(frozen=True, kw_only=True)
class ModulePage:
    """All of the page that does not hang on who reads it."""

    course: Named
    module: ModuleFacts
    opening: Markup
    text: Markup
    contents: Markup
    plan: PlanSheet | None
    closing: Markup


@blueprint.get("/courses/<slug:course_id>/<slug:module_id>")
@signed_in
def module(course_id: str, module_id: str) -> str | Response:
    course = reading.get_course(course_id)
    if course.check is not None and course.check.id == module_id:
        return redirect(url_for("learning.quiz", course_id=course_id, module_id=module_id))
    found = reading.get_module(course, module_id)
    progress = queries.progress_of(viewer().id)
    state, passed_at = progress.state_of(found.id), progress.passed.get(found.id)
    return render_template(
        "learning/module.html",
        page=_page(course, found),
        state=WORD_OF_STATE[state] if found.live else "withdrawn",
        on=clock.day_of(passed_at) if passed_at else None,
    )


def _page(course: Course, module: Module) -> ModulePage:
    """Rendered once for each revision, wording of the company and lens: the texts of a page rarely change."""
    jobs = {job.key for job in reading.my_duties().jobs}
    slots = tuple(reading.words().slots.items())
    lenses = frozenset(jobs & _lenses(module.sections))
    return _kept_page(course.id, course.revision, module.id, slots, lenses, _scenarios(module))


@lru_cache(maxsize=512)
def _kept_page(
    course_id: str,
    revision: str,
    module_id: str,
    slots: tuple[tuple[str, str], ...],
    jobs: frozenset[str],
    scenarios: tuple[tuple[str, str], ...],
) -> ModulePage:
    course, words = shelf.course_at(course_id, revision), Words(slots=dict(slots))
    assert course is not None  # it was found a moment ago, and revisions stay for ever
    module = reading.get_module(course, module_id)
    shown = [section for section in _seen(module.sections, jobs) if section.kind != "objectives"]
    parts = [_part(section, words, jobs) for section in shown]
    facts, quiz = _facts(course, module, words), _quiz(course, module)
    return ModulePage(
        course=Named(
            id=course.id, title=words.plain(course.title), url=url_for("learning.course", course_id=course.id)
        ),
        module=facts,
        opening=_rendered("opening", facts),
        text=_rendered("text", parts, [words.rich(each.text) for each in module.objectives], quiz),
        contents=_rendered("contents", parts),
        plan=next((_plan(part, course, module) for part in parts if part.kind == "plan"), None),
        closing=_rendered("closing", quiz, _aid(module, words), [_scenario(*each, words) for each in scenarios]),
    )


def _rendered(macro: str, *values: object) -> Markup:
    return Markup(get_template_attribute("learning/_parts.html", macro)(*values))  # noqa: S704  as the template escaped it


def _plan(part: Part, course: Course, module: Module) -> PlanSheet:
    fields = get_template_attribute("web/_macros.html", "plan_fields")
    empty = PlanForm(formdata=None)
    return PlanSheet(
        anchor=part.anchor,
        heading=part.heading,
        fields=Markup(fields(empty, course.id, module.id, prompt=part.body, kind="second")),  # noqa: S704
    )


def _lenses(sections: Iterable[Section]) -> set[str]:
    """The jobs that any part of these sections is meant for."""
    return {job for each in sections for job in (*each.for_jobs, *_lenses(each.subsections))}


def _facts(course: Course, module: Module, words: Words) -> ModuleFacts:
    return ModuleFacts(
        id=module.id,
        title=words.plain(module.title),
        minutes=module.minutes,
        number=course.modules.index(module) + 1,
        of=len(course.modules),
    )


def _quiz(course: Course, module: Module) -> QuizLink:
    questions = len([item for item in module.quiz.items if item.void is None])
    return QuizLink(
        url=url_for("learning.quiz", course_id=course.id, module_id=module.id),
        questions=questions,
        to_pass=reading.needed_to_pass(questions, module.pass_percent),
        minutes=max(1, round(questions * 40 / 60)),
    )


def _aid(module: Module, words: Words) -> Named | None:
    if module.aid is None:
        return None
    url = url_for("learning.aid", aid_id=module.aid.id)
    return Named(id=module.aid.id, title=words.plain(module.aid.title), url=url)


def _scenarios(module: Module) -> tuple[tuple[str, str], ...]:
    """Ids and titles of the scenarios that the module links; they may belong to another course, with its own revision."""
    found = (shelf.current().scenario(each) for each in module.scenarios)
    return tuple((each.id, each.title) for each in found if each)


def _scenario(scenario_id: str, title: str, words: Words) -> Named:
    url = url_for("learning.scenario", scenario_id=scenario_id)
    return Named(id=scenario_id, title=words.plain(title), url=url)


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
