"""Reading what people have done in courses."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, literal, null, select, union_all

from lms.competencies.models import Evidence, Kind, SetAside
from lms.db import Instant, db, rows_of
from lms.learning.models import CourseCompletion, ModuleCompletion, Plan
from lms.learning.rules import Progress
from lms.quizzes.models import Attempt
from lms.scenarios.models import ScenarioRun


_WHOSE = bindparam("person_id")
_NO_LEVEL = null().cast(Integer)
_PROGRESS = union_all(
    select(
        literal("passed").label("what"),
        ModuleCompletion.module.label("key"),
        ModuleCompletion.completed_at.label("at"),
        _NO_LEVEL.label("level"),
    ).where(ModuleCompletion.person_id == _WHOSE),
    select(literal("course"), CourseCompletion.course, CourseCompletion.completed_at, _NO_LEVEL).where(
        CourseCompletion.person_id == _WHOSE
    ),
    select(literal("begun"), Attempt.quiz, Attempt.started_at, _NO_LEVEL).where(
        Attempt.person_id == _WHOSE, Attempt.finished_at.is_(None)
    ),
    select(literal("plan"), Plan.course, null().cast(Instant), _NO_LEVEL).where(Plan.person_id == _WHOSE),
    select(literal("played"), ScenarioRun.scenario, func.min(ScenarioRun.finished_at), _NO_LEVEL)
    .where(ScenarioRun.person_id == _WHOSE, ScenarioRun.passed)
    .group_by(ScenarioRun.scenario),
    select(literal("playing"), ScenarioRun.scenario, ScenarioRun.started_at, _NO_LEVEL).where(
        ScenarioRun.person_id == _WHOSE, ScenarioRun.finished_at.is_(None)
    ),
    select(literal("observed"), Evidence.competency, null().cast(Instant), func.max(Evidence.level))
    .where(
        Evidence.person_id == _WHOSE,
        Evidence.kind == Kind.OBSERVATION.value,
        ~select(SetAside.evidence_id).where(SetAside.evidence_id == Evidence.id).exists(),
    )
    .group_by(Evidence.competency),
)


def progress_of(person_id: int) -> Progress:
    """Everything that decides where a person stands, in one statement: home and courses ask it each time."""
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    observed: dict[str, int] = {}
    for what, key, at, level in rows_of(_PROGRESS, person_id=person_id):
        found[what][key] = at
        if what == "observed":
            observed[key] = level
    return Progress(
        passed=found["passed"],
        under_way=frozenset(found["begun"]),
        completed_courses=found["course"],
        planned_courses=frozenset(found["plan"]),
        passed_scenarios=found["played"],
        playing=frozenset(found["playing"]),
        observed=observed,
    )


def plans_of(person_id: int, *, module: str | None = None) -> list[Plan]:
    """Plans that are not kept yet, those of the nearest day first."""
    found = select(Plan).where(Plan.person_id == person_id, Plan.kept_at.is_(None))
    if module is not None:
        found = found.where(Plan.module == module)
    return list(db.session.scalars(found.order_by(Plan.by_day, Plan.id)))


def find_plan(person_id: int, plan_id: int) -> Plan | None:
    return db.session.scalar(select(Plan).where(Plan.id == plan_id, Plan.person_id == person_id))


def completion_of(person_id: int, course: str) -> CourseCompletion | None:
    return db.session.scalar(
        select(CourseCompletion).where(CourseCompletion.person_id == person_id, CourseCompletion.course == course)
    )


