"""What lapses in the next 30, 60 or 90 days, by person, and what keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from lms import clock
from lms.people import queries as people
from lms.people.session import viewer
from lms.reports import addresses, expiries, words
from lms.reports.expiries import CERTIFICATE, WINDOWS, Expiry
from lms.reports.scope import Reach, scope_of
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.sheets import Value
from lms.texts import _, day, ngettext
from lms.web.access import signed_in

PAGE_SIZE = 50
COLUMNS = ("person_id", "person", "team", "kind", "id", "title", "level", "current_until", "in_days", "next_step", "filters")
COUNTED_COLUMNS = ("from_day", "to_day", "people")


@dataclass(frozen=True, kw_only=True)
class ExpiryLine:
    name: str
    url: str
    team: str
    what: str
    until: str
    step: str


@blueprint.get("/reports/expiries", endpoint="expiries")
@signed_in
def page() -> str:
    scope, today = scope_of(viewer()), clock.today()
    if scope.counts_only:
        windows = expiries.windows(scope, today)
        return render_template(
            "reports/expiry_counts.html",
            windows=[(each.first, each.last, words.FEW if each.people is None else each.people) for each in windows],
            files=files.links("reports.expiries", "", rows=len(windows), by_mail="expiries"),
            made=files.made(rows=len(windows), filters=""),
        )
    within, team, number = addresses.within(request.args), request.args.get("team", ""), addresses.page_number(request.args)
    things, concerned = expiries.count(scope, today, within=within, team=team)
    found = expiries.rows(scope, today, within=within, team=team, skip=(number - 1) * PAGE_SIZE, most=PAGE_SIZE)
    query = addresses.of_expiries(within, team)
    pages = addresses.pages(url_for("reports.expiries"), query, number=number, size=PAGE_SIZE, total=things)
    return render_template(
        "reports/expiries.html",
        lines=[_line(each) for each in found],
        lede=_lede(things, concerned, within),
        within=within,
        team=team,
        teams={each.key: each.name for each in people.teams()},
        own_team=scope.reach is Reach.TEAM,
        switch=[
            (
                ngettext("%(num)d day", "%(num)d days", days),
                url_for("reports.expiries") + addresses.of_expiries(days, team),
                days == within,
            )
            for days in WINDOWS
        ],
        pages=pages,
        files=files.links("reports.expiries", query, rows=things, by_mail="expiries"),
        made=files.made(rows=things, filters=addresses.said_of_expiries(within, team), pages=pages),
    )


@blueprint.get("/reports/expiries.csv", endpoint="expiries_csv", defaults={"kind": "csv"})
@blueprint.get("/reports/expiries.xlsx", endpoint="expiries_xlsx", defaults={"kind": "xlsx"})
@signed_in
def file(kind: str) -> Response:
    scope = scope_of(viewer())
    if scope.counts_only:
        counted = ([each.first, each.last, _people(each.people)] for each in expiries.windows(scope, clock.today()))
        return files.send("expiries", COUNTED_COLUMNS, counted, kind=kind)
    files.keep_that_people_leave("expiries", kind)
    within, team = addresses.within(request.args), request.args.get("team", "")
    filters = addresses.said_of_expiries(within, team)
    rows = (_cells(each, filters) for each in expiries.rows(scope, clock.today(), within=within, team=team))
    return files.send("expiries", COLUMNS, rows, kind=kind)


def _people(number: int | None) -> Value:
    return words.FEW if number is None else number


def _line(each: Expiry) -> ExpiryLine:
    return ExpiryLine(
        name=each.name,
        url=url_for("reports.person", person_id=each.person_id),
        team=each.team,
        what=_what(each),
        until=day(each.until),
        step=_step(each),
    )


def _what(each: Expiry) -> str:
    if each.kind == CERTIFICATE:
        return _("Certificate: %(title)s", title=each.title)
    return _("%(competency)s, level %(level)s", competency=words.competency_title(each.key), level=each.level)


def _step(each: Expiry) -> str:
    """Levels 1 and 2 are kept by any new evidence, 3 and 4 by being observed again; certificates are renewed."""
    if each.kind == CERTIFICATE:
        return _("Renew it with the questions of its course")
    return _("Refresher questions") if each.level <= 2 else _("An observation at level %(level)s", level=each.level)


def _cells(each: Expiry, filters: str) -> list[Value]:
    title = each.title if each.kind == CERTIFICATE else words.competency_title(each.key)
    return [
        each.person_id,
        each.name,
        each.team,
        each.kind,
        each.key,
        title,
        each.level or None,
        each.until,
        (each.until - clock.today()).days,
        _step(each),
        filters,
    ]


def _lede(things: int, concerned: int, within: int) -> str:
    return _(
        "%(things)s of %(people)s in the next %(days)s days.",
        things=ngettext("%(num)d thing lapses", "%(num)d things lapse", things),
        people=ngettext("%(num)d person", "%(num)d people", concerned),
        days=within,
    )
