"""Who needs what next? The list of gaps, the same as a file, and asking several people to take a course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import Response, render_template, request, url_for

from lms import clock
from lms.catalog import shelf
from lms.jobs import queries as jobs
from lms.people import queries as people
from lms.people.session import viewer
from lms.reports import addresses, gaps, words
from lms.reports.coverage import By, Line, View, coverage
from lms.reports.gaps import GapRow
from lms.reports.queries import NO_TEAM
from lms.reports.rules import Cell, Kind
from lms.reports.scope import Reach, Scope, scope_of
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.sheets import Value
from lms.texts import _, ngettext
from lms.web.access import signed_in

PAGE_SIZE = 50
COLUMNS = (
    "person_id", "person", "team", "job", "competency_id", "competency", "essential", "asked", "held", "short_by",
    "newest_evidence", "due_for_refresh", "next_step", "coach", "on_leave", "asked_to_take", "by", "filters",
)  # fmt: skip
COUNTED_COLUMNS = ("job_id", "job", "competency_id", "competency", "asked", "met", "short", "missing_levels")


@dataclass(frozen=True, kw_only=True)
class GapLine:
    """A row of the page; `value` is what its tick box sends."""

    value: str
    name: str
    url: str
    team: str
    job: str
    competency: str
    asks: int
    has: int
    age: str
    due: bool
    step: str
    coach: str
    on_leave: bool
    planned: str
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class CountedLine:
    """How many people of a job are short in a competency: what those who see counts only read."""

    job: str
    competency: str
    asked: int
    short: int
    missing: int


@blueprint.get("/reports/gaps", endpoint="gaps")
@signed_in
def page() -> str:
    scope = scope_of(viewer())
    if scope.counts_only:
        return _counted_page(scope)
    wanted, today, number = addresses.gaps_wanted(request.args), clock.today(), addresses.page_number(request.args)
    listing, query = gaps.Listing(wanted, scope, today), addresses.of_gaps(wanted)
    counts = listing.counts
    lines = [_line(row, today) for row in listing.page(skip=(number - 1) * PAGE_SIZE, most=PAGE_SIZE)]
    pages = addresses.pages(url_for("reports.gaps"), query, number=number, size=PAGE_SIZE, total=counts.gaps)
    return render_template(
        "reports/gaps.html",
        lines=lines,
        wanted=wanted,
        lede=_lede(counts),
        pages=pages,
        own_team=scope.reach is Reach.TEAM,
        jobs={job.key: job.title for job in jobs.all_jobs(today)},
        teams=_teams(),
        competencies={key: each.title for key, each in shelf.current().framework.competencies.items()},
        unfiltered=url_for("reports.gaps"),
        query=query,
        files=files.links("reports.gaps", query, rows=counts.gaps, by_mail="gaps"),
        made=files.made(rows=counts.gaps, filters=addresses.said_of_gaps(wanted), pages=pages),
    )


@blueprint.get("/reports/gaps.csv", endpoint="gaps_csv", defaults={"kind": "csv"})
@blueprint.get("/reports/gaps.xlsx", endpoint="gaps_xlsx", defaults={"kind": "xlsx"})
@signed_in
def file(kind: str) -> Response:
    """All rows of the list, on whichever of its pages they stand."""
    scope = scope_of(viewer())
    if scope.counts_only:
        rows: Iterator[list[Value]] = (
            [line.key, line.title, competency, title, cell.asked, cell.met, cell.short, cell.missing]
            for line, competency, title, cell in _counted(scope)
        )
        return files.send("gaps", COUNTED_COLUMNS, rows, kind=kind)
    files.keep_that_people_leave("gaps", kind)
    wanted, today = addresses.gaps_wanted(request.args), clock.today()
    filters = addresses.said_of_gaps(wanted)
    found = (_cells(row, filters) for row in gaps.rows(wanted, scope, today))
    return files.send("gaps", COLUMNS, found, kind=kind)


def _counted_page(scope: Scope) -> str:
    lines = [
        CountedLine(
            job=line.title, competency=title, asked=cell.asked, short=cell.short, missing=cell.missing
        )
        for line, _competency, title, cell in _counted(scope)
    ]
    return render_template(
        "reports/gap_counts.html",
        lines=lines,
        files=files.links("reports.gaps", "", rows=len(lines), by_mail="gaps"),
        made=files.made(rows=len(lines), filters=""),
    )


class CountedCell(NamedTuple):
    line: Line
    competency: str
    title: str
    cell: Cell


def _counted(scope: Scope) -> list[CountedCell]:
    """The cells of coverage by job that may be shown and in which somebody is short, the heaviest first."""
    framework = shelf.current().framework
    found = coverage(View(by=By.JOB), scope, tuple(framework.competencies), clock.today())
    cells = [
        CountedCell(line, competency.id, competency.title, line.cell(competency.id))
        for line in found.lines
        for competency in framework.competencies.values()
        if line.kind(competency.id) in (Kind.ONE, Kind.TWO, Kind.THREE)
    ]
    return sorted(cells, key=lambda each: (-each.cell.missing, each.line.title, each.competency))


def _lede(counts: gaps.Counts) -> str:
    if counts.people is None:
        return ngettext("%(num)d gap.", "%(num)d gaps.", counts.gaps)
    return _(
        "%(gaps)s of %(people)s.",
        gaps=ngettext("%(num)d gap", "%(num)d gaps", counts.gaps),
        people=ngettext("%(num)d person", "%(num)d people", counts.people),
    )


def _teams() -> Mapping[str, str]:
    return {team.key: team.name for team in people.teams()} | {NO_TEAM: ""}


def _line(row: GapRow, today: date) -> GapLine:
    return GapLine(
        value=f"{row.person_id}.{row.competency}",
        name=row.name,
        url=url_for("reports.person", person_id=row.person_id),
        team=row.team,
        job=row.job,
        competency=words.competency_title(row.competency),
        asks=row.asked,
        has=row.held,
        age=words.age(row.newest, today),
        due=row.due,
        step=words.step(row.step),
        coach=", ".join(row.coaches),
        on_leave=row.on_leave,
        planned=words.planned(row.planned),
        overdue=row.planned is not None and row.planned.overdue,
    )


def _cells(row: GapRow, filters: str) -> list[Value]:
    planned = row.planned
    return [
        row.person_id,
        row.name,
        row.team,
        row.job,
        row.competency,
        words.competency_title(row.competency),
        words.yes_no(row.essential),
        row.asked,
        row.held,
        row.short,
        row.newest,
        words.yes_no(row.due),
        words.step(row.step),
        ", ".join(row.coaches),
        words.yes_no(row.on_leave),
        planned.course if planned else None,
        planned.due_on if planned else None,
        filters,
    ]
