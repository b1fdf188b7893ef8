"""The verbs of learning: answering, playing, passing a module, planning, completing a course.

Handing in an answer or taking a reply touches attempt, completion, evidence, course and certificate; the story is
told here, in order, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select

from lms.catalog import shelf
from lms.catalog.content import Course
from lms.certificates import service as certificate_service
from lms.clock import day_of
from lms.coaching import calibration
from lms.coaching import service as coaching_service
from lms.coaching.disputes import Verdict
from lms.coaching.models import Visit
from lms.competencies import queries as competency_queries
from lms.competencies import service as competency_service
from lms.competencies.models import Kind
from lms.db import db, insert_once
from lms.errors import NotFound
from lms.learning import papers, plays, queries, rules
from lms.learning.models import CourseCompletion, ModuleCompletion, Plan
from lms.people.models import Person
from lms.quizzes import service as quiz_service
from lms.quizzes.paper import Paper
from lms.quizzes.service import Recorded
from lms.scenarios import rules as scenario_rules
from lms.scenarios import service as scenario_service
from lms.scenarios.play import Play
from lms.scenarios.service import Told
from lms.texts import _, ngettext

LEVEL_OF_A_QUIZ = 1
"""A quiz alone shows level 1, whatever its module leads to (evidence rules of the framework)."""


def answer(
    person_id: int,
    course_id: str,
    quiz_id: str,
    position: int,
    values: Collection[str],
    *,
    number: int | None,
    now: datetime,
) -> Recorded:
    """Store one answer, told by the form values of the options. The last right one of a quiz may pass a module, a course, and earn a certificate.

    Raises NotFound, papers.CheckNotOpen, and what quizzes.service.record raises.
    """
    paper = papers.find(person_id, course_id, quiz_id, number=number, now=now, lock=True)
    item = paper.item_at(position)
    if item is None:
        raise NotFound(position)
    recorded = quiz_service.record(paper, position, paper.names_sent(item, values), now=now)
    if recorded.just_finished:
        _hand_in(recorded.paper, now)
    return recorded


def close(person_id: int, course_id: str, quiz_id: str, *, number: int | None, now: datetime) -> Paper:
    """End a try whose last open questions were withdrawn."""
    paper = papers.find(person_id, course_id, quiz_id, number=number, now=now, lock=True)
    closed = quiz_service.close(paper, now=now)
    if closed is not paper:
        _hand_in(closed, now)
    return closed


def take_reply(
    person_id: int, scenario_id: str, value: str, *, number: int | None, step: int | None, now: datetime
) -> Told:
    """Store one reply, told by its form value. The last one of a passed run is evidence, and may complete a course.

    Without a step the reply is meant for the one at hand. Raises NotFound, and what
    scenarios.service.take raises.
    """
    play = plays.find(person_id, scenario_id, number=number, lock=True)
    told = scenario_service.take(play, step or play.step, value, now=now)
    if told.just_finished:
        _end_run(told.play, now)
    return told


def leave_run(person_id: int, scenario_id: str, *, number: int | None, now: datetime) -> Play:
    """End a run before its ending; what was said stays stored and counts for nothing."""
    return scenario_service.leave(plays.find(person_id, scenario_id, number=number, lock=True), now=now)


def share_observation(visit: Visit, *, verdicts: Mapping[int, Verdict], now: datetime) -> bool:
    """Show a visit to the person, as evidence; it may settle what they questioned, and complete a course.

    Says whether it is new. Raises what coaching.service.share raises.
    """
    shared = coaching_service.share(visit, verdicts=verdicts, now=now)
    if shared:
        look_again(visit.person_id, now)
    return shared


def rate_sample(
    coach_id: int, checklist: str, sample: str, levels: Mapping[str, int], *, number: int, now: datetime
) -> bool:
    """Store how a coach rates a sample case; the last of a round may complete a course. True: it was the last.

    Raises what coaching.calibration.rate raises.
    """
    completed = calibration.rate(coach_id, checklist, sample, levels, number=number, now=now)
    if completed:
        look_again(coach_id, now)
    return completed


def look_again(person_id: int, now: datetime) -> None:
    """Complete what is complete now: for whoever stores an observation, which a course may ask for."""
    _complete_courses(person_id, now)


def make_plan(
    person_id: int, course_id: str, module_id: str, *, situation: str, act: str, by_day: date, now: datetime
) -> None:
    """Keep "When ..., I will ..., by ..."; the same plan twice is one. It may complete the course."""
    course = shelf.current().course(course_id)
    if course is None or course.module(module_id) is None:
        raise NotFound(module_id)
    row = {
        "person_id": person_id,
        "course": course_id,
        "module": module_id,
        "situation": situation,
        "act": act,
        "by_day": by_day,
        "made_at": now,
        "shared": False,
    }
    if insert_once(Plan, [row]):
        _complete_courses(person_id, now)


def keep_plan(person_id: int, plan_id: int, *, now: datetime) -> Plan:
    """The plan was kept; saying so twice keeps the first day."""
    plan = queries.find_plan(person_id, plan_id)
    if plan is None:
        raise NotFound(plan_id)
    plan.kept_at = plan.kept_at or now
    db.session.flush()
    return plan


def share_plan(person_id: int, plan_id: int, *, shared: bool) -> Plan:
    """Let coaches and leader read this plan, or no longer. Raises NotFound."""
    plan = queries.find_plan(person_id, plan_id)
    if plan is None:
        raise NotFound(plan_id)
    plan.shared = shared
    db.session.flush()
    return plan


def _hand_in(paper: Paper, now: datetime) -> None:
    """A try has ended: when it passed, that is evidence, and perhaps the end of a course."""
    if not paper.passed or paper.attempt_id is None:
        return
    course = shelf.course_at(paper.course, paper.revision)
    assert course is not None, f"{paper.course} {paper.revision} was asked and is not stored"
    row = {
        "person_id": paper.person_id,
        "module": paper.quiz,
        "course": paper.course,
        "title": paper.title[:200],
        "revision": paper.revision,
        "attempt_id": paper.attempt_id,
        "completed_at": now,
    }
    insert_once(ModuleCompletion, [row])
    competency_service.record(
        person_id=paper.person_id,
        kind=Kind.QUIZ,
        source=f"attempt:{paper.attempt_id}",
        title=paper.title[:200],
        shown=[(competency, LEVEL_OF_A_QUIZ) for competency in _shown_by(paper, course)],
        on=day_of(now),
        now=now,
        revision=paper.revision,
    )
    _complete_courses(paper.person_id, now)


def _end_run(play: Play, now: datetime) -> None:
    """A run has ended: when it passed, that is evidence, and perhaps the end of a course."""
    result = play.result
    if not result.passed:
        return
    competency_service.record(
        person_id=play.person_id,
        kind=Kind.SCENARIO,
        source=f"run:{play.run_id}",
        title=play.scenario.title[:200],
        shown=scenario_rules.shown_by(play.scenario, result),
        on=day_of(now),
        now=now,
        revision=play.script.revision,
    )
    _complete_courses(play.person_id, now)


def _shown_by(paper: Paper, course: Course) -> list[str]:
    """A module's quiz shows what the module leads to; a check shows what its questions were about."""
    module = course.module(paper.quiz)
    if module is not None:
        return sorted({each.competency for each in module.shows})
    objectives = {each.id: each.competency for each in (o for m in course.modules for o in m.objectives)}
    return sorted({objectives[item.objective] for item in paper.items if item.objective in objectives})


