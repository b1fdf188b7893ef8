"""Everything the company holds about a person's learning, as one plain value to take away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select

from lms import audit
from lms.certificates import queries as certificates
from lms.competencies.models import Evidence, HeldLevel
from lms.db import Base, db
from lms.jobs.models import Appointment
from lms.learning.models import CourseCompletion, ModuleCompletion, Plan
from lms.people import queries as people
from lms.quizzes.models import Answer, Attempt, RefresherAnswer, RefresherCard
from lms.scenarios.models import ReplyTaken, ScenarioRun

TABLES: dict[str, type[Base]] = {
    "appointments": Appointment,
    "attempts": Attempt,
    "module_completions": ModuleCompletion,
    "course_completions": CourseCompletion,
    "plans": Plan,
    "refresher_answers": RefresherAnswer,
    "refresher_cards": RefresherCard,
    "scenario_runs": ScenarioRun,
    "evidence": Evidence,
    "held_levels": HeldLevel,
}


def all_about(person_id: int) -> dict[str, Any]:
    """By kind of record, each row with its own columns; moments and days in ISO 8601."""
    person = people.get(person_id)
    about: dict[str, Any] = {
        "person": _row(person, leave_out={"password_hash", "session_epoch"}),
        "page_views": [
            {"viewer": view.viewer_id, "on": view.viewed_on.isoformat()} for view in audit.views_of(person_id)
        ],
        "certificates": [_row(each) for each in certificates.certificates_of(person_id)],
    }
    for name, table in TABLES.items():
        found = db.session.scalars(select(table).where(table.person_id == person_id))  # type: ignore[attr-defined]
        about[name] = [_row(each) for each in found]
    answers = select(Answer).join(Attempt, Attempt.id == Answer.attempt_id).where(Attempt.person_id == person_id)
    about["answers"] = [_row(each) for each in db.session.scalars(answers)]
    replies = select(ReplyTaken).join(ScenarioRun, ScenarioRun.id == ReplyTaken.run_id)
    about["replies"] = [_row(each) for each in db.session.scalars(replies.where(ScenarioRun.person_id == person_id))]
    return about


def _row(row: Base, *, leave_out: set[str] = frozenset()) -> dict[str, Any]:  # type: ignore[assignment]
    names = [column.key for column in inspect(type(row)).column_attrs if column.key not in leave_out]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
