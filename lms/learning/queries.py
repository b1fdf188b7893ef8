"""Reading what people have done in courses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Date,
    Integer,
    String,
    bindparam,
    literal,
    null,
    select,
    union_all,
)

from lms.db import db, rows_of
from lms.learning.models import CourseCompletion, ModuleCompletion, Plan
from lms.learning.rules import OpenPlan, Progress
from lms.quizzes.models import Attempt

_WHOSE: BindParameter[int] = bindparam("person_id")
_NO_PLAN = (null().cast(Integer), null().cast(String), null().cast(String), null().cast(String), null().cast(Date))
_PROGRESS: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(literal("passed"), ModuleCompletion.module, ModuleCompletion.completed_at, *_NO_PLAN).where(
        ModuleCompletion.person_id == _WHOSE
    ),
    select(literal("course"), CourseCompletion.course, CourseCompletion.completed_at, *_NO_PLAN).where(
        CourseCompletion.person_id == _WHOSE
    ),
    select(literal("begun"), Attempt.quiz, Attempt.started_at, *_NO_PLAN).where(
        Attempt.person_id == _WHOSE, Attempt.finished_at.is_(None)
    ),
    select(
        literal("plan"), Plan.course, Plan.kept_at, Plan.id, Plan.module, Plan.situation, Plan.act, Plan.by_day
    ).where(Plan.person_id == _WHOSE),
)


def progress_of(person_id: int) -> Progress:
    """Everything that decides where a person stands, in one statement: home and courses ask it each time."""
    found: dict[str, dict[str, datetime]] = {"passed": {}, "course": {}, "begun": {}, "plan": {}}
    open_plans: list[OpenPlan] = []
    for what, key, at, plan, module, situation, act, by_day in rows_of(_PROGRESS, person_id=person_id):
        found[what][key] = at
        if plan is not None and at is None:
            open_plans.append(OpenPlan(id=plan, module=module, situation=situation, act=act, by_day=by_day))
    return Progress(
        passed=found["passed"],
        under_way=frozenset(found["begun"]),
        completed_courses=found["course"],
        planned_courses=frozenset(found["plan"]),
        open_plans=tuple(sorted(open_plans, key=lambda plan: (plan.by_day, plan.id))),
    )


def find_plan(person_id: int, plan_id: int) -> Plan | None:
    return db.session.scalar(select(Plan).where(Plan.id == plan_id, Plan.person_id == person_id))


def completion_of(person_id: int, course: str) -> CourseCompletion | None:
    return db.session.scalar(
        select(CourseCompletion).where(CourseCompletion.person_id == person_id, CourseCompletion.course == course)
    )


