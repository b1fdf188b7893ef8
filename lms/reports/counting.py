"""How many people alike hold what: the one door to the figures that coverage, bench and rows show.

*People alike* are of one team and hold the same jobs. Whoever keeps such figures keeps them behind
`groups`; what is made of them, and who sees which, is decided in `coverage`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.reports import queries
from lms.reports.queries import Asking
from lms.reports.scope import Scope

HIGHEST_LEVEL = 4
Profile = tuple[str, tuple[int, ...]]
"""A team and all jobs that somebody in it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """People alike. `held[competency]` says for the levels 1 to 4 how many hold them, and `current`
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


def groups(scope: Scope, on: date, *, current: bool = False) -> Groups:
    """Four statements for any number of people, and one more where `current` is asked for."""
    seats = queries.seats(scope, on)
    jobs = queries.asking(on)  # after the seats: a job just published is known before someone holds it
    different = list(dict.fromkeys(seats.of.values()))
    numbers = {profile: number for number, profile in enumerate(different)}
    number_of = {person: numbers[profile] for person, profile in seats.of.items()}  # counts faster than profiles
    waived = queries.waivers(on)
    held = _held(number_of, waived, None)
    fresh = _held(number_of, waived, on) if current else {}
    let_off = _waived(number_of, waived)
    sizes = Counter(number_of.values())
    tallies = [
        Tally(
            team=team,
            jobs=held_jobs,
            people=sizes[number],
            held=held.get(number, {}),
            current=fresh.get(number, {}),
            waived=let_off.get(number, {}),
        )
        for number, (team, held_jobs) in enumerate(different)
    ]
    return Groups(tallies=tallies, jobs=jobs, teams=seats.teams, without_job=seats.without_job)


def _held(
    number_of: Mapping[str, int], waived: Mapping[str, frozenset[str]], current_on: date | None
) -> dict[int, dict[str, list[int]]]:
    """How many people of each group hold a competency at levels 1 to 4."""
    held: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * HIGHEST_LEVEL))
    for competency, level, people in queries.holders_by_level(current_on):
        if let_off := waived.get(competency):
            people = [person for person in people if person not in let_off]
        for number, count in Counter(map(number_of.get, people)).items():
            if number is not None:
                held[number][competency][level - 1] = count
    return held


def _waived(
    number_of: Mapping[str, int], waived: Mapping[str, frozenset[str]]
) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for competency, people in waived.items():
        for number, count in Counter(map(number_of.get, people)).items():
            if number is not None:
                found[number][competency] = count
    return found
