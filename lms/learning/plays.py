"""Which run of which scenario a page is about.

A run that was begun keeps its revision; one that nobody began is laid out on the newest.
"""

from __future__ import annotations

from dataclasses import replace

from flask import current_app

from lms.catalog import shelf
from lms.catalog.content import Course
from lms.errors import NotFound
from lms.scenarios import queries
from lms.scenarios.play import Play, lay_out
from lms.scenarios.queries import Run
from lms.scenarios.rules import Script


def find(person_id: int, scenario_id: str, *, number: int | None, lock: bool = False) -> Play:
    """The run called `number`; without one, the unfinished run or else a new one.

    Raises NotFound for a scenario or a run that cannot be.
    """
    return among(queries.runs_of(person_id, scenario_id, lock=lock), person_id, scenario_id, number=number)


def among(runs: list[Run], person_id: int, scenario_id: str, *, number: int | None) -> Play:
    """The same, where the runs of this person are known already."""
    begun = _wanted(runs, number)
    if begun is not None:
        return begun_play(person_id, scenario_id, begun)
    course = shelf.current().course_of_scenario(scenario_id)
    if course is None:
        raise NotFound(scenario_id)
    return _blank(person_id, course, scenario_id, number=len(runs) + 1)


def begun_play(person_id: int, scenario_id: str, run: Run) -> Play:
    """A run that has replies, on its own revision."""
    course = shelf.course_at(run.course, run.revision)
    if course is None:
        raise NotFound(scenario_id)
    return replace(
        _blank(person_id, course, scenario_id, number=run.number),
        run_id=run.id,
        started_at=run.started_at,
        finished_at=run.finished_at,
        ending=run.ending,
        taken=queries.replies_of(run.id) if run.taken is None else run.taken,
    )


def _wanted(runs: list[Run], number: int | None) -> Run | None:
    """Of all runs the one meant; None is one that nobody began yet."""
    if number is None:
        return runs[-1] if runs and runs[-1].finished_at is None else None
    if number <= len(runs):
        return runs[number - 1]
    if number != len(runs) + 1 or (runs and runs[-1].finished_at is None):
        raise NotFound(number)
    return None


def _blank(person_id: int, course: Course, scenario_id: str, *, number: int) -> Play:
    scenario = course.scenario(scenario_id)
    if scenario is None:
        raise NotFound(scenario_id)
    script = Script(course.id, course.revision, scenario_id, scenario)
    return lay_out(script, person_id=person_id, number=number, key=current_app.config["SECRET_KEY"])
