"""Reading what reports show of many people at once. Writes nothing.

How many hold what is kept in `figures`, and reaches reports through `counting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, select

from lms.competencies.models import Evidence, HeldLevel, SetAside
from lms.competencies.rules import Held
from lms.db import db, rows_of
from lms.jobs.models import Appointment, Job, Requirement, Waiver
from lms.jobs.queries import held_on, level_on, waives_on
from lms.people.models import Person, Team

NO_TEAM = "without-a-team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A job, and the levels its newest version asks for."""

    key: str
    title: str
    required: Mapping[str, int]


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


def teams(numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """Key and name of these teams by number, 0 standing for none; one statement."""
    found = {number: (key, name) for number, key, name in rows_of(_TEAMS) if number in numbers}
    return found | ({0: (NO_TEAM, "")} if 0 in numbers else {})


def waivers(on: date) -> dict[int, frozenset[str]]:
    """By person, the competencies that are not asked of them on this day; one statement."""
    found: dict[int, set[str]] = defaultdict(set)
    for competency, person in rows_of(_WAIVERS, today=on):
        found[person].add(competency)
    return {person: frozenset(competencies) for person, competencies in found.items()}


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


# Built once: putting these together takes longer than some of them run.
_ASKING = (
    select(
        Job.id, Job.key, Job.title, Requirement.competency, level_on(bindparam("today", type_=Date))
    )
    .outerjoin(Requirement, Requirement.job_version_id == Job.version_id)
    .order_by(Job.title)
)
_TEAMS = select(Team.id, Team.key, Team.name)
LED_BY = select(Person.id).where(Person.leader_id == bindparam("leader"), Person.left_on.is_(None))
_WAIVERS = select(Waiver.competency, Waiver.person_id).where(waives_on(bindparam("today", type_=Date)))
