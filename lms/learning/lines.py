"""Values that lists of courses, steps and plans show, here and on the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.catalog.content import Course
from lms.learning.due_words import DueLine
from lms.learning.reading import Words
from lms.learning.rules import Progress, State, Step
from lms.texts import _

SEGMENT_OF_STATE = {State.PASSED: "done", State.STARTED: "started", State.NOT_STARTED: "open"}


@dataclass(frozen=True, kw_only=True)
class CourseLine:
    """A course in a list."""

    title: str
    url: str
    about: str
    modules: int
    minutes: int
    check: bool
    passed: int
    done: bool
    states: tuple[str, ...]
    due: DueLine | None = None

    @property
    def started(self) -> bool:
        return any(state != "open" for state in self.states)


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    situation: str
    act: str
    by: date
    kept: bool = False
    kept_url: str = ""
    shared: bool = False
    """Their coaches and leader may read it."""
    share_url: str = ""


def course_line(course: Course, progress: Progress, words: Words) -> CourseLine:
    states = tuple(SEGMENT_OF_STATE[progress.state_of(module.id)] for module in course.live_modules)
    return CourseLine(
        title=words.plain(course.title),
        url=url_for("learning.course", course_id=course.id),
        about=words.plain(course.about),
        modules=len(course.live_modules),
        minutes=course.minutes,
        check=course.check is not None,
        passed=states.count("done"),
        done=course.id in progress.completed_courses,
        states=states,
    )


def title_of_step(step: Step) -> str:
    """What a step is called; may hold slots."""
    if step.kind == "check":
        return _("The check of “%(course)s”", course=step.course.title)
    if step.scenario is not None:
        return _("The scenario “%(title)s”", title=step.scenario.title)
    if step.kind == "plan" or step.module is None:
        return _("One plan from “%(course)s”", course=step.course.title)
    return step.module.title


def url_of_step(step: Step) -> str:
    """Where one does it: the module, the check, or the plan at the end of the last module."""
    if step.kind == "check" and step.course.check is not None:
        return url_for("learning.quiz", course_id=step.course.id, module_id=step.course.check.id)
    if step.scenario is not None:
        return url_for("learning.scenario", scenario_id=step.scenario.id)
    module = step.module or step.course.modules[-1]
    if step.state is State.STARTED and step.kind == "module":
        return url_for("learning.quiz", course_id=step.course.id, module_id=module.id)
    anchor = "plan" if step.kind == "plan" else None
    return url_for("learning.module", course_id=step.course.id, module_id=module.id, _anchor=anchor)