def _complete_courses(person_id: int, now: datetime) -> None:
    """Complete every course that now has all it asks for; one may be what another waited for."""
    # One at a time for one person: a last answer and a plan sent at once must see each other. Their new
    # rows share a lock on the person's key, so this one leaves the key alone, or the two would block each other.
    locked = select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    person = db.session.scalars(locked).one()
    progress = queries.progress_of(person_id)
    for course in rules.courses_in_order(shelf.current().courses):
        if course.id not in progress.completed_courses and rules.is_complete(course, progress):
            _complete(person, course, now)
            progress = queries.progress_of(person_id)


def _complete(person: Person, course: Course, now: datetime) -> None:
    row = {
        "person_id": person.id,
        "course": course.id,
        "title": course.title[:200],
        "version": course.version,
        "revision": course.revision,
        "minutes": course.minutes,
        "completed_at": now,
    }
    if not insert_once(CourseCompletion, [row]) or course.certificate is None:
        return
    certificate_service.issue(
        person_id=person.id,
        name=person.name,
        course=course.id,
        course_title=course.title,
        course_version=course.version,
        revision=course.revision,
        completed_on=day_of(now),
        assessed=_assessed(course),
        shown=_levels_shown(person.id, course),
        minutes=course.minutes,
        current_for_months=course.certificate.current_for_months,
        now=now,
    )


def _assessed(course: Course) -> str:
    """What was looked at, as the certificate says it."""
    questions = sum(len(module.quiz.items) for module in course.live_modules)
    check = course.check.questions if course.check else 0
    played = len(course.also_needs.scenarios)
    if check and played:
        return ngettext(
            "Quizzes of %(modules)s modules (%(questions)s questions), a check of %(check)s new questions, "
            "%(num)d scenario, and a plan",
            "Quizzes of %(modules)s modules (%(questions)s questions), a check of %(check)s new questions, "
            "%(num)d scenarios, and a plan",
            played,
            modules=len(course.live_modules),
            questions=questions,
            check=check,
        )
    if not check:
        return _("Quizzes of %(modules)s modules", modules=len(course.live_modules))
    return _(
        "Quizzes of %(modules)s modules (%(questions)s questions), a check of %(check)s new questions, and a plan",
        modules=len(course.live_modules),
        questions=questions,
        check=check,
    )


def _levels_shown(person_id: int, course: Course) -> list[dict[str, object]]:
    """The competencies of the course with the level that the person's evidence gives on this day."""
    framework = shelf.current().framework
    held = competency_queries.levels_of([person_id]).get(person_id, {})
    wanted = {each.competency for module in course.modules for each in module.shows}
    return [
        {"competency": competency.id, "title": competency.title, "level": held[competency.id].level}
        for competency in framework.competencies.values()
        if competency.id in wanted and competency.id in held
    ]
