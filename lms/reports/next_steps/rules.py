"""What would bring somebody to the next level in a competency: values in, value out.

By the evidence rules: a module's quiz shows level 1, a scenario after it level 2, and from there on
it takes observations; the highest level also asks for help given to others and an improvement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.catalog.content import Course, Scenario
from lms.learning.rules import courses_for

VISIT_MINUTES = 30
"""What a coach's visit takes of the person who is observed, the talk after it included."""


class Way(StrEnum):
    MODULE = "module"
    SCENARIO = "scenario"
    OBSERVATION = "observation"
    LEADING = "leading"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One thing to do. `course` is the course to take for it; "" for observations, which coaches make."""

    way: Way
    minutes: int
    course: str = ""
    key: str = ""
    title: str = ""


OBSERVATION = NextStep(way=Way.OBSERVATION, minutes=VISIT_MINUTES)
LEADING = NextStep(way=Way.LEADING, minutes=VISIT_MINUTES)


def next_step(
    competency: str,
    held: int,
    courses: Sequence[Course],
    scenarios: Mapping[str, Scenario],
    done: Collection[str],
) -> NextStep:
    """The first step that lifts the level; `courses` are those of the person's jobs, `done` the modules
    and scenarios that were passed."""
    if held == 0:
        return next(_modules(competency, courses, done), OBSERVATION)
    if held == 1:
        return next(_scenarios(competency, courses, scenarios, done), OBSERVATION)
    return OBSERVATION if held == 2 else LEADING


def courses_of_jobs(courses: Sequence[Course], jobs: Collection[str]) -> tuple[Course, ...]:
    return courses_for(courses, jobs)


def _modules(competency: str, courses: Sequence[Course], done: Collection[str]) -> Iterator[NextStep]:
    for course in courses:
        for module in course.live_modules:
            if module.id not in done and any(each.competency == competency for each in module.shows):
                yield NextStep(
                    way=Way.MODULE, minutes=module.minutes, course=course.id, key=module.id, title=module.title
                )


def _scenarios(
    competency: str, courses: Sequence[Course], scenarios: Mapping[str, Scenario], done: Collection[str]
) -> Iterator[NextStep]:
    for course in courses:
        linked = [each for module in course.live_modules for each in module.scenarios]
        for scenario_id in dict.fromkeys((*course.also_needs.scenarios, *linked)):
            scenario = scenarios.get(scenario_id)
            if scenario is None or scenario_id in done:
                continue
            if any(each.competency == competency and each.level >= 2 for each in scenario.shows):
                yield NextStep(
                    way=Way.SCENARIO, minutes=scenario.minutes, course=course.id, key=scenario.id, title=scenario.title
                )
