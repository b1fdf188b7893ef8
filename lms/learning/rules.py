"""What to learn next, when a check opens, and what completes a course: values in, value out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from graphlib import TopologicalSorter

from lms.catalog.content import Course, Module


class State(StrEnum):
    """Where a person stands with a module."""

    NOT_STARTED = "not started"
    STARTED = "started"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class OpenPlan:
    """What someone means to do and has not said to have kept."""

    id: int
    module: str
    situation: str
    act: str
    by_day: date


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a person has done, as far as courses are concerned. Ids of modules and checks are one kind."""

    passed: Mapping[str, datetime]
    under_way: Collection[str]
    completed_courses: Mapping[str, datetime]
    planned_courses: Collection[str]
    open_plans: tuple[OpenPlan, ...] = ()
    """Those of the nearest day first."""

    def state_of(self, module: str) -> State:
        if module in self.passed:
            return State.PASSED
        return State.STARTED if module in self.under_way else State.NOT_STARTED


NOTHING_DONE = Progress(passed={}, under_way=(), completed_courses={}, planned_courses=())


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A job asks for `required`, the person holds `held` (0: nothing yet)."""

    competency: str
    required: int
    held: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do next. `kind`: module, check or plan."""

    kind: str
    course: Course
    module: Module | None
    state: State
    closes: tuple[Gap, ...]
    opens_at: datetime | None = None


def gaps(required: Mapping[str, int], held: Mapping[str, int]) -> tuple[Gap, ...]:
    """What the job requires minus what is held, in the job's own order."""
    return tuple(
        Gap(competency=competency, required=level, held=held.get(competency, 0))
        for competency, level in required.items()
        if held.get(competency, 0) < level
    )


def courses_for(courses: Iterable[Course], jobs: Collection[str]) -> tuple[Course, ...]:
    """The courses a person with these jobs is asked to take, those that others build on first."""
    mine = set(jobs)
    return tuple(
        course
        for course in courses_in_order(courses)
        if course.live and (course.for_everyone or mine & set(course.for_jobs))
    )


def courses_in_order(courses: Iterable[Course]) -> tuple[Course, ...]:
    """All courses, each after those it builds on."""
    by_id = {course.id: course for course in courses}
    needed = {course.id: [each for each in course.requires_courses if each in by_id] for course in by_id.values()}
    return tuple(by_id[course_id] for course_id in TopologicalSorter(needed).static_order())


def steps(courses: Sequence[Course], found: Sequence[Gap], progress: Progress) -> tuple[Step, ...]:
    """The learning plan: what still closes a gap or completes a course, in the order to do it.

    A module that leads nowhere the person is short is left to the end of its course: it completes
    the course but closes nothing. What was begun comes first.
    """
    short = {gap.competency: gap for gap in found}
    planned: list[Step] = []
    for course in courses:
        if course.id not in progress.completed_courses:
            planned += _steps_of(course, short, progress)
    return tuple(sorted(planned, key=lambda step: step.state is not State.STARTED))


def missing_modules(course: Course, progress: Progress) -> tuple[Module, ...]:
    """The modules of a course that are not passed; a withdrawn one is not asked of anyone."""
    return tuple(module for module in course.live_modules if module.id not in progress.passed)


def check_opens_at(course: Course, progress: Progress, *, last_try: datetime | None) -> datetime | None:
    """When the check opens: some hours after the last module and the last try. None: modules missing."""
    if course.check is None or missing_modules(course, progress):
        return None
    pause = timedelta(hours=course.check.after_hours)
    moments = [progress.passed[module.id] for module in course.live_modules]
    moments += [last_try] if last_try else []
    return max(moments) + pause if moments else None


def is_complete(course: Course, progress: Progress) -> bool:
    """All modules, the check, one plan, and the courses it builds on.

    Scenarios, observations and sample ratings cannot be shown yet, so a course that asks for them
    stays open.
    """
    also = course.also_needs
    if also.scenarios or also.observation_level or also.sample_ratings:
        return False
    return (
        not missing_modules(course, progress)
        and (course.check is None or course.check.id in progress.passed)
        and (not also.plan or course.id in progress.planned_courses)
        and all(each in progress.completed_courses for each in course.requires_courses)
    )


def _steps_of(course: Course, short: Mapping[str, Gap], progress: Progress) -> list[Step]:
    missing = missing_modules(course, progress)
    ready: list[Step] = []
    for module in missing:
        closes = tuple(short[each.competency] for each in module.shows if each.competency in short)
        state = progress.state_of(module.id)
        ready.append(Step(kind="module", course=course, module=module, state=state, closes=closes))
    ready.sort(key=lambda step: not step.closes)  # a stable sort keeps the author's order
    if missing:
        return ready
    if course.check is not None and course.check.id not in progress.passed:
        opens_at = check_opens_at(course, progress, last_try=None)
        state = progress.state_of(course.check.id)
        ready.append(Step(kind="check", course=course, module=None, state=state, closes=(), opens_at=opens_at))
    if course.also_needs.plan and course.id not in progress.planned_courses:
        ready.append(Step(kind="plan", course=course, module=None, state=State.NOT_STARTED, closes=()))
    return ready
