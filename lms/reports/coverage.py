"""Coverage: for each job or team and each competency, how many people are where they should be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.reports import queries
from lms.reports.queries import Asking, Seats
from lms.reports.rules import NOT_ASKED, Cell, Group, Kind, cell_of, highest, too_small
from lms.reports.scope import Scope

HIGHEST_LEVEL = 4
Profile = tuple[str, tuple[int, ...]]
"""A team ("" where teams do not matter) and the jobs that somebody in it holds."""


class By(StrEnum):
    JOB = "job"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What was asked for in the address. Counts-only viewers get no filters: two views with
    different filters would tell by their difference what neither shows."""

    by: By
    job: str = ""
    team: str = ""
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row. `few`: it is too small to be shown to this viewer, and so is each of its cells."""

    key: str
    title: str
    people: int
    cells: Mapping[str, Cell]
    hidden: frozenset[str] = frozenset()
    few: bool = False

    @property
    def missing(self) -> int:
        """Its burden: people × mean gap, all competencies together."""
        return sum(cell.missing for cell in self.cells.values())

    def cell(self, competency: str) -> Cell:
        return self.cells.get(competency, NOT_ASKED)

    def kind(self, competency: str) -> Kind:
        """What the viewer sees of this cell. What nobody is asked for is empty for all."""
        cell = self.cell(competency)
        if cell.asked and (self.few or competency in self.hidden):
            return Kind.FEW
        return cell.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """All rows, in their order. `people` is None where even their sum is too small to be shown."""

    view: View
    lines: Sequence[Line]
    people: int | None
    without_job: int
    job_titles: Mapping[str, str]
    team_titles: Mapping[str, str]

    @property
    def asks_anything(self) -> bool:
        return any(cell.asked for line in self.lines for cell in line.cells.values())

    def biggest_gap(self) -> tuple[Line, str, Cell] | None:
        """The visible cell with the most missing levels."""
        seen = [
            (line, competency, cell)
            for line in self.lines
            for competency, cell in line.cells.items()
            if cell.missing and line.kind(competency) is not Kind.FEW
        ]
        return max(seen, key=lambda each: each[2].missing, default=None)


def coverage(view: View, scope: Scope, competencies: Sequence[str], on: date) -> Coverage:
    """Three statements, for any number of people."""
    seats = queries.seats(scope, on)
    jobs = queries.asking()  # after the seats: a job just published is known before someone holds it
    profiles = _profiles(view, seats, jobs)
    held = _held(profiles)
    lines = _lines(view, Counter(profiles.values()), held, jobs, seats, competencies)
    people: int | None = len(profiles)
    if scope.counts_only:
        lines = _without_the_few(lines, competencies)
        people = None if all(line.few for line in lines) else people
    return Coverage(
        view=view,
        lines=_in_order(lines, view),
        people=people,
        without_job=seats.without_job,
        job_titles={job.key: job.title for job in jobs.values()},
        team_titles=seats.teams,
    )


def _profiles(view: View, seats: Seats, jobs: Mapping[int, Asking]) -> dict[str, Profile]:
    """Each person's team and jobs as far as this view looks at them."""
    profiles: dict[str, Profile] = {}
    for person, (team, held) in seats.of.items():
        if view.team and team != view.team:
            continue
        if view.job:
            held = tuple(job for job in held if jobs[job].key == view.job)
        if held:
            profiles[person] = (team if view.by is By.TEAM else "", held)
    return profiles


def _held(profiles: Mapping[str, Profile]) -> dict[Profile, dict[str, list[int]]]:
    """How many people of each profile hold a competency at levels 1 to 4."""
    held: dict[Profile, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * HIGHEST_LEVEL))
    different = list(dict.fromkeys(profiles.values()))
    numbers = {profile: number for number, profile in enumerate(different)}
    number_of = {
        person: numbers[profile] for person, profile in profiles.items()
    }  # counts faster than profiles
    for competency, level, people in queries.holders_by_level():
        for number, count in Counter(map(number_of.get, people)).items():
            if number is not None:
                held[different[number]][competency][level - 1] = count
    return held


def _lines(
    view: View,
    sizes: Mapping[Profile, int],
    held: Mapping[Profile, Mapping[str, Sequence[int]]],
    jobs: Mapping[int, Asking],
    seats: Seats,
    competencies: Sequence[str],
) -> list[Line]:
    groups: dict[str, list[Group]] = defaultdict(list)
    for profile, people in sizes.items():
        team, mine = profile
        levels = held.get(profile, {})
        if view.by is By.TEAM:
            required = highest(jobs[job].required for job in mine)
            groups[team].append(Group(people=people, required=required, held=levels))
        else:
            for job in mine:
                groups[jobs[job].key].append(Group(people=people, required=jobs[job].required, held=levels))
    titles = seats.teams if view.by is By.TEAM else {job.key: job.title for job in jobs.values()}
    return [
        Line(
            key=key,
            title=titles[key],
            people=sum(group.people for group in row),
            cells={competency: cell_of(row, competency) for competency in competencies},
        )
        for key, row in groups.items()
    ]


def _without_the_few(lines: Sequence[Line], competencies: Sequence[str]) -> list[Line]:
    """Hide rows that are too small, and in each column the cells that are, by one rule for both."""
    smallest_row = too_small(line.people for line in lines)
    hidden: dict[str, set[str]] = {line.key: set() for line in lines}
    for competency in competencies:
        asked = {line.key: line.cell(competency).asked for line in lines}
        smallest = too_small(asked.values(), at_least=smallest_row)
        for key, people in asked.items():
            if people <= smallest:
                hidden[key].add(competency)
    return [
        Line(
            key=line.key,
            title=line.title,
            people=line.people,
            cells=line.cells,
            hidden=frozenset(hidden[line.key]),
            few=line.people <= smallest_row,
        )
        for line in lines
    ]


def _in_order(lines: Sequence[Line], view: View) -> list[Line]:
    """The heaviest burden first; rows that are hidden stand last, where their place tells nothing."""
    if view.by_name:
        return sorted(lines, key=lambda line: (line.title, line.key))
    return sorted(lines, key=lambda line: (line.few, 0 if line.few else -line.missing, line.title, line.key))
