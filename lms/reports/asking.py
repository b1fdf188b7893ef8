"""Asking several people to take the course that closes a gap of theirs, and whom that leaves out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lms.learning import assigning
from lms.learning.assigning import AskedAlready, Target, When
from lms.learning.dues import Basis
from lms.reports import gaps
from lms.reports.gaps import GapRow, Wanted
from lms.reports.scope import Scope

MOST_AT_ONCE = 50

Pick = tuple[int, str]
"""A person and a competency."""


class Skipped(StrEnum):
    """Why nothing is asked of somebody."""

    ON_LEAVE = "on leave"
    NO_COACH = "no coach"
    OBSERVATION = "observation"
    ASKED_ALREADY = "asked already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A person is asked to take a course, for this competency."""

    row: GapRow
    course: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    row: GapRow
    why: Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    asks: Sequence[Ask]
    left_out: Sequence[LeftOut]


def sort_out(picks: Collection[Pick], scope: Scope, on: date) -> Sorted:
    """What each of the chosen gaps leads to; gaps that closed meanwhile, or that this viewer does not
    see, are simply not there. As many statements for one as for many."""
    chosen = set(picks)
    if not chosen:
        return Sorted(asks=(), left_out=())
    wanted = Wanted(people=frozenset(person_id for person_id, _competency in chosen))
    asks: dict[tuple[int, str], Ask] = {}
    left_out: list[LeftOut] = []
    for row in gaps.rows(wanted, scope, on):
        if (row.person_id, row.competency) not in chosen:
            continue
        why = why_not(row)
        if why is not None:
            left_out.append(LeftOut(row=row, why=why))
        else:
            asks.setdefault((row.person_id, row.step.course), Ask(row=row, course=row.step.course))
    return Sorted(asks=list(asks.values()), left_out=left_out)


def why_not(row: GapRow) -> Skipped | None:
    """Nobody on leave is asked for anything; an observation is asked of a coach, where there is one."""
    if row.on_leave:
        return Skipped.ON_LEAVE
    if not row.step.course:
        return Skipped.OBSERVATION if row.coaches else Skipped.NO_COACH
    return Skipped.ASKED_ALREADY if row.planned else None


def ask(asks: Sequence[Ask], *, by_day: date, reason: str, by: int, now: datetime) -> int:
    """Each is asked once; who was asked meanwhile by another day is left as it is. Returns how many were."""
    asked = 0
    for each in asks:
        try:
            assigning.assign(
                each.course,
                Target(person_id=each.row.person_id),
                When(basis=Basis.FIXED, due_on=by_day),
                reason,
                competency=each.row.competency,
                by=by,
                now=now,
            )
        except AskedAlready:
            continue
        asked += 1
    return asked
