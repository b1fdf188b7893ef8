"""Where are we short? The map of all, the same as a file, and the people behind one cell."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for
from markupsafe import Markup

from lms import clock
from lms.catalog import shelf
from lms.competencies.framework import Competency, Framework
from lms.errors import NotFound
from lms.people.session import viewer
from lms.reports import queries, words
from lms.reports.coverage import By, Coverage, Line, View, coverage
from lms.reports.queries import Leaders
from lms.reports.rules import FEWEST_SHOWN, Kind
from lms.reports.scope import Reach, Scope, scope_of, scope_with_people
from lms.reports.views.blueprint import blueprint
from lms.reports.views.cell import page as cell_page
from lms.sheets import Value, csv_text
from lms.texts import _, day, ngettext, time_of_day
from lms.web.access import signed_in

MODELLING = "coach-and-model"
"""The competency that tells whether a leader can model the others."""

SHOWN_ON_PHONES = (8, 4)
"""Cells of the first rows that a phone shows at once, the worst first; the others of them are folded
away, and further rows are links to themselves alone."""

COLUMNS = (
    "on",
    "by",
    "id",
    "name",
    "people",
    "competency_id",
    "competency",
    "level_asked",
    "asked",
    "met",
    "short_by_1",
    "short_by_2",
    "short_by_3_or_more",
    "median_gap",
    "state",
    "filters",
)
STATES = {
    Kind.MET: "met",
    Kind.ONE: "gap",
    Kind.TWO: "gap",
    Kind.THREE: "gap",
    Kind.NOTHING: "no evidence",
    Kind.FEW: "too few people to show",
    Kind.UNASKED: "not asked",
}


Columns = list[tuple[str, list[Competency]]]
"""Titles of groups, each with its competencies."""


class HeatCell(NamedTuple):
    kind: str
    text: str | Markup
    label: str
    url: str


class HeatRow(NamedTuple):
    title: str
    people: str
    url: str
    cells: list[list[HeatCell]]


class HeatGroup(NamedTuple):
    title: str
    columns: list[str]


class HeatEntry(NamedTuple):
    title: str
    cell: HeatCell


class HeatList(NamedTuple):
    title: str
    people: str
    entries: list[HeatEntry]
    rest: list[HeatEntry]


class HeatLink(NamedTuple):
    title: str
    people: str
    url: str


@blueprint.get("/reports/coverage", endpoint="coverage")
@signed_in
def page() -> str:
    scope = scope_of(viewer())
    framework = shelf.current().framework
    found = coverage(_view(scope), scope, tuple(framework.competencies), clock.today())
    return render_template(
        "reports/coverage.html",
        **_map(found, framework, scope),
        view=found.view,
        reach=scope.reach.value,
        jobs=found.job_titles,
        teams=found.team_titles,
        no_team=queries.NO_TEAM,
        empty=_empty(found),
        answer=words.answer(found, _titles(framework), clock.today()),
        strip=_strip(scope, framework),
        without_job=_without_job(found, scope),
        links=_links(found.view),
        csv_rows=len(found.lines) * len(framework.competencies),
        made=_made(found, len(framework.competencies)),
    )


@blueprint.get("/reports/coverage.csv", endpoint="coverage_csv")
@signed_in
def file() -> Response:
    """What the page shows, cell by cell, with the same filters and in the same order."""
    scope, today = scope_of(viewer()), clock.today()
    framework = shelf.current().framework
    found = coverage(_view(scope), scope, tuple(framework.competencies), today)
    rows = [
        [today, found.view.by.value, *_row(line, competency.id, competency.title), _filters(found.view)]
        for line in found.lines
        for competency in framework.competencies.values()
    ]
    response = Response(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    name = f"coverage-by-{found.view.by.value}-{today.isoformat()}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@blueprint.get("/reports/coverage/<slug:row>/<slug:competency>", endpoint="cell")
@signed_in
def cell(row: str, competency: str) -> str:
    scope = scope_with_people(viewer())
    wanted = shelf.current().framework.competencies.get(competency)
    if wanted is None:
        raise NotFound(competency)
    view = _view(scope)
    back = url_for("reports.coverage") + _query(view)
    return cell_page(row, wanted, view, scope, back=back)


def _view(scope: Scope) -> View:
    """What the address asks for; a filter that names nothing we know shows what it finds: nothing."""
    by = By.TEAM if request.args.get("by") == "team" else By.JOB
    by_name = request.args.get("order") == "name"
    if scope.counts_only:
        return View(by=by, by_name=by_name)
    return View(by=by, by_name=by_name, job=request.args.get("job", ""), team=request.args.get("team", ""))


def _query(view: View, **changed: str) -> str:
    wanted = {
        "by": view.by.value,
        "job": view.job,
        "team": view.team,
        "order": "name" if view.by_name else "",
    }
    usual = {"by": By.JOB.value}
    left = {key: value for key, value in {**wanted, **changed}.items() if value and usual.get(key) != value}
    return f"?{urlencode(left)}" if left else ""


def _links(view: View) -> dict[str, str]:
    page, other = url_for("reports.coverage"), By.JOB if view.by is By.TEAM else By.TEAM
    return {
        "csv": url_for("reports.coverage_csv") + _query(view),
        "order": page + _query(view, order="" if view.by_name else "name"),
        "other": page + _query(view, by=other.value),
        "unfiltered": page + _query(view, job="", team=""),
    }


def _map(found: Coverage, framework: Framework, scope: Scope) -> dict[str, object]:
    columns: Columns = [(group.title, list(group.competencies)) for group in framework.groups]
    groups = [HeatGroup(title, [each.title for each in own]) for title, own in columns]
    rows, lists, further = [], [], []
    address, query = url_for("reports.coverage"), _query(found.view, order="")
    for number, line in enumerate(found.lines):
        link = "" if scope.counts_only else f"{address}/{line.key}/%s{query}"
        title = words.row_title(line)
        cells = [
            [_heat_cell(line, title, each.id, each.title, link) for each in own] for _group, own in columns
        ]
        rows.append(HeatRow(title, words.row_people(line), "", cells))
        if scope.counts_only or number < len(SHOWN_ON_PHONES):
            lists.append(_heat_list(number, line, title, columns, cells))
        else:
            alone = address + _query(found.view, **{found.view.by.value: line.key})
            further.append(HeatLink(title, words.people_in_words(line), alone))
    return {"groups": groups, "rows": rows, "lists": lists, "further": further}


def _heat_cell(line: Line, title: str, competency: str, competency_title: str, link: str) -> HeatCell:
    kind = line.kind(competency)
    if kind is Kind.UNASKED:
        return _UNASKED
    if kind is Kind.FEW:
        return _TOO_FEW
    cell = line.cells[competency]
    text, said = words.cell_text(cell, kind), words.cell_words(cell, kind)
    if link:
        return HeatCell(
            kind.value, text, f"{title}, {words.in_sentence(competency_title)}: {said}", link % competency
        )
    shade = Markup('{}<span class="visually-hidden"> ({})</span>').format(text, said)
    return HeatCell(kind.value, shade, "", "")


_UNASKED = HeatCell(Kind.UNASKED.value, "", "", "")
_TOO_FEW = HeatCell(Kind.FEW.value, words.FEW, "", "")


def _heat_list(
    number: int, line: Line, title: str, columns: Columns, cells: list[list[HeatCell]]
) -> HeatList:
    """The row as a list for phones, the worst cells at the front; what is not asked is left out."""
    entries = [
        (line.burden_in(competency.id), HeatEntry(competency.title, cell))
        for (_title, own), row in zip(columns, cells, strict=True)
        for competency, cell in zip(own, row, strict=True)
        if cell is not _UNASKED
    ]
    if line.few:
        entries = []
    entries.sort(key=lambda entry: -entry[0])
    worst_first = [entry for _missing, entry in entries]
    most = SHOWN_ON_PHONES[number] if number < len(SHOWN_ON_PHONES) else 0
    return HeatList(title, words.people_in_words(line), worst_first[:most], worst_first[most:])


def _empty(found: Coverage) -> str:
    """Which of the empty states it is, or "" when there is something to show."""
    if found.asks_anything:
        return ""
    if found.view.job or found.view.team:
        return "filters"
    if found.lines:
        return "requirements"
    return "people"


def _strip(scope: Scope, framework: Framework) -> Leaders | None:
    """The strip of leaders; a leader's own page has none, and counts-only viewers none under five."""
    if scope.reach is Reach.TEAM or MODELLING not in framework.competencies:
        return None
    for_everyone = [course.id for course in shelf.current().courses if course.for_everyone]
    found = queries.leaders(courses=for_everyone, modelling=MODELLING)
    fewest = FEWEST_SHOWN if scope.counts_only else 1
    return found if found.all >= fewest else None


