"""How many gaps of which kind there are, from counts of people alike, so that a page of the list needs to
look only at the people who may stand on it.

A *tier* holds the gaps that the list puts side by side: as many levels missing, as essential, of the same
weight. Within it people stand by name. What is counted here and what `gaps` reads is the same: who holds
several jobs that ask for a competency has one gap, that of the job that asks for most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam, select

from lms.db import rows_of
from lms.jobs.models import Job, Requirement
from lms.jobs.queries import level_on
from lms.reports import counting
from lms.reports.counting import Tally
from lms.reports.scope import Scope


class Rank(NamedTuple):
    """The heaviest first: more missing, then essential, then the greater weight."""

    missing: int
    essential: bool
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    job: int
    level: int
    essential: bool
    weight: int

    @property
    def order(self) -> tuple[int, bool, int, int]:
        """Of several jobs the one whose order is greatest says what is asked."""
        return (self.level, self.essential, self.weight, -self.job)


@dataclass(slots=True, kw_only=True)
class Tier:
    """So many gaps; `pairs` are the jobs and competencies they come from."""

    rank: Rank
    size: int
    pairs: set[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The tiers that hold the rows of a page; of these, so many come before it."""

    tiers: Sequence[Tier]
    skip: int


def tiers(
    scope: Scope, on: date, *, team: str, job: str, competency: str, short: int, essential: bool
) -> list[Tier]:
    """All tiers of the list with these filters, the heaviest first."""
    asking = _asking(on, job, competency)
    groups = counting.groups(scope, on, by_team=bool(team))
    found: dict[Rank, Tier] = {}
    for tally in groups.tallies:
        if team and tally.team != team:
            continue
        for wanted, asked in _of(tally, asking).items():
            if essential and not asked.essential:
                continue
            for held, people in _holding(tally, wanted, asked.level):
                rank = Rank(asked.level - held, asked.essential, asked.weight)
                if people and rank.missing >= short:
                    tier = found.setdefault(rank, Tier(rank=rank, size=0, pairs=set()))
                    tier.size += people
                    tier.pairs.add((asked.job, wanted))
    return sorted(found.values(), key=lambda tier: tier.rank, reverse=True)


def part(of: Sequence[Tier], *, skip: int, most: int) -> Part:
    """Those tiers alone in which the rows after `skip`, at most so many, stand."""
    before, inside, begin = 0, list[Tier](), 0
    for tier in of:
        if before >= skip + most:
            break
        if before + tier.size > skip:
            begin = begin if inside else before
            inside.append(tier)
        before += tier.size
    return Part(tiers=inside, skip=skip - begin)


def _asking(on: date, job: str, competency: str) -> dict[int, dict[str, Asked]]:
    found: dict[int, dict[str, Asked]] = defaultdict(dict)
    for number, key, what, level, essential, weight in rows_of(_ASKING, today=on):
        if level and (not job or key == job) and (not competency or what == competency):
            found[number][what] = Asked(job=number, level=level, essential=essential, weight=weight)
    return found


def _of(tally: Tally, asking: Mapping[int, Mapping[str, Asked]]) -> dict[str, Asked]:
    """What is asked of these people, by competency."""
    asked: dict[str, Asked] = {}
    for job in tally.jobs:
        for competency, each in asking.get(job, {}).items():
            if competency not in asked or each.order > asked[competency].order:
                asked[competency] = each
    return asked


def _holding(tally: Tally, competency: str, below: int) -> Iterator[tuple[int, int]]:
    """How many hold each level below this one, 0 for nothing; those let off are in none."""
    held = tally.held.get(competency, ())
    yield 0, tally.people - tally.waived.get(competency, 0) - sum(held)
    yield from ((level, people) for level, people in enumerate(held, start=1) if level < below)


_ASKING = select(
    Job.id,
    Job.key,
    Requirement.competency,
    level_on(bindparam("today", type_=Date)),
    Requirement.essential,
    Requirement.weight,
).join(Requirement, Requirement.job_version_id == Job.version_id)
