"""Reading what people have done in courses."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    CompoundSelect,
    Date,
    Integer,
    String,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)

from lms.coaching.models import Calibration
from lms.competencies.models import Evidence, Kind, SetAside
from lms.db import Instant, db, rows_of
from lms.learning.due_queries import Due as Due
from lms.learning.due_queries import dues_of as dues_of
from lms.learning.models import CourseCompletion, ModuleCompletion, Plan
from lms.learning.rules import OpenPlan, Progress
from lms.quizzes.models import Attempt
from lms.scenarios.models import ScenarioRun

_WHOSE: BindParameter[int] = bindparam("person_id")
_NO_LEVEL = null().cast(Integer)
_NO_PLAN = (
    null().cast(Integer),
    null().cast(String),
    null().cast(String),
    null().cast(String),
    null().cast(Date),
    null().cast(Boolean),
)
_NEITHER = (_NO_LEVEL, *_NO_PLAN)
_PROGRESS: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(literal("passed"), ModuleCompletion.module, ModuleCompletion.completed_at, *_NEITHER).where(
        ModuleCompletion.person_id == _WHOSE
    ),
    select(literal("course"), CourseCompletion.course, CourseCompletion.completed_at, *_NEITHER).where(
        CourseCompletion.person_id == _WHOSE
    ),
    select(literal("begun"), Attempt.quiz, Attempt.started_at, *_NEITHER).where(
        Attempt.person_id == _WHOSE, Attempt.finished_at.is_(None)
    ),
    select(
        literal("plan"),
        Plan.course,
        Plan.kept_at,
        _NO_LEVEL,
        Plan.id,
        Plan.module,
        Plan.situation,
        Plan.act,
        Plan.by_day,
        Plan.shared,
    ).where(Plan.person_id == _WHOSE),
    select(literal("played"), ScenarioRun.scenario, func.min(ScenarioRun.finished_at), *_NEITHER)
    .where(ScenarioRun.person_id == _WHOSE, ScenarioRun.passed)
    .group_by(ScenarioRun.scenario),
    select(literal("playing"), ScenarioRun.scenario, ScenarioRun.started_at, *_NEITHER).where(
        ScenarioRun.person_id == _WHOSE, ScenarioRun.finished_at.is_(None)
    ),
    select(
        literal("observed"), Evidence.competency, null().cast(Instant), func.max(Evidence.level), *_NO_PLAN
    )
    .where(
        Evidence.person_id == _WHOSE,
        Evidence.kind == Kind.OBSERVATION.value,
        ~select(SetAside.evidence_id).where(SetAside.evidence_id == Evidence.id).exists(),
    )
    .group_by(Evidence.competency),
    select(literal("calibrated"), Calibration.checklist, Calibration.completed_at, *_NEITHER).where(
        Calibration.coach_id == _WHOSE, Calibration.completed_at.is_not(None)
    ),
)


def progress_of(person_id: int) -> Progress:
    """Everything that decides where a person stands, in one statement: home and courses ask it each time."""
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    observed: dict[str, int] = {}
    open_plans: list[OpenPlan] = []
    for what, key, at, level, plan, module, situation, act, by_day, shared in rows_of(_PROGRESS, person_id=person_id):
        found[what][key] = at
        if what == "observed":
            observed[key] = level
        if plan is not None and at is None:
            open_plans.append(
                OpenPlan(id=plan, module=module, situation=situation, act=act, by_day=by_day, shared=shared)
            )
    return Progress(
        passed=found["passed"],
        under_way=frozenset(found["begun"]),
        completed_courses=found["course"],
        planned_courses=frozenset(found["plan"]),
        passed_scenarios=found["played"],
        playing=frozenset(found["playing"]),
        observed=observed,
        calibrated=bool(found["calibrated"]),
        open_plans=tuple(sorted(open_plans, key=lambda plan: (plan.by_day, plan.id))),
    )


def shared_plans_of(person_id: int) -> list[Plan]:
    """The plans this person lets their coaches and leader read, the nearest day first."""
    found = select(Plan).where(Plan.person_id == person_id, Plan.shared, Plan.kept_at.is_(None))
    return list(db.session.scalars(found.order_by(Plan.by_day, Plan.id)))


def find_plan(person_id: int, plan_id: int) -> Plan | None:
    return db.session.scalar(select(Plan).where(Plan.id == plan_id, Plan.person_id == person_id))


def completion_of(person_id: int, course: str) -> CourseCompletion | None:
    return db.session.scalar(
        select(CourseCompletion).where(CourseCompletion.person_id == person_id, CourseCompletion.course == course)
    )


