"""Reading runs, and how often each reply was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from lms.db import rows_of
from lms.scenarios.models import ReplyTaken, ScenarioRun
from lms.scenarios.play import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run that has at least one stored reply."""

    id: int
    course: str
    revision: str
    number: int
    started_at: datetime
    finished_at: datetime | None
    ending: str | None
    ending_kind: str | None
    points: int | None
    best: int | None
    passed: bool
    taken: tuple[Taken, ...] | None = None
    """What was said in it, where that was read along with it."""


_RUNS = (
    select(
        ScenarioRun.id,
        ScenarioRun.course,
        ScenarioRun.revision,
        ScenarioRun.number,
        ScenarioRun.started_at,
        ScenarioRun.finished_at,
        ScenarioRun.ending,
        ScenarioRun.ending_kind,
        ScenarioRun.points,
        ScenarioRun.best,
        ScenarioRun.passed,
    )
    .where(ScenarioRun.person_id == bindparam("person_id"), ScenarioRun.scenario == bindparam("scenario"))
    .order_by(ScenarioRun.number)
)
_FACTS = tuple(str(column.key) for column in _RUNS.selected_columns)
_RUNS_LOCKED = _RUNS.with_for_update()
_RUNS_TOLD = (
    _RUNS.add_columns(ReplyTaken.step, ReplyTaken.scene, ReplyTaken.reply, ReplyTaken.taken_at)
    .outerjoin(ReplyTaken, and_(ReplyTaken.run_id == ScenarioRun.id, ScenarioRun.finished_at.is_(None)))
    .order_by(ReplyTaken.step)
)


def runs_of(person_id: int, scenario: str, *, lock: bool = False) -> list[Run]:
    """All runs of a person through one scenario, oldest first; with them what was said in the open one.

    With `lock` nobody else adds to them until this transaction ends (PostgreSQL; SQLite's writing
    transactions are one at a time anyway): two last replies sent at once end a run once. Then what
    was said is not read along, for it would be as it was before the wait for the lock.
    """
    if lock:
        return [Run(**row._asdict()) for row in rows_of(_RUNS_LOCKED, person_id=person_id, scenario=scenario)]
    rows = rows_of(_RUNS_TOLD, person_id=person_id, scenario=scenario)
    return [_told(list(found)) for _number, found in groupby(rows, key=lambda row: row.number)]


def _told(rows: list[Row[*tuple[Any, ...]]]) -> Run:
    """One run from the rows of its replies; a finished one comes as one row without any."""
    run = dict(zip(_FACTS, rows[0], strict=False))
    replies = [Taken(step=row.step, scene=row.scene, reply=row.reply, taken_at=row.taken_at) for row in rows if row.step]
    return Run(**run, taken=tuple(replies) if run["finished_at"] is None else None)


_REPLIES = (
    select(ReplyTaken.step, ReplyTaken.scene, ReplyTaken.reply, ReplyTaken.taken_at)
    .where(ReplyTaken.run_id == bindparam("run_id"))
    .order_by(ReplyTaken.step)
)


def replies_of(run_id: int) -> tuple[Taken, ...]:
    return tuple(Taken(**row._asdict()) for row in rows_of(_REPLIES, run_id=run_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """How far a person is with one scenario."""

    runs: int
    under_way: bool
    passed: bool


_PLAYED = (
    select(
        ScenarioRun.scenario,
        func.count(ScenarioRun.id),
        func.count(ScenarioRun.id) - func.count(ScenarioRun.finished_at),
        func.max(ScenarioRun.points).filter(ScenarioRun.passed),
    )
    .where(ScenarioRun.person_id == bindparam("person_id"))
    .group_by(ScenarioRun.scenario)
)


def played_by(person_id: int) -> dict[str, Played]:
    """By scenario; who has begun nothing has an empty dictionary."""
    return {
        scenario: Played(runs=runs, under_way=bool(open_runs), passed=best is not None)
        for scenario, runs, open_runs, best in rows_of(_PLAYED, person_id=person_id)
    }


_COUNTS = (
    select(ReplyTaken.scene, ReplyTaken.reply, func.count(ReplyTaken.run_id.distinct()))
    .join(ScenarioRun, ScenarioRun.id == ReplyTaken.run_id)
    .where(ScenarioRun.scenario == bindparam("scenario"), ScenarioRun.number == 1)
    .group_by(ReplyTaken.scene, ReplyTaken.reply)
)


def times_taken(scenario: str) -> dict[tuple[str, str], int]:
    """In how many first runs each reply was taken, by scene and reply, over all revisions."""
    return {(scene, reply): number for scene, reply, number in rows_of(_COUNTS, scenario=scenario)}


_ENDINGS = (
    select(ScenarioRun.ending, func.count(ScenarioRun.id))
    .where(ScenarioRun.scenario == bindparam("scenario"), ScenarioRun.number == 1, ScenarioRun.ending.is_not(None))
    .group_by(ScenarioRun.ending)
)


def times_ended(scenario: str) -> dict[str, int]:
    """How many first runs came to each ending."""
    return {ending: number for ending, number in rows_of(_ENDINGS, scenario=scenario)}
