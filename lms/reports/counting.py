"""How many people alike hold what: the one door to the figures that coverage, bench and rows show.

*People alike* are of one team and hold the same jobs. `figures` keeps their numbers behind `groups`; what is made of them, and who sees which, is decided in `coverage`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.figures import queries as figures
from lms.figures.packing import Counts, Key
from lms.figures.queries import Counted
from lms.reports import queries
from lms.reports.queries import Asking
from lms.reports.scope import Reach, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """People alike; `team` is "" where teams are not told apart. `held[competency]` says for the levels 1 to 4 how many hold them, and `current`
    how many of these are current today. Whose requirement is waived is in neither, but in `waived`."""

    team: str
    jobs: tuple[int, ...]
    people: int
    held: Mapping[str, Sequence[int]]
    current: Mapping[str, Sequence[int]]
    waived: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Everyone with a job, by groups of people alike; and how many have none."""

    tallies: Sequence[Tally]
    jobs: Mapping[int, Asking]
    teams: Mapping[str, str]
    without_job: int


def groups(scope: Scope, on: date, *, current: bool = False, by_team: bool = True) -> Groups:
    """Four statements for any number of people, and two more while changes wait to be counted.

    Without `by_team` the tallies say nothing of teams: they are fewer then, and read sooner.
    """
    let_off = queries.waivers(on)
    if scope.reach is Reach.TEAM:
        counted = figures.counted_of(queries.LED_BY, on, by_team=by_team, named=let_off, leader=scope.viewer_id)
    else:
        counted = figures.counted(on, by_team=by_team, named=let_off)
    jobs = queries.asking(on)  # after the people: a job just published is known before someone holds it
    teams = queries.teams(counted.teams)
    waived = _waived(counted, let_off, by_team=by_team)
    tallies = [
        _tally(key, counts, counted.competencies, waived.get(key, {}), teams if by_team else {}, current=current)
        for key, counts in counted.groups.items()
        if key[1]
    ]
    return Groups(
        tallies=tallies,
        jobs=jobs,
        teams=dict(teams.values()),
        without_job=sum(counts.people for (_team, held), counts in counted.groups.items() if not held),
    )


def _tally(
    key: Key,
    counts: Counts,
    competencies: Sequence[str],
    waived: Mapping[str, int],
    teams: Mapping[int, tuple[str, str]],
    *,
    current: bool,
) -> Tally:
    team, jobs = key
    places = list(enumerate(competencies))
    return Tally(
        team=teams[team][0] if teams else "",
        jobs=tuple(map(int, jobs.split(","))),
        people=counts.people,
        held={competency: counts.holding(place) for place, competency in places},
        current={competency: counts.holding(place, current=True) for place, competency in places} if current else {},
        waived=waived,
    )


def _waived(counted: Counted, let_off: Mapping[int, frozenset[str]], *, by_team: bool) -> dict[Key, dict[str, int]]:
    """Take those who are let off out of what is held, and say how many they are; changes the counts."""
    waived: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person, known in counted.named.items():
        team, jobs = known.key
        key = (team if by_team else 0, jobs)
        for competency in let_off[person]:
            waived[key][competency] += 1
            if competency in counted.competencies:
                counted.groups[key].leave_out(known.packed, counted.competencies.index(competency))
    return waived
