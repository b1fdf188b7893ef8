"""Sending the reports that are due: once a period each, in the transaction that says so."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from urllib.parse import parse_qsl

from flask import current_app

from lms import mail, tasks
from lms.catalog import shelf
from lms.clock import day_of
from lms.people import queries as people
from lms.people.models import Person
from lms.reports import addresses, bench, expiries, gaps, schedules, words
from lms.reports.coverage import coverage
from lms.reports.models import ReportSchedule
from lms.reports.rules import Kind
from lms.reports.schedules import Stopped
from lms.reports.scope import Scope
from lms.texts import _, later, ngettext

REPORTS = {
    "coverage": later("Coverage"),
    "gaps": later("Gaps"),
    "bench": later("Bench"),
    "expiries": later("What lapses soon"),
}


@tasks.daily("reports.mail")
def send_due(*, now: datetime) -> None:
    today = day_of(now)
    due = [
        each
        for each in schedules.running()
        if schedules.is_due(each.every, last_period=each.last_period, began_on=each.began_on, today=today)
    ]
    recipients = people.by_ids({each.recipient_id for each in due})
    roles = people.roles_of(recipients)
    for each in due:
        person = recipients[each.recipient_id]
        _send(each, person, frozenset(roles.get(person.id, ())), today, now)


def _send(each: ReportSchedule, person: Person, roles: frozenset[str], today: date, now: datetime) -> None:
    scope = schedules.may_see(person, roles, people.leads_anyone(person.id))
    if isinstance(scope, Stopped):
        schedules.stop(each, scope, on=today)
        return
    title = _(REPORTS[each.report])
    with suppress(mail.UnusableMail):  # the others still get theirs
        _post(each, person, title, scope, today, now)


def _post(each: ReportSchedule, person: Person, title: str, scope: Scope, today: date, now: datetime) -> None:
    period, _first = schedules.period_of(each.every, today)
    posted = mail.send(
        to=person.email,
        subject=_("%(report)s: %(figures)s", report=title, figures=_figures(each, scope, today)[0])[:200],
        text=text_of(each, person, scope, today),
        key=f"report:{each.id}:{each.began_on.isoformat()}:{period}",
        person_id=person.id,
        now=now,
        in_turn=True,
    )
    if posted is not mail.Posted.NOT_SET_UP:
        each.last_period, each.last_sent_on = period, today


def text_of(each: ReportSchedule, person: Person, scope: Scope, today: date) -> str:
    lines = [
        _("Hello %(name)s,", name=person.name),
        "",
        *_figures(each, scope, today),
        "",
        _("Open the report; you see there what you may see today:"),
        _link(each.report, each.filters),
        "",
        _("This comes %(how_often)s. You can stop it here:", how_often=words.how_often(each.every)),
        _link("schedules", ""),
    ]
    return "\n".join(lines) + "\n"


def _link(report: str, filters: str) -> str:
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    return f"{base}/reports/{report}{'?' if filters else ''}{filters}"


def _figures(each: ReportSchedule, scope: Scope, today: date) -> list[str]:
    """A few counts, the one that matters most first; what is too small to be shown is not counted."""
    args = dict(parse_qsl(each.filters))
    return _COUNTED[each.report](args, scope, today)


def _of_coverage(args: Mapping[str, str], scope: Scope, today: date) -> list[str]:
    found = coverage(addresses.coverage_view(args, scope), scope, tuple(shelf.current().framework.competencies), today)
    kinds = [line.kind(competency) for line in found.lines for competency in line.cells]
    seen = sum(kind not in (Kind.UNASKED, Kind.FEW) for kind in kinds)
    return [
        _(
            "%(met)s of %(seen)s fields of the map are as they should be.",
            met=kinds.count(Kind.MET),
            seen=seen,
        ),
        ngettext(
            "%(num)d field is short by three levels or more.",
            "%(num)d fields are short by three levels or more.",
            kinds.count(Kind.THREE),
        ),
    ]


def _of_gaps(args: Mapping[str, str], scope: Scope, today: date) -> list[str]:
    if scope.counts_only:
        return _of_coverage({}, scope, today)
    counts = gaps.Listing(addresses.gaps_wanted(args), scope, today).counts
    if counts.people is None:
        return [ngettext("%(num)d gap.", "%(num)d gaps.", counts.gaps)]
    people_short = ngettext("%(num)d person", "%(num)d people", counts.people)
    return [ngettext("%(num)d gap of %(people)s.", "%(num)d gaps of %(people)s.", counts.gaps, people=people_short)]


def _of_bench(args: Mapping[str, str], scope: Scope, today: date) -> list[str]:
    team = "" if scope.counts_only else args.get("team", "")
    rows = bench.benches(scope, tuple(shelf.current().framework.competencies), today, team=team)
    kinds = [row.line.kind(row.competency) for row in rows]
    return [
        ngettext("%(num)d level rests on one person.", "%(num)d levels rest on one person.", kinds.count(Kind.TWO)),
        ngettext("%(num)d level is held by nobody.", "%(num)d levels are held by nobody.", kinds.count(Kind.THREE)),
    ]


def _of_expiries(args: Mapping[str, str], scope: Scope, today: date) -> list[str]:
    if scope.counts_only:
        return [
            _(
                "Days %(first)s to %(last)s from now: %(people)s people.",
                first=each.first,
                last=each.last,
                people=words.FEW if each.people is None else each.people,
            )
            for each in expiries.windows(scope, today)
        ]
    within = addresses.within(args)
    things, _concerned = expiries.count(scope, today, within=within, team=args.get("team", ""))
    return [
        ngettext(
            "%(num)d thing lapses in the next %(days)s days.",
            "%(num)d things lapse in the next %(days)s days.",
            things,
            days=within,
        )
    ]


_COUNTED = {"coverage": _of_coverage, "gaps": _of_gaps, "bench": _of_bench, "expiries": _of_expiries}
