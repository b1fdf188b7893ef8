"""Counts of all people by group: those that are kept, corrected for whoever changed since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Executable,
    Integer,
    Text,
    bindparam,
    cast,
    literal,
    null,
    select,
    union,
    union_all,
)
from sqlalchemy.types import LargeBinary

from lms.competencies.models import HeldLevel
from lms.db import rows_of
from lms.figures import packing
from lms.figures.models import FiguresChanged, FiguresState, KeptCount, PersonFigures
from lms.figures.packing import Counts, Key, Standing
from lms.jobs.models import Appointment
from lms.people.models import Person

AT_ONCE = 5000
"""So many people are asked for in one statement."""

@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the kept counts: where, and with which levels."""

    key: Key
    packed: str


@dataclass(slots=True)
class Tables:
    """What one statement read of the kept counts, so that all of it is of one moment."""

    competencies: list[str] = field(default_factory=list)
    counted_on: date | None = None
    groups: dict[Key, Counts] = field(default_factory=dict)
    teams: set[int] = field(default_factory=set)
    changed: dict[int, Known | None] = field(default_factory=dict)
    named: dict[int, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """People by group. `competencies` tells whose numbers stand where; `teams` are all that have
    people; `named` are those who were asked for by number, as far as they are counted."""

    competencies: Sequence[str]
    groups: Mapping[Key, Counts]
    teams: Collection[int]
    named: Mapping[int, Known]


def counted(on: date, *, by_team: bool, named: Collection[int] = ()) -> Counted:
    """Everyone who works here on that day, as the rows they come from say now.

    Without `by_team` all teams are put together, as 0. One statement, and two more where somebody
    changed since the counts were kept.
    """
    tables = _tables(on, by_team=by_team, named=named)
    if tables.counted_on is not None and on < tables.counted_on:
        return _count(_everyone(on), by_team=by_team, named=named)
    standings = standings_of(tables.changed, on)
    competencies = packing.widened(tables.competencies, standings.values())
    groups = tables.groups
    for known in tables.changed.values():
        if known is not None:
            _move(groups, known, -1, by_team=by_team)
    for person, standing in standings.items():
        known = Known(standing.key, packing.packed(standing, competencies))
        _move(groups, known, 1, by_team=by_team)
        if person in named:
            tables.named[person] = known
    return Counted(
        competencies=competencies,
        groups={key: counts for key, counts in groups.items() if counts.people},
        teams=tables.teams | {standing.team_id for standing in standings.values()},
        named=tables.named,
    )


def people(on: date) -> tuple[int, int]:
    """How many work here, and how many of them have no job."""
    groups = counted(on, by_team=False).groups
    without_job = sum(counts.people for (_team, jobs), counts in groups.items() if not jobs)
    return sum(counts.people for counts in groups.values()), without_job


def counted_of(
    people: Executable, on: date, *, by_team: bool, named: Collection[int] = (), **values: Any
) -> Counted:
    """The same for the people this statement finds, from their own rows: for a leader's team. Three statements."""
    found = [person for (person,) in rows_of(people, **values)]
    return _count(standings_of(found, on), by_team=by_team, named=named)


def standings_of(people: Collection[int], on: date) -> dict[int, Standing]:
    """Where these people are on that day; who does not work here is left out. Two statements for each
    `AT_ONCE` of them."""
    ids = list(people)
    return {
        person: standing
        for start in range(0, len(ids), AT_ONCE)
        for person, standing in _standings(ids[start : start + AT_ONCE], on)
    }


def waiting(on: date, *, most: int) -> list[int]:
    """People whose kept figures are out of date on that day, for whichever reason."""
    return [person for (person,) in rows_of(_WAITING, on=on, most=most)]


def due_on(on: date, *, most: int) -> list[int]:
    """Those of whom a day that passed changed something."""
    return [person for (person,) in rows_of(_DUE, on=on, most=most)]


def _standings(people: list[int], on: date) -> Iterator[tuple[int, Standing]]:
    seats: dict[int, tuple[int, list[tuple[int, date, date | None]]]] = {}
    for person, team, job, starts_on, ends_on in rows_of(_SEATS, people=people, on=on):
        _team, appointments = seats.setdefault(person, (team or 0, []))
        if job is not None:
            appointments.append((job, starts_on, ends_on))
    levels: dict[int, list[tuple[str, int, date]]] = defaultdict(list)
    for person, competency, level, until in rows_of(_LEVELS, people=people):
        levels[person].append((competency, level, until))
    for person, (team, appointments) in seats.items():
        jobs = sorted({job for job, starts_on, _ends_on in appointments if starts_on <= on})
        days = [(starts_on, ends_on) for _job, starts_on, ends_on in appointments]
        held = levels.get(person, ())
        yield person, Standing(
            team_id=team,
            jobs=",".join(map(str, jobs)),
            held={competency: (level, on <= until) for competency, level, until in held},
            changes_on=packing.next_change(on, days, (until for _competency, _level, until in held)),
        )


def _move(groups: dict[Key, Counts], known: Known, sign: int, *, by_team: bool) -> None:
    """Put somebody into their group, or take them out."""
    team, jobs = known.key
    key = (team if by_team else 0, jobs)
    counts = groups.get(key)
    if counts is None:
        counts = groups[key] = Counts()
    counts.add(known.packed, sign)


def _everyone(on: date) -> dict[int, Standing]:
    """For a day before the last that was counted for, of which nothing is kept any more."""
    return standings_of([person for (person,) in rows_of(select(Person.id).order_by(Person.id))], on)


def _count(standings: Mapping[int, Standing], *, by_team: bool, named: Collection[int]) -> Counted:
    groups: dict[Key, Counts] = {}
    competencies = packing.widened((), standings.values())
    known = {
        person: Known(standing.key, packing.packed(standing, competencies))
        for person, standing in standings.items()
    }
    for each in known.values():
        _move(groups, each, 1, by_team=by_team)
    return Counted(
        competencies=competencies,
        groups=groups,
        teams={standing.team_id for standing in standings.values()},
        named={person: known[person] for person in named if person in known},
    )


def _tables(on: date, *, by_team: bool, named: Collection[int]) -> Tables:
    tables = Tables()
    rows = rows_of(_TABLES, on=on, every_team=not by_team, named=list(named))
    for kind, person, team, jobs, people, counts, text, day in rows:
        if kind == _STATE:
            tables.competencies, tables.counted_on = json.loads(text), day
        elif kind == _GROUP:
            tables.groups[(team, jobs)] = Counts.from_bytes(people, counts)
        elif kind == _TEAM:
            tables.teams.add(team)
        elif kind == _CHANGED:
            tables.changed[person] = Known((team, jobs), text) if text is not None else None
        else:
            tables.named[person] = Known((team, jobs), text)
    for person in tables.changed:
        tables.named.pop(person, None)
    return tables


_STATE, _GROUP, _TEAM, _CHANGED, _NAMED = range(5)


def _tables_statement() -> Any:
    nothing, no_day = cast(null(), Integer), cast(null(), Date)
    changed = union(
        select(FiguresChanged.person_id),
        select(PersonFigures.person_id).where(PersonFigures.changes_on <= bindparam("on", type_=Date)),
    ).subquery()
    state = select(
        literal(_STATE), nothing, nothing, cast(null(), Text), nothing, cast(null(), LargeBinary),
        cast(FiguresState.competencies, Text), FiguresState.counted_on,
    )  # fmt: skip
    groups = select(
        literal(_GROUP), nothing, KeptCount.team_id, KeptCount.jobs, KeptCount.people, KeptCount.counts,
        cast(null(), Text), no_day,
    ).where(KeptCount.every_team == bindparam("every_team", type_=Boolean))  # fmt: skip
    no_counts = (nothing, cast(null(), LargeBinary))
    teams = (
        select(literal(_TEAM), nothing, KeptCount.team_id, cast(null(), Text), *no_counts, cast(null(), Text), no_day)
        .where(KeptCount.every_team.is_(False))
        .distinct()
    )
    theirs = (*no_counts, PersonFigures.packed, no_day)
    of_changed = (
        select(literal(_CHANGED), changed.c.person_id, KeptCount.team_id, KeptCount.jobs, *theirs)
        .select_from(changed)
        .outerjoin(PersonFigures, PersonFigures.person_id == changed.c.person_id)
        .outerjoin(KeptCount, KeptCount.id == PersonFigures.kept_count_id)
    )
    of_named = (
        select(literal(_NAMED), PersonFigures.person_id, KeptCount.team_id, KeptCount.jobs, *theirs)
        .join(KeptCount, KeptCount.id == PersonFigures.kept_count_id)
        .where(PersonFigures.person_id.in_(bindparam("named", expanding=True)))
    )
    return union_all(state, groups, teams, of_changed, of_named)


# Built once: putting these together takes longer than some of them run.
_TABLES = _tables_statement()
_SEATS = (
    select(Person.id, Person.team_id, Appointment.job_id, Appointment.starts_on, Appointment.ends_on)
    .outerjoin(
        Appointment,
        (Appointment.person_id == Person.id)
        & (Appointment.ends_on.is_(None) | (Appointment.ends_on >= bindparam("on", type_=Date))),
    )
    .where(Person.id.in_(bindparam("people", expanding=True)), Person.left_on.is_(None))
)
_LEVELS = select(HeldLevel.person_id, HeldLevel.competency, HeldLevel.level, HeldLevel.current_until).where(
    HeldLevel.person_id.in_(bindparam("people", expanding=True))
)
_DUE = (
    select(PersonFigures.person_id)
    .where(PersonFigures.changes_on <= bindparam("on", type_=Date))
    .order_by(PersonFigures.person_id)
    .limit(bindparam("most"))
)
_WAITING = (
    union(
        select(FiguresChanged.person_id),
        select(PersonFigures.person_id).where(PersonFigures.changes_on <= bindparam("on", type_=Date)),
    )
    .order_by("person_id")
    .limit(bindparam("most"))
)

