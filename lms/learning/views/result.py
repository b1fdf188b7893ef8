"""What a try showed, which beliefs stood behind the misses, and what comes next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.catalog.content import Course, Item
from lms.errors import NotFound
from lms.learning import papers, queries, reading, rules
from lms.learning.forms import PlanForm
from lms.learning.lines import PlanLine, title_of_step, url_of_step
from lms.learning.reading import Words
from lms.learning.rules import Progress
from lms.learning.views.blueprint import blueprint
from lms.learning.views.courses import certificate_url
from lms.learning.views.quiz import asked_number, onward, owner, reading_course
from lms.people.session import viewer
from lms.quizzes import queries as quiz_queries
from lms.quizzes.paper import Paper
from lms.quizzes.rules import Score
from lms.texts import _, ngettext
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class ScoreLine:
    right: int
    counted: int
    to_pass: int
    passed: bool


@dataclass(frozen=True, kw_only=True)
class ShownBar:
    title: str
    right: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Belief:
    belief: str
    instead: str


@dataclass(frozen=True, kw_only=True)
class Missed:
    number: int
    question: Markup
    chosen: tuple[Markup, ...]
    beliefs: tuple[Belief, ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Next:
    text: str
    url: str


@blueprint.get("/courses/<slug:course_id>/<slug:module_id>/quiz/result")
@signed_in
def result(course_id: str, module_id: str) -> str | Response:
    newest, words = reading.get_course(course_id), reading.words()
    paper = _finished(course_id, module_id)
    if not paper.finished:
        return redirect(onward(paper).url) if paper.next_position else _closing_page(paper, newest, words)
    course = shelf.course_at(course_id, paper.revision)
    if course is None:
        raise NotFound(module_id)
    progress = queries.progress_of(viewer().id)
    plans = [plan for plan in progress.open_plans if plan.module == module_id]
    module = newest.module(module_id)
    done = course_id in progress.completed_courses
    score = paper.score
    return render_template(
        "learning/result.html",
        course=reading_course(newest, words),
        module=owner(newest, module_id, words),
        is_check=paper.is_check,
        score=_score_line(paper, score),
        lede="",
        shown=_shown(paper, course),
        counts_as=_counts_as(paper, course),
        missed=_missed(paper, newest, words),
        plan=PlanLine(situation=plans[0].situation, act=plans[0].act, by=plans[0].by_day) if plans else None,
        plan_form=PlanForm(formdata=None) if module and paper.passed and not plans else None,
        plan_prompt=words.rich(module.plan.body) if module and module.plan else "",
        coach="",
        next=next_line(progress, words),
        certificate_url=certificate_url(course_id) if done else "",
        retry_url=url_for("learning.quiz", course_id=course_id, module_id=module_id),
        opens=_opens_again(newest, paper, progress),
    )


def _closing_page(paper: Paper, newest: Course, words: Words) -> str:
    """The questions that were left have been withdrawn. A GET may not end the try, so its reader does."""
    return render_template("learning/closing.html", module=owner(newest, paper.quiz, words))


def _finished(course_id: str, module_id: str) -> Paper:
    """The try the address names, else the newest that was begun; raises NotFound when there is none."""
    tries = quiz_queries.attempts_of(viewer().id, module_id)
    number = asked_number() or len(tries)
    if not 1 <= number <= len(tries):
        raise NotFound(number)
    return papers.begun_paper(viewer().id, course_id, tries[number - 1])


def _score_line(paper: Paper, score: Score) -> ScoreLine:
    return ScoreLine(
        right=score.right,
        counted=score.counted,
        to_pass=reading.needed_to_pass(score.counted, paper.pass_percent),
        passed=paper.passed,
    )


def _objective_competency(course: Course, item: Item) -> str | None:
    for module in course.modules:
        objective = module.objective(item.objective)
        if objective is not None:
            return objective.competency
    return None


def _shown(paper: Paper, course: Course) -> list[ShownBar]:
    """Right answers per competency, by what each question was about."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for given in paper.given.values():
        item = paper.items[given.position - 1]
        competency = _objective_competency(course, item)
        if competency is None or item.id in paper.voids.items:
            continue
        asked[competency] += 1
        right[competency] += paper.is_right(given)
    framework = shelf.current().framework
    return [
        ShownBar(title=framework.competencies[each].title, right=right[each], of=asked[each])
        for each in framework.competencies
        if each in asked
    ]


def _counts_as(paper: Paper, course: Course) -> str:
    if not paper.passed:
        return ""
    number = len(_shown(paper, course))
    return ngettext(
        "This counts as level 1. Level 2 is shown in a scenario or at work.",
        "This counts as level 1 in each. Level 2 is shown in a scenario or at work.",
        number,
    )


def _missed(paper: Paper, newest: Course, words: Words) -> list[Missed]:
    found = []
    for position, given in sorted(paper.given.items()):
        item = paper.items[position - 1]
        if paper.is_right(given) or item.id in paper.voids.items:
            continue
        chosen = [option for option in item.options if option.name in given.chosen]
        ids = dict.fromkeys(option.misconception for option in chosen if option.misconception)
        found.append(
            Missed(
                number=position,
                question=words.rich(item.question),
                chosen=tuple(words.rich(option.text) for option in chosen),
                beliefs=tuple(belief for each in ids if (belief := _belief(each))),
                links=_links(newest, item),
            )
        )
    return found


def _belief(misconception_id: str) -> Belief | None:
    found = shelf.current().misconception(misconception_id)
    return Belief(belief=found.belief, instead=found.instead) if found else None


def _links(course: Course, item: Item) -> tuple[tuple[str, str], ...]:
    """Where to read it again: the module that teaches the objective."""
    for module in course.modules:
        if module.objective(item.objective) is None:
            continue
        example = next((part for part in module.sections if part.kind == "example"), None)
        anchor = example.anchor if example else None
        url = url_for("learning.module", course_id=course.id, module_id=module.id, _anchor=anchor)
        return ((_("See the example"), url),)
    return ()


def next_line(progress: Progress, words: Words) -> Next | None:
    """What comes next for the reader, over all their courses."""
    duties = reading.my_duties()
    courses = rules.courses_for(shelf.current().courses, [job.key for job in duties.jobs])
    for step in rules.steps(courses, rules.gaps(duties.levels, duties.held), progress, shelf.current().scenarios):
        if step.opens_at is None or step.opens_at <= clock.now():
            return Next(text=_("Next: %(title)s", title=words.plain(title_of_step(step))), url=url_of_step(step))
    return None


def _opens_again(course: Course, paper: Paper, progress: Progress) -> datetime | None:
    if not paper.is_check or paper.passed:
        return None
    opens = rules.check_opens_at(course, progress, last_try=paper.finished_at)
    return opens if opens and opens > clock.now() else None
