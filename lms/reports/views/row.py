"""One row of coverage by itself: what would help most there, and each competency, the worst first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from lms import clock
from lms.catalog import shelf
from lms.errors import NotFound
from lms.people.session import viewer
from lms.reports import addresses, words
from lms.reports.coverage import By, Line, View, coverage
from lms.reports.gaps import Wanted
from lms.reports.next_steps import lessons
from lms.reports.rules import Show
from lms.reports.scope import Scope, scope_with_people
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.reports.views.helps import helps
from lms.sheets import Value
from lms.texts import _, ngettext
from lms.web.access import signed_in

COLUMNS = ("competency_id", "competency", "level_asked", "asked", "met", "current", "due", "missing_levels", "waived")


@dataclass(frozen=True, kw_only=True)
class CompetencyLine:
    title: str
    url: str
    level: str
    asked: int
    met: int
    due: int
    missing: int
    waived: int


@blueprint.get("/reports/coverage/<slug:row>", endpoint="row")
@signed_in
def page(row: str) -> str:
    scope, today = scope_with_people(viewer()), clock.today()
    view = addresses.coverage_view(request.args, scope)
    line = _line(row, view, scope)
    wanted = Wanted(job=row, team=view.team) if view.by is By.JOB else Wanted(team=row, job=view.job)
    query = addresses.of_coverage(view)
    lines = _lines(row, line, query)
    return render_template(
        "reports/row.html",
        title=words.row_title(line),
        lede=_lede(line),
        back=url_for("reports.coverage") + query,
        helps=helps(lessons.lessons_for(wanted, scope, today)),
        lines=lines,
        gaps=url_for("reports.gaps") + addresses.of_gaps(wanted),
        files=files.links("reports.row", query, rows=len(lines), row=row),
        made=files.made(rows=len(lines), filters=addresses.said_of_gaps(wanted)),
    )


@blueprint.get("/reports/coverage/<slug:row>.csv", endpoint="row_csv", defaults={"kind": "csv"})
@blueprint.get("/reports/coverage/<slug:row>.xlsx", endpoint="row_xlsx", defaults={"kind": "xlsx"})
@signed_in
def file(row: str, kind: str) -> Response:
    scope = scope_with_people(viewer())
    line = _line(row, addresses.coverage_view(request.args, scope), scope)
    rows = [_cells(line, competency) for competency in _worst_first(line)]
    return files.send(f"coverage-of-{row}", COLUMNS, rows, kind=kind)


def _line(row: str, view: View, scope: Scope) -> Line:
    """Raises NotFound where nobody this viewer sees sits in the row."""
    narrowed = View(
        by=view.by,
        show=Show.FRESHNESS,
        job=row if view.by is By.JOB else view.job,
        team=row if view.by is By.TEAM else view.team,
    )
    found = coverage(narrowed, scope, tuple(shelf.current().framework.competencies), clock.today())
    line = next((each for each in found.lines if each.key == row), None)
    if line is None:
        raise NotFound(row)
    return line


def _worst_first(line: Line) -> list[str]:
    asked = [competency for competency, cell in line.cells.items() if cell.asked or cell.waived]
    return sorted(asked, key=lambda competency: (-line.cell(competency).to_learn, -line.cell(competency).short))


def _lines(row: str, line: Line, query: str) -> list[CompetencyLine]:
    return [
        CompetencyLine(
            title=words.competency_title(competency),
            url=url_for("reports.cell", row=row, competency=competency) + query,
            level=str(cell.level or _("several")),
            asked=cell.asked,
            met=cell.met,
            due=cell.due,
            missing=cell.to_learn,
            waived=cell.waived,
        )
        for competency in _worst_first(line)
        for cell in (line.cell(competency),)
    ]


def _cells(line: Line, competency: str) -> list[Value]:
    cell = line.cell(competency)
    return [
        competency,
        words.competency_title(competency),
        cell.level or None,
        cell.asked,
        cell.met,
        cell.current,
        cell.due,
        cell.to_learn,
        cell.waived,
    ]


def _lede(line: Line) -> str:
    missing = sum(cell.to_learn for cell in line.cells.values())
    return _(
        "%(people)s, %(levels)s missing of what the work asks for.",
        people=ngettext("%(num)d person", "%(num)d people", line.people),
        levels=ngettext("%(num)d level", "%(num)d levels", missing),
    )
