"""What to learn next, when a check opens, and what completes a course: values in, value out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from graphlib import TopologicalSorter

from lms.catalog.content import Course, Module, Scenario


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
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a person has done, as far as courses are concerned. Ids of modules and checks are one kind.

    `observed` holds the best level that somebody saw at work, by competency.
    """

    passed: Mapping[str, datetime]
    under_way: Collection[str]
    completed_courses: Mapping[str, datetime]
    planned_courses: Collection[str]
    passed_scenarios: Mapping[str, datetime] = field(default_factory=dict)
    playing: Collection[str] = ()
    observed: Mapping[str, int] = field(default_factory=dict)
    calibrated: bool = False
    """Rated the sample cases of a checklist, at any time."""
    open_plans: tuple[OpenPlan, ...] = ()
    """Those of the nearest day first."""

    def state_of(self, module: str) -> State:
        if module in self.passed:
            return State.PASSED
        return State.STARTED if module in self.under_way else State.NOT_STARTED

    def state_of_scenario(self, scenario: str) -> State:
        if scenario in self.passed_scenarios:
            return State.PASSED
        return State.STARTED if scenario in self.playing else State.NOT_STARTED


NO_SCENARIOS: Mapping[str, Scenario] = {}
NOTHING_DONE = Progress(passed={}, under_way=(), completed_courses={}, planned_courses=())


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A job asks for `required`, the person holds `held` (0: nothing yet)."""

    competency: str
    required: int
    held: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do next. `kind`: module, scenario, check or plan."""

    kind: str
    course: Course
    module: Module | None
    state: State
    closes: tuple[Gap, ...]
    opens_at: datetime | None = None
    scenario: Scenario | None = None


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


def with_assigned(
    mine: Sequence[Course], courses: Iterable[Course], assigned: Collection[str]
) -> tuple[Course, ...]:
    """The courses of one's jobs, those that are asked for besides, and what these build on; in order."""
    everything = courses_in_order(courses)
    wanted = {course.id for course in mine}
    for course in reversed(everything):
        if course.live and (course.id in assigned or course.id in wanted):
            wanted |= {course.id, *course.requires_courses}
    return tuple(course for course in everything if course.live and course.id in wanted)


def courses_in_order(courses: Iterable[Course]) -> tuple[Course, ...]:
    """All courses, each after those it builds on."""
    by_id = {course.id: course for course in courses}
    needed = {course.id: [each for each in course.requires_courses if each in by_id] for course in by_id.values()}
    return tuple(by_id[course_id] for course_id in TopologicalSorter(needed).static_order())


def steps(
    courses: Sequence[Course],
    found: Sequence[Gap],
    progress: Progress,
    scenarios: Mapping[str, Scenario] = NO_SCENARIOS,
) -> tuple[Step, ...]:
    """The learning plan: what still closes a gap or completes a course, in the order to do it.

    A module that leads nowhere the person is short is left to the end of its course: it completes
    the course but closes nothing. What was begun comes first. Nothing is named twice.
    """
    short = {gap.competency: gap for gap in found}
    planned: list[Step] = []
    named: set[str] = set()
    for course in courses:
        steps_here = _steps_of(course, short, progress, scenarios)
        planned += [step for step in steps_here if step.scenario is None or step.scenario.id not in named]
        named |= {step.scenario.id for step in steps_here if step.scenario}
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
    """All modules, the check, the scenarios, one plan, an observation, sample ratings, and the courses it builds on.

    A passed run of a scenario counts, of whatever revision.
    """
    also = course.also_needs
    if not was_observed(course, progress) or (also.sample_ratings and not progress.calibrated):
        return False
    return (
        not missing_modules(course, progress)
        and all(each in progress.passed_scenarios for each in also.scenarios)
        and (course.check is None or course.check.id in progress.passed)
        and (not also.plan or course.id in progress.planned_courses)
        and all(each in progress.completed_courses for each in course.requires_courses)
    )


def was_observed(course: Course, progress: Progress) -> bool:
    """Somebody saw one of the course's competencies at work, at the level it asks for, if it does."""
    wanted = course.also_needs.observation_level
    shown = {each.competency for module in course.live_modules for each in module.shows}
    return not wanted or any(progress.observed.get(each, 0) >= wanted for each in shown)


def _steps_of(
    course: Course, short: Mapping[str, Gap], progress: Progress, scenarios: Mapping[str, Scenario]
) -> list[Step]:
    if course.id in progress.completed_courses:
        return _scenario_steps(course, short, progress, scenarios)
    missing = missing_modules(course, progress)
    ready: list[Step] = []
    for module in missing:
        closes = tuple(short[each.competency] for each in module.shows if each.competency in short)
        state = progress.state_of(module.id)
        ready.append(Step(kind="module", course=course, module=module, state=state, closes=closes))
    ready.sort(key=lambda step: not step.closes)  # a stable sort keeps the author's order
    if missing:
        return ready
    ready += _scenario_steps(course, short, progress, scenarios)
    if course.check is not None and course.check.id not in progress.passed:
        opens_at = check_opens_at(course, progress, last_try=None)
        state = progress.state_of(course.check.id)
        ready.append(Step(kind="check", course=course, module=None, state=state, closes=(), opens_at=opens_at))
    if course.also_needs.plan and course.id not in progress.planned_courses:
        ready.append(Step(kind="plan", course=course, module=None, state=State.NOT_STARTED, closes=()))
    return ready


def _scenario_steps(
    course: Course, short: Mapping[str, Gap], progress: Progress, scenarios: Mapping[str, Scenario]
) -> list[Step]:
    """Scenarios that the course asks for, then those of its modules that close a gap of level 2 or more.

    A course that was completed earlier asks for none, but its modules' scenarios still close gaps.
    """
    asked = () if course.id in progress.completed_courses else course.also_needs.scenarios
    linked = [each for module in course.live_modules for each in module.scenarios]
    found: list[Step] = []
    for scenario_id in dict.fromkeys((*asked, *linked)):
        scenario = scenarios.get(scenario_id)
        if scenario is None or scenario_id in progress.passed_scenarios:
            continue
        closes = tuple(
            gap
            for each in scenario.shows
            if (gap := short.get(each.competency)) and gap.held < each.level and gap.required >= each.level
        )
        if scenario_id in asked or closes:
            state = progress.state_of_scenario(scenario_id)
            found.append(
                Step(kind="scenario", course=course, module=None, state=state, closes=closes, scenario=scenario)
            )
    return found
