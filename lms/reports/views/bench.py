"""Where one person more or less decides: the bench of each team, and how many people HR says it needs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from lms import audit, clock
from lms.catalog import shelf
from lms.errors import NotFound
from lms.people import queries as people
from lms.people.models import Role, Team
from lms.people.session import viewer
from lms.reports import addresses, bench, needs, words
from lms.reports.bench import Bench
from lms.reports.forms import NeedForm
from lms.reports.rules import USUAL_NEED, Kind
from lms.reports.scope import Reach, Scope, scope_of
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.sheets import Value
from lms.texts import _, later, ngettext
from lms.web.access import requires, signed_in

PAGE_SIZE = 50
COLUMNS = (
    "team_id", "team", "competency_id", "competency", "level_asked", "hold_it", "needed", "needed_is_set", "state", "who", "filters",
)  # fmt: skip
_STATES = {
    Kind.MET: (later("enough"), "tick", "good"),
    Kind.ONE: (later("too few"), "info", "care"),
    Kind.TWO: (later("one alone"), "person", "care"),
    Kind.THREE: (later("nobody"), "cross", "error"),
    Kind.NOTHING: (later("no evidence yet"), "dot", "quiet"),
    Kind.FEW: (later("too few people to show"), "dot", "quiet"),
}


@dataclass(frozen=True, kw_only=True)
class BenchLine:
    team: str
    url: str
    competency: str
    level: str
    people: str
    needed: str
    state: str
    sign: str
    kind: str
    who: str


@blueprint.get("/reports/bench", endpoint="bench")
@signed_in
def page() -> str:
    scope = scope_of(viewer())
    number, team = addresses.page_number(request.args), _team(scope)
    rows = _rows(scope, team)
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    names = bench.holders(shown, scope, clock.today())
    query = addresses.query({"team": team})
    pages = addresses.pages(url_for("reports.bench"), query, number=number, size=PAGE_SIZE, total=len(rows))
    return render_template(
        "reports/bench.html",
        lines=[_line(row, names.get((row.team, row.competency), []), scope) for row in shown],
        lede=_lede(rows),
        reach=scope.reach.value,
        teams={each.key: each.name for each in people.teams()},
        team=team,
        may_set=scope.reach is Reach.EVERYONE,
        usual=USUAL_NEED,
        pages=pages,
        files=files.links("reports.bench", query, rows=len(rows), by_mail="bench"),
        made=files.made(rows=len(rows), filters=addresses.said({"team": team}), pages=pages),
    )


@blueprint.get("/reports/bench.csv", endpoint="bench_csv", defaults={"kind": "csv"})
@blueprint.get("/reports/bench.xlsx", endpoint="bench_xlsx", defaults={"kind": "xlsx"})
@signed_in
def file(kind: str) -> Response:
    scope = scope_of(viewer())
    if not scope.counts_only:
        files.keep_that_people_leave("bench", kind)
    team = _team(scope)
    found = _rows(scope, team)
    names = bench.holders(found, scope, clock.today())
    filters = addresses.said({"team": team})
    rows = (_cells(row, names.get((row.team, row.competency), []), filters) for row in found)
    return files.send("bench", COLUMNS, rows, kind=kind)


@blueprint.get("/reports/bench/<slug:team>/need", endpoint="need")
@requires(Role.HR)
def need(team: str) -> str:
    found = _get_team(team)
    return _need_page(found, NeedForm(people=needs.of_teams().get(found.key)))


@blueprint.post("/reports/bench/<slug:team>/need", endpoint="set_need")
@requires(Role.HR)
def set_need(team: str) -> Answer:
    found, form = _get_team(team), NeedForm()
    if not form.validate_on_submit():
        return make_response(_need_page(found, form), 422)
    if needs.need(found, form.people.data, by=viewer().id, now=clock.now()):
        details: dict[str, int | str] = {"team": found.id, "people": form.people.data or 0}
        audit.record("team.need-set", by=viewer().id, details=details, now=clock.now())
    return redirect(url_for("reports.bench", team=found.key))


def _need_page(team: Team, form: NeedForm) -> str:
    return render_template("reports/need.html", form=form, team=team.name, key=team.key, usual=USUAL_NEED)


def _get_team(key: str) -> Team:
    team = next((each for each in people.teams() if each.key == key), None)
    if team is None:
        raise NotFound(key)
    return team


def _team(scope: Scope) -> str:
    """Counts-only viewers get no filters; see `coverage.View`."""
    return "" if scope.counts_only else request.args.get("team", "")


def _rows(scope: Scope, team: str) -> list[Bench]:
    return bench.benches(scope, tuple(shelf.current().framework.competencies), clock.today(), team=team)


def _line(row: Bench, names: list[str], scope: Scope) -> BenchLine:
    state, sign, kind = _STATES[row.line.kind(row.competency)]
    hidden = row.hidden
    return BenchLine(
        team=words.row_title(row.line),
        url="" if scope.counts_only else url_for("reports.cell", row=row.team, competency=row.competency, by="team"),
        competency=words.competency_title(row.competency),
        level="" if hidden else str(row.level or _("several")),
        people=words.FEW if hidden else str(row.people),
        needed="" if hidden else str(row.needed),
        state=_(state),
        sign=sign,
        kind=kind,
        who=", ".join(names),
    )


def _cells(row: Bench, names: list[str], filters: str) -> list[Value]:
    start: list[Value] = [row.team, words.row_title(row.line), row.competency, words.competency_title(row.competency)]
    state = _STATES[row.line.kind(row.competency)][0]
    if row.hidden:
        return [*start, None, words.FEW, None, None, state, None, filters]
    need_is_set, who = words.yes_no(row.line.need_is_set), ", ".join(names)
    return [*start, row.level or None, row.people, row.needed, need_is_set, state, who, filters]


def _lede(rows: list[Bench]) -> str:
    shown = [row.line.kind(row.competency) for row in rows]
    alone, nobody = shown.count(Kind.TWO), shown.count(Kind.THREE)
    return _(
        "%(alone)s on one person alone, %(nobody)s on nobody.",
        alone=ngettext("%(num)d level rests", "%(num)d levels rest", alone),
        nobody=ngettext("%(num)d", "%(num)d", nobody),
    )