def _without_job(found: Coverage, scope: Scope) -> str:
    """How many people have no job, or "" when all have one."""
    if not found.without_job:
        return ""
    if scope.counts_only and found.without_job < FEWEST_SHOWN:
        return words.FEW
    return str(found.without_job)


def _titles(framework: Framework) -> dict[str, str]:
    return {competency.id: competency.title for competency in framework.competencies.values()}


def _made(found: Coverage, columns: int) -> str:
    """The last line on paper: rows, filters, when and by whom."""
    now = clock.now()
    return _(
        "%(rows)s; filters: %(filters)s; made %(day)s %(time)s by %(name)s",
        rows=ngettext("%(num)d row", "%(num)d rows", len(found.lines) * columns),
        filters=_filters(found.view) or _("none"),
        day=day(now),
        time=time_of_day(now),
        name=viewer().name,
    )


def _filters(view: View) -> str:
    return " ".join(f"{key}={value}" for key, value in (("job", view.job), ("team", view.team)) if value)


def _row(line: Line, competency: str, title: str) -> list[Value]:
    kind, cell = line.kind(competency), line.cell(competency)
    name, people = words.row_title(line), words.FEW if line.few else line.people
    start: list[Value] = [line.key, name, people, competency, title]
    if kind in (Kind.FEW, Kind.UNASKED):
        return [
            *start,
            None,
            words.FEW if kind is Kind.FEW else 0,
            None,
            None,
            None,
            None,
            None,
            STATES[kind],
        ]
    short_by_more = sum(cell.gaps[3:])
    gap = None if kind is Kind.NOTHING else cell.median_gap
    counts: list[Value] = [cell.asked, cell.met, cell.gaps[1], cell.gaps[2], short_by_more, gap]
    return [*start, cell.level or None, *counts, STATES[kind]]
