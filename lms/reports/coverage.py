"""Coverage: for each job or team and each competency, how many people are where they should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from lms.reports import counting, needs
from lms.reports.counting import Groups, Tally
from lms.reports.rules import (
    FEWEST_SHOWN,
    NOT_ASKED,
    USUAL_NEED,
    Cell,
    Group,
    Kind,
    Show,
    burden_of,
    cell_of,
    highest,
    kind_of,
    too_small,
)
from lms.reports.scope import Scope


class By(StrEnum):
    JOB = "job"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What was asked for in the address. Counts-only viewers get no filters: two views with
    different filters would tell by their difference what neither shows."""

    by: By
    show: Show = Show.MET
    job: str = ""
    team: str = ""
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row. `few`: it is too small to be shown to this viewer, and so is each of its cells.

    `needed` is how many people who hold the level its team needs; `show` is what the view looks at.
    """

    key: str
    title: str
    people: int
    cells: Mapping[str, Cell]
    show: Show = Show.MET
    needed: int = USUAL_NEED
    need_is_set: bool = False
    hidden: frozenset[str] = frozenset()
    few: bool = False
    jobs: frozenset[int] = field(default=frozenset(), compare=False)

    @property
    def burden(self) -> int:
        """People × mean gap, all competencies together; or people who are due, or missing on the bench.
        What is hidden is left out, or the place of the row would tell of it."""
        return sum(self.burden_in(competency) for competency in self.cells if competency not in self.hidden)

    def burden_in(self, competency: str) -> int:
        return burden_of(self.cell(competency), self.show, self.needed)

    def cell(self, competency: str) -> Cell:
        return self.cells.get(competency, NOT_ASKED)

    def kind(self, competency: str) -> Kind:
        """What the viewer sees of this cell. What nobody is asked for is empty for all."""
        cell = self.cell(competency)
        if cell.asked and (self.few or competency in self.hidden):
            return Kind.FEW
        return kind_of(cell, self.show, self.needed)


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
        """The visible cell with the greatest burden."""
        seen = [
            (line, competency, cell)
            for line in self.lines
            for competency, cell in line.cells.items()
            if line.burden_in(competency) and line.kind(competency) not in (Kind.FEW, Kind.NOTHING)
        ]
        return max(seen, key=lambda each: each[0].burden_in(each[1]), default=None)


def coverage(view: View, scope: Scope, competencies: Sequence[str], on: date) -> Coverage:
    """As many statements as `counting.groups`, for any number of people, and one for what teams need."""
    by_team = view.by is By.TEAM or bool(view.team)
    groups = counting.groups(scope, on, current=view.show is Show.FRESHNESS, by_team=by_team)
    lines = _lines(view, groups, competencies)
    people: int | None = sum(tally.people for tally in groups.tallies if _is_looked_at(view, groups, tally))
    if view.show is Show.BENCH and view.by is By.TEAM:
        lines = _with_needs(lines, needs.of_teams())
    if scope.counts_only:
        lines = _without_the_few(lines, competencies)
        people = None if all(line.few for line in lines) else people
    return Coverage(
        view=view,
        lines=_in_order(lines, view),
        people=people,
        without_job=groups.without_job,
        job_titles={job.key: job.title for job in groups.jobs.values()},
        team_titles=groups.teams,
    )


def _jobs_looked_at(view: View, groups: Groups, tally: Tally) -> tuple[int, ...]:
    """The jobs of these people as far as the view looks at them; none where it leaves them out."""
    if view.team and tally.team != view.team:
        return ()
    return tuple(job for job in tally.jobs if not view.job or groups.jobs[job].key == view.job)


def _is_looked_at(view: View, groups: Groups, tally: Tally) -> bool:
    return bool(_jobs_looked_at(view, groups, tally))


def _lines(view: View, groups: Groups, competencies: Sequence[str]) -> list[Line]:
    rows: dict[str, list[Group]] = defaultdict(list)
    jobs_in: dict[str, set[int]] = defaultdict(set)
    for tally in groups.tallies:
        mine = _jobs_looked_at(view, groups, tally)
        if not mine:
            continue
        if view.by is By.TEAM:
            required = highest(groups.jobs[job].required for job in mine)
            rows[tally.team].append(_group(tally, required))
            jobs_in[tally.team].update(mine)
        else:
            for job in mine:
                rows[groups.jobs[job].key].append(_group(tally, groups.jobs[job].required))
                jobs_in[groups.jobs[job].key].add(job)
    titles = groups.teams if view.by is By.TEAM else {job.key: job.title for job in groups.jobs.values()}
    return [
        Line(
            key=key,
            title=titles[key],
            people=sum(group.people for group in row),
            cells={competency: cell_of(row, competency) for competency in competencies},
            show=view.show,
            jobs=frozenset(jobs_in[key]),
        )
        for key, row in rows.items()
    ]


def _group(tally: Tally, required: Mapping[str, int]) -> Group:
    return Group(
        people=tally.people, required=required, held=tally.held, current=tally.current, waived=tally.waived
    )


def _with_needs(lines: Sequence[Line], set_by_hr: Mapping[str, int]) -> list[Line]:
    return [
        replace(line, needed=set_by_hr.get(line.key, USUAL_NEED), need_is_set=line.key in set_by_hr) for line in lines
    ]


def _without_the_few(lines: Sequence[Line], competencies: Sequence[str]) -> list[Line]:
    """Hide rows that are too small, and in each column the cells that are, by one rule for both."""
    smallest_row = too_small(line.people for line in lines)
    hidden: dict[str, set[str]] = {line.key: set() for line in lines}
    for competency in competencies:
        for key in _hidden_in_column(lines, competency, smallest_row):
            hidden[key].add(competency)
    return [
        replace(line, hidden=frozenset(hidden[line.key]), few=line.people <= smallest_row) for line in lines
    ]


def _hidden_in_column(lines: Sequence[Line], competency: str, smallest_row: int) -> set[str]:
    """Cells of which too few are asked, and those of which a few are let off: beside the people of
    their row they would tell that somebody is. Freshness is about those who meet it, so that these
    must be enough as well."""
    asked = {line.key: line.cell(competency).asked for line in lines}
    smallest = too_small(asked.values(), at_least=smallest_row)
    hidden = {key for key, people in asked.items() if people <= smallest}
    hidden |= {line.key for line in lines if 0 < line.cell(competency).waived < FEWEST_SHOWN}
    if any(line.show is Show.FRESHNESS for line in lines):
        met = {line.key: line.cell(competency).met for line in lines}
        fewest = too_small(met.values(), at_least=max((met[key] for key in hidden), default=0))
        hidden |= {key for key, people in met.items() if 0 < people <= fewest}
    return hidden


def _in_order(lines: Sequence[Line], view: View) -> list[Line]:
    """The heaviest burden first; rows that are hidden stand last, where their place tells nothing."""
    if view.by_name:
        return sorted(lines, key=lambda line: (line.title, line.key))
    return sorted(lines, key=lambda line: (line.few, 0 if line.few else -line.burden, line.title, line.key))
