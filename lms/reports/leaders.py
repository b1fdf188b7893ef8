"""Leaders first: who was trained, was observed and can model, because the others learn from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.orm import aliased

from lms.competencies.models import Evidence, HeldLevel, Kind, SetAside
from lms.db import rows_of
from lms.learning.models import CourseCompletion
from lms.people.models import Person, Team

MODELLING = "coach-and-model"
"""The competency that tells whether a leader can model the others."""
MODELS_FROM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """People who lead someone: how many, and how many of them were trained, were observed, can model."""

    all: int
    trained: int
    observed: int
    model: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """One of them; `leads` so many people."""

    id: int
    name: str
    team: str
    leads: int
    trained: bool
    observed: bool
    models: bool


def figures(*, courses: Collection[str], modelling: str = MODELLING) -> Leaders:
    """Everyone who leads someone. Trained: has completed one of `courses`; observed by somebody else;
    can model: holds level 3 in the competency `modelling`. One statement."""
    number, trained, observed, model = rows_of(_FIGURES, courses=list(courses), modelling=modelling).one()
    return Leaders(all=number, trained=int(trained), observed=int(observed), model=int(model))


def everyone(*, courses: Collection[str], modelling: str = MODELLING) -> list[Leader]:
    """The same people by name, those who lack most first; one statement."""
    found = [
        Leader(
            id=number,
            name=name,
            team=team,
            leads=leads,
            trained=bool(trained),
            observed=bool(observed),
            models=bool(models),
        )
        for number, name, team, leads, trained, observed, models in rows_of(
            _EVERYONE, courses=list(courses), modelling=modelling
        )
    ]
    return sorted(found, key=lambda each: each.trained + each.observed + each.models)


_REPORT = aliased(Person)
_LEADS_SOMEONE = Person.id.in_(
    select(_REPORT.leader_id).where(_REPORT.leader_id.is_not(None), _REPORT.left_on.is_(None))
)
_COMPLETED = select(CourseCompletion.id).where(
    CourseCompletion.person_id == Person.id,
    CourseCompletion.course.in_(bindparam("courses", expanding=True)),
)
_SEEN = (
    select(Evidence.id)
    .outerjoin(SetAside, SetAside.evidence_id == Evidence.id)
    .where(
        Evidence.person_id == Person.id,
        Evidence.kind == Kind.OBSERVATION,
        Evidence.observer_id != Person.id,
        SetAside.evidence_id.is_(None),
    )
)
_MODELS = select(HeldLevel.level).where(
    HeldLevel.person_id == Person.id,
    HeldLevel.competency == bindparam("modelling"),
    HeldLevel.level >= MODELS_FROM,
)


def _has(having: Select[int]) -> ColumnElement[int]:
    return case((having.exists(), 1), else_=0)


def _how_many(having: Select[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(_has(having)), 0)


_FIGURES = (
    select(func.count(), _how_many(_COMPLETED), _how_many(_SEEN), _how_many(_MODELS))
    .select_from(Person)
    .where(Person.left_on.is_(None), _LEADS_SOMEONE)
)
_LED = (
    select(func.count())
    .select_from(_REPORT)
    .where(_REPORT.leader_id == Person.id, _REPORT.left_on.is_(None))
    .correlate(Person)
    .scalar_subquery()
)
_EVERYONE = (
    select(
        Person.id, Person.name, func.coalesce(Team.name, ""), _LED, _has(_COMPLETED), _has(_SEEN), _has(_MODELS)
    )
    .select_from(Person)
    .outerjoin(Team, Team.id == Person.team_id)
    .where(Person.left_on.is_(None), _LEADS_SOMEONE)
    .order_by(Person.sort_name, Person.id)
)
