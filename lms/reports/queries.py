"""Reading what reports show of many people at once. Writes nothing.

Coverage of a thousand people is fourteen thousand levels. The database groups them by competency
and level and hands each group over as one text of numbers, which it does from an index alone and
in a quarter of the time that a row a cell would take; who asks for what is then counted here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lms.competencies.models import Evidence, HeldLevel, Kind, SetAside
from lms.competencies.rules import Held
from lms.db import db, rows_of
from lms.jobs.models import Appointment, Job, Requirement, Waiver
from lms.jobs.queries import held_on, waives_on
from lms.learning.models import CourseCompletion
from lms.people.models import Person, Team
from lms.reports.scope import Reach, Scope

NO_TEAM = "without-a-team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A job, and the levels its newest version asks for."""

    key: str
    title: str
    required: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Where people sit: for each person (as text) their team and their jobs; and how many have no job."""

    of: Mapping[str, tuple[str, tuple[int, ...]]]
    teams: Mapping[str, str]
    without_job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """People who lead someone: how many, and how many of them were trained, were observed, can model."""

    all: int
    trained: int
    observed: int
    model: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Someone in a row of coverage, what their jobs there ask for, and what they hold."""

    id: int
    name: str
    team: str
    required: int
    held: Held | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The newest piece of evidence of somebody in a competency."""

    kind: str
    on: date


def asking(on: date) -> dict[int, Asking]:
    """Every job that was published, by number, with what it asks for on that day; one statement."""
    required: dict[int, dict[str, int]] = defaultdict(dict)
    names: dict[int, tuple[str, str]] = {}
    for job, key, title, competency, level in rows_of(_ASKING, today=on):
        names[job] = (key, title)
        if level:
            required[job][competency] = level
    return {job: Asking(key=key, title=title, required=required[job]) for job, (key, title) in names.items()}


def seats(scope: Scope, on: date) -> Seats:
    """Who of those in reach holds which jobs today, in which team; one statement."""
    own_team = scope.reach is Reach.TEAM
    statement = _SEATS_OF_LED if own_team else _SEATS
    values: dict[str, Any] = {"today": on} | ({"leader": scope.viewer_id} if own_team else {})
    of: dict[str, tuple[str, tuple[int, ...]]] = {}
    teams: dict[str, str] = {}
    without_job = 0
    for job, team, name, numbers in rows_of(statement, **values):
        team = team or NO_TEAM
        people_here = numbers.split(",")
        if job is None:
            without_job += len(people_here)
            continue
        teams[team] = name or ""
        alone = (team, (job,))
        for person in people_here:
            before = of.get(person)
            of[person] = alone if before is None else (team, tuple(sorted({*before[1], job})))
    return Seats(of=of, teams=teams, without_job=without_job)


def holders_by_level(current_on: date | None = None) -> Iterator[tuple[str, int, list[str]]]:
    """For each competency and level, the people (as text) who hold it, or whose level is current
    on a day; one statement."""
    found = rows_of(_HOLDERS) if current_on is None else rows_of(_CURRENT_HOLDERS, today=current_on)
    for competency, level, numbers in found:
        yield competency, level, numbers.split(",")


def waivers(on: date) -> dict[str, frozenset[str]]:
    """By competency, the people (as text) of whom it is not asked on this day; one statement."""
    found: dict[str, set[str]] = defaultdict(set)
    for competency, person in rows_of(_WAIVERS, today=on):
        found[competency].add(str(person))
    return {competency: frozenset(people) for competency, people in found.items()}


def leaders(*, courses: Collection[str], modelling: str) -> Leaders:
    """Everyone who leads someone. Trained: has completed one of `courses`; can model: holds level 3
    in the competency `modelling`. One statement."""
    number, trained, observed, model = rows_of(_LEADERS, courses=list(courses), modelling=modelling).one()
    return Leaders(all=number, trained=int(trained), observed=int(observed), model=int(model))


def asked_in(
    people: ColumnElement[bool], competency: str, on: date, *, jobs: Mapping[int, int], team: str | None
) -> list[Asked]:
    """Those of these people whose jobs ask for the competency, by name; one statement.

    `jobs` are the jobs to look at and the level each asks for; `team` is a key, or None for all.
    """
    found = (
        select(
            Person.id,
            Person.name,
            func.coalesce(Team.name, ""),
            Appointment.job_id,
            HeldLevel.level,
            HeldLevel.since,
            HeldLevel.current_until,
            HeldLevel.one_observer,
        )
        .join(Appointment, and_(Appointment.person_id == Person.id, held_on(on)))
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(HeldLevel, and_(HeldLevel.person_id == Person.id, HeldLevel.competency == competency))
        .where(people, Appointment.job_id.in_(list(jobs)))
        .order_by(Person.name, Person.id)
    )
    if team is not None:
        found = found.where(Team.id.is_(None) if team == NO_TEAM else Team.key == team)
    asked: dict[int, Asked] = {}
    for person, name, team_name, job, level, since, until, one_observer in db.session.execute(found):
        earlier = asked.get(person)
        held = (
            Held(level=level, since=since, current_until=until, one_observer=one_observer) if level else None
        )
        required = max(jobs[job], earlier.required if earlier else 0)
        asked[person] = Asked(id=person, name=name, team=team_name, required=required, held=held)
    return list(asked.values())


def newest_evidence(person_ids: Collection[int], competency: str) -> dict[int, Newest]:
    """By person, the newest that counts; one statement."""
    found = (
        select(Evidence.person_id, Evidence.kind, Evidence.shown_on)
        .outerjoin(SetAside, SetAside.evidence_id == Evidence.id)
        .where(
            Evidence.person_id.in_(list(person_ids)),
            Evidence.competency == competency,
            SetAside.evidence_id.is_(None),
        )
        .order_by(Evidence.shown_on, Evidence.id)
    )
    return {person: Newest(kind=kind, on=on) for person, kind, on in db.session.execute(found)}


def _numbers(column: InstrumentedAttribute[int]) -> ColumnElement[str]:
    """All numbers of a group as one text: "3,17,4"."""
    return func.aggregate_strings(cast(column, String), ",")


def _figures_of_leaders() -> Select[int, int, int, int]:
    report = aliased(Person)
    leading = select(report.leader_id).where(report.leader_id.is_not(None), report.left_on.is_(None))
    completed = select(CourseCompletion.id).where(
        CourseCompletion.person_id == Person.id,
        CourseCompletion.course.in_(bindparam("courses", expanding=True)),
    )
    seen = (
        select(Evidence.id)
        .outerjoin(SetAside, SetAside.evidence_id == Evidence.id)
        .where(
            Evidence.person_id == Person.id,
            Evidence.kind == Kind.OBSERVATION,
            Evidence.observer_id != Person.id,
            SetAside.evidence_id.is_(None),
        )
    )
    models = select(HeldLevel.level).where(
        HeldLevel.person_id == Person.id, HeldLevel.competency == bindparam("modelling"), HeldLevel.level >= 3
    )
    return (
        select(func.count(), _how_many(completed), _how_many(seen), _how_many(models))
        .select_from(Person)
        .where(Person.left_on.is_(None), Person.id.in_(leading))
    )


def _how_many(having: Select[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((having.exists(), 1), else_=0)), 0)


def _seats() -> Select[int, str, str, str]:
    return (
        select(Appointment.job_id, Team.key, Team.name, _numbers(Person.id))
        .select_from(Person)
        .outerjoin(
            Appointment, and_(Appointment.person_id == Person.id, held_on(bindparam("today", type_=Date)))
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .where(Person.left_on.is_(None))
        .group_by(Appointment.job_id, Team.id)
    )


# Built once: putting these together takes longer than some of them run.
_ASKING = (
    select(Job.id, Job.key, Job.title, Requirement.competency, Requirement.level)
    .outerjoin(Requirement, Requirement.job_version_id == Job.version_id)
    .order_by(Job.title)
)
_SEATS = _seats()
_SEATS_OF_LED = _SEATS.where(Person.leader_id == bindparam("leader"))
_HOLDERS = select(HeldLevel.competency, HeldLevel.level, _numbers(HeldLevel.person_id)).group_by(
    HeldLevel.competency, HeldLevel.level
)
_CURRENT_HOLDERS = _HOLDERS.where(HeldLevel.current_until >= bindparam("today", type_=Date))
_WAIVERS = select(Waiver.competency, Waiver.person_id).where(waives_on(bindparam("today", type_=Date)))
_LEADERS = _figures_of_leaders()
