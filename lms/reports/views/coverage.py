"""Where are we short? The map of all, and the same as a file."""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from lms import clock
from lms.catalog import shelf
from lms.competencies.framework import Framework
from lms.people.session import viewer
from lms.reports import addresses, queries, words
from lms.reports.coverage import Coverage, Line, View, coverage
from lms.reports.leaders import MODELLING
from lms.reports.rules import FEWEST_SHOWN, Kind, Show
from lms.reports.scope import Reach, Scope, scope_of
from lms.reports.strip import Strip, strip
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.reports.views.heat import heat_map
from lms.sheets import Value
from lms.texts import later
from lms.web.access import signed_in

COLUMNS = {
    Show.MET: (
        "on", "by", "id", "name", "people", "competency_id", "competency", "level_asked", "asked", "met",
        "short_by_1", "short_by_2", "short_by_3_or_more", "median_gap", "state", "filters",
    ),
    Show.FRESHNESS: (
        "on", "by", "id", "name", "people", "competency_id", "competency", "level_asked", "met", "current", "due",
        "state", "filters",
    ),
    Show.BENCH: (
        "on", "by", "id", "name", "people", "competency_id", "competency", "level_asked", "hold_it", "needed",
        "state", "filters",
    ),
}  # fmt: skip
BESIDE_THE_FIGURES = 9
"""Columns of each kind that say what the row is about."""
STATES = {
    Show.MET: {Kind.MET: "met", Kind.NOTHING: "no evidence"},
    Show.FRESHNESS: {Kind.MET: "current", Kind.NOTHING: "nobody meets it"},
    Show.BENCH: {Kind.MET: "enough", Kind.TWO: "one alone", Kind.THREE: "nobody", Kind.NOTHING: "no evidence"},
}
OTHERWISE = {Show.MET: "gap", Show.FRESHNESS: "due", Show.BENCH: "too few"}
SWITCH = ((Show.MET, later("Met")), (Show.FRESHNESS, later("Freshness")), (Show.BENCH, later("Bench")))


@blueprint.get("/reports/coverage", endpoint="coverage")
@signed_in
def page() -> str:
    scope = scope_of(viewer())
    framework = shelf.current().framework
    found, found_strip = _found(scope, framework), _strip(scope, framework)
    cells = len(found.lines) * len(framework.competencies)
    return render_template(
        "reports/coverage.html",
        **heat_map(found, framework, scope),
        view=found.view,
        reach=scope.reach.value,
        jobs=found.job_titles,
        teams=found.team_titles,
        no_team=queries.NO_TEAM,
        empty=_empty(found),
        answer=words.answer(found, _titles(framework), clock.today()),
        strip=found_strip.leaders if found_strip else None,
        strip_at=found_strip.at if found_strip else None,
        without_job=_without_job(found, scope),
        links=_links(found.view),
        switch=[
            (text, url_for("reports.coverage") + addresses.of_coverage(found.view, show=show), show is found.view.show)
            for show, text in SWITCH
        ],
        files=files.links("reports.coverage", addresses.of_coverage(found.view), rows=cells, by_mail="coverage"),
        made=files.made(rows=cells, filters=_filters(found.view)),
    )


@blueprint.get("/reports/coverage.csv", endpoint="coverage_csv", defaults={"kind": "csv"})
@blueprint.get("/reports/coverage.xlsx", endpoint="coverage_xlsx", defaults={"kind": "xlsx"})
@signed_in
def file(kind: str) -> Response:
    """What the page shows, cell by cell, with the same filters and in the same order."""
    scope, today = scope_of(viewer()), clock.today()
    framework = shelf.current().framework
    found = _found(scope, framework)
    view = found.view
    rows = (
        [today, view.by.value, *_row(line, competency.id, competency.title), _filters(view)]
        for line in found.lines
        for competency in framework.competencies.values()
    )
    return files.send(f"coverage-by-{view.by.value}", COLUMNS[view.show], rows, kind=kind)


def _found(scope: Scope, framework: Framework) -> Coverage:
    view = addresses.coverage_view(request.args, scope)
    return coverage(view, scope, tuple(framework.competencies), clock.today())


def _links(view: View) -> dict[str, str]:
    page, other = url_for("reports.coverage"), "job" if view.by == "team" else "team"
    return {
        "order": page + addresses.of_coverage(view, order="" if view.by_name else "name"),
        "other": page + addresses.of_coverage(view, by=other),
        "unfiltered": page + addresses.of_coverage(view, job="", team=""),
    }


def _empty(found: Coverage) -> str:
    """Which of the empty states it is, or "" when there is something to show."""
    if found.asks_anything:
        return ""
    if found.view.job or found.view.team:
        return "filters"
    if found.lines:
        return "requirements"
    return "people"


def _strip(scope: Scope, framework: Framework) -> Strip | None:
    """The strip of leaders; a leader's own page has none, and counts-only viewers none under five."""
    if scope.reach is Reach.TEAM or MODELLING not in framework.competencies:
        return None
    for_everyone = [course.id for course in shelf.current().courses if course.for_everyone]
    found = strip(courses=for_everyone, now=clock.now())
    fewest = FEWEST_SHOWN if scope.counts_only else 1
    return found if found.leaders.all >= fewest else None


def _without_job(found: Coverage, scope: Scope) -> str:
    """How many people have no job, or "" when all have one."""
    if not found.without_job:
        return ""
    if scope.counts_only and found.without_job < FEWEST_SHOWN:
        return words.FEW
    return str(found.without_job)


def _titles(framework: Framework) -> dict[str, str]:
    return {competency.id: competency.title for competency in framework.competencies.values()}


def _filters(view: View) -> str:
    return addresses.said({"job": view.job, "team": view.team})


def _row(line: Line, competency: str, title: str) -> list[Value]:
    kind = line.kind(competency)
    people: Value = words.FEW if line.few else line.people
    start: list[Value] = [line.key, words.row_title(line), people, competency, title]
    if kind in (Kind.FEW, Kind.UNASKED):
        empty: list[Value] = [None] * (len(COLUMNS[line.show]) - BESIDE_THE_FIGURES)
        empty[1] = words.FEW if kind is Kind.FEW else 0
        return [*start, *empty, "too few people to show" if kind is Kind.FEW else "not asked"]
    return [*start, *_figures(line, competency), STATES[line.show].get(kind, OTHERWISE[line.show])]


def _figures(line: Line, competency: str) -> list[Value]:
    cell, kind = line.cell(competency), line.kind(competency)
    if line.show is Show.FRESHNESS:
        return [cell.level or None, cell.met, cell.current, cell.due]
    if line.show is Show.BENCH:
        return [cell.level or None, cell.met, line.needed]
    gap = None if kind is Kind.NOTHING else cell.median_gap
    return [cell.level or None, cell.asked, cell.met, cell.gaps[1], cell.gaps[2], sum(cell.gaps[3:]), gap]
