"""Reading what people have done in courses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, literal, null, select, union_all

from lms.db import Instant, db, rows_of
from lms.learning.models import CourseCompletion, ModuleCompletion, Plan
from lms.learning.rules import Progress
from lms.quizzes.models import Attempt


_WHOSE = bindparam("person_id")
_PROGRESS = union_all(
    select(
        literal("passed").label("what"),
        ModuleCompletion.module.label("key"),
        ModuleCompletion.completed_at.label("at"),
    ).where(ModuleCompletion.person_id == _WHOSE),
    select(literal("course"), CourseCompletion.course, CourseCompletion.completed_at).where(
        CourseCompletion.person_id == _WHOSE
    ),
    select(literal("begun"), Attempt.quiz, Attempt.started_at).where(
        Attempt.person_id == _WHOSE, Attempt.finished_at.is_(None)
    ),
    select(literal("plan"), Plan.course, null().cast(Instant)).where(Plan.person_id == _WHOSE),
)


def progress_of(person_id: int) -> Progress:
    """Everything that decides where a person stands, in one statement: home and courses ask it each time."""
    found: dict[str, dict[str, datetime]] = {"passed": {}, "course": {}, "begun": {}, "plan": {}}
    for what, key, at in rows_of(_PROGRESS, person_id=person_id):
        found[what][key] = at
    return Progress(
        passed=found["passed"],
        under_way=frozenset(found["begun"]),
        completed_courses=found["course"],
        planned_courses=frozenset(found["plan"]),
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


