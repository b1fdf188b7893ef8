"""What in the courses can show each level that a job asks for, and back. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.catalog.content import Checklist, ChecklistItem, Course, Module, Scenario
from lms.catalog.shelf import Shelf

BY_QUIZ, BY_SCENARIO, BY_OBSERVATION = 1, 2, 4
"""The highest level that each way leads to; see `competencies.rules`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtIn:
    """A module that shows a competency, with how many of its questions are about it."""

    course: Course
    module: Module
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedIn:
    course: Course
    scenario: Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBy:
    """An item of the job's checklist."""

    checklist: Checklist
    item: ChecklistItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """All that can show one competency in one job."""

    modules: tuple[TaughtIn, ...] = ()
    scenarios: tuple[PlayedIn, ...] = ()
    items: tuple[SeenBy, ...] = ()

    @property
    def highest(self) -> int:
        """The highest level for which there is a way; a scenario adds to a quiz and shows nothing alone."""
        if self.items:
            return BY_OBSERVATION
        if self.modules and self.scenarios:
            return BY_SCENARIO
        return BY_QUIZ if self.modules else 0

    @property
    def minutes_to_one(self) -> int | None:
        """Of the shortest module; None where no module shows it."""
        return min((each.module.minutes for each in self.modules), default=None)

    @property
    def shortest_module(self) -> TaughtIn | None:
        return min(self.modules, key=lambda each: (each.module.minutes, each.module.id), default=None)

    @property
    def shortest_scenario(self) -> PlayedIn | None:
        return min(self.scenarios, key=lambda each: (each.scenario.minutes, each.scenario.id), default=None)


NO_WAYS = Ways()


def courses_of(shelf: Shelf, job: str) -> list[Course]:
    """The live courses that holders of this job take."""
    return [each for each in shelf.courses if each.live and (each.for_everyone or job in each.for_jobs)]


def ways(shelf: Shelf, job: str, competencies: Iterable[str]) -> Mapping[str, Ways]:
    """By competency."""
    courses = courses_of(shelf, job)
    checklists = [
        checklist
        for course in shelf.courses
        if course.live
        for checklist in course.checklists
        if checklist.job == job
    ]
    return {key: _ways(courses, checklists, job, key) for key in competencies}


def _ways(courses: list[Course], checklists: list[Checklist], job: str, competency: str) -> Ways:
    return Ways(
        modules=tuple(
            TaughtIn(course=course, module=module, questions=questions_about(module, competency))
            for course in courses
            for module in course.live_modules
            if any(shown.competency == competency for shown in module.shows)
        ),
        scenarios=tuple(
            PlayedIn(course=course, scenario=each)
            for course in courses
            for each in course.scenarios
            if (not each.for_jobs or job in each.for_jobs)
            and any(shown.competency == competency for shown in each.shows)
        ),
        items=tuple(
            SeenBy(checklist=checklist, item=item)
            for checklist in checklists
            for item in checklist.items
            if item.competency == competency
        ),
    )


def questions_about(module: Module, competency: str) -> int:
    """Questions of its quiz and its reserve whose objective belongs to the competency."""
    objectives = {each.id for each in module.objectives if each.competency == competency}
    return sum(item.objective in objectives for item in (*module.quiz.items, *module.reserve))
