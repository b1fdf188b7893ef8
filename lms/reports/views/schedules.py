"""Which reports go out by mail: the list, a new one, and stopping one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock, mail
from lms.errors import NotFound
from lms.people.models import Role
from lms.people.session import viewer
from lms.reports import addresses, schedules, words
from lms.reports.forms import ScheduleForm
from lms.reports.mailing import REPORTS
from lms.reports.schedules import Line, Stopped
from lms.reports.scope import Reach, Scope, scope_of
from lms.reports.views.blueprint import blueprint
from lms.texts import _, day, later
from lms.web.access import signed_in

_WHY = {
    Stopped.BY_HAND: later("stopped by hand"),
    Stopped.LEFT: later("stopped: no longer works here"),
    Stopped.ROLE: later("stopped: may not see reports any more"),
}


@dataclass(frozen=True, kw_only=True)
class ScheduleLine:
    id: int
    report: str
    url: str
    filters: str
    how_often: str
    recipient: str
    made_by: str
    last_sent: str
    stopped: str


@blueprint.get("/reports/schedules", endpoint="schedules")
@signed_in
def page() -> str:
    scope = scope_of(viewer())
    lines = schedules.lines(viewer().id, everyone=scope.reach is Reach.EVERYONE)
    return render_template(
        "reports/schedules.html",
        lines=[_line(each) for each in lines],
        reports=[(_(title), url_for("reports.new_schedule", report=key)) for key, title in REPORTS.items()],
        mail_is_set_up=mail.is_set_up(),
    )


@blueprint.get("/reports/schedules/new/<slug:report>", endpoint="new_schedule")
@signed_in
def new(report: str) -> str:
    scope = scope_of(viewer())
    return _form_page(report, _filters(report, scope), _form(scope))


@blueprint.post("/reports/schedules/new/<slug:report>", endpoint="add_schedule")
@signed_in
def add(report: str) -> Response:
    scope = scope_of(viewer())
    filters, form = _filters(report, scope), _form(scope)
    if not form.validate_on_submit():
        return make_response(_form_page(report, filters, form), 422)
    schedules.schedule(
        report,
        filters,
        form.every.data,
        recipient_id=form.recipient.data,
        by=viewer().id,
        on=clock.today(),
        now=clock.now(),
    )
    return redirect(url_for("reports.schedules"), 303)


@blueprint.post("/reports/schedules/<int:schedule_id>/stop", endpoint="stop_schedule")
@signed_in
def stop(schedule_id: int) -> Response:
    """HR stops any, others what comes to themselves, even when they may see no report any more."""
    mine = viewer()
    found = schedules.find(schedule_id, mine.id, everyone=mine.has(Role.HR))
    schedules.stop(found, Stopped.BY_HAND, on=clock.today())
    return redirect(url_for("reports.schedules"), 303)


def _form(scope: Scope) -> ScheduleForm:
    """HR chooses among all who may see reports; others get theirs themselves."""
    everyone = scope.reach is Reach.EVERYONE
    return ScheduleForm(schedules.recipients() if everyone else {viewer().id: viewer().name})


def _filters(report: str, scope: Scope) -> str:
    """The filters of the report's address, read and written again, so that only what it knows is kept."""
    if report not in REPORTS:
        raise NotFound(report)
    if report == "coverage":
        return addresses.of_coverage(addresses.coverage_view(request.args, scope)).removeprefix("?")
    if scope.counts_only:
        return ""
    if report == "gaps":
        return addresses.of_gaps(addresses.gaps_wanted(request.args)).removeprefix("?")
    team = request.args.get("team", "")
    if report == "bench":
        return addresses.query({"team": team}).removeprefix("?")
    return addresses.of_expiries(addresses.within(request.args), team).removeprefix("?")


def _form_page(report: str, filters: str, form: ScheduleForm) -> str:
    query = f"?{filters}" if filters else ""
    return render_template(
        "reports/new_schedule.html",
        form=form,
        title=_(REPORTS[report]),
        filters=words.filters(filters),
        back=url_for(f"reports.{report}") + query,
        action=url_for("reports.add_schedule", report=report) + query,
    )


def _line(each: Line) -> ScheduleLine:
    query = f"?{each.filters}" if each.filters else ""
    return ScheduleLine(
        id=each.id,
        report=_(REPORTS[each.report]),
        url=url_for(f"reports.{each.report}") + query,
        filters=words.filters(each.filters),
        how_often=words.how_often(each.every),
        recipient=each.recipient,
        made_by=each.made_by,
        last_sent=day(each.last_sent_on) if each.last_sent_on else "",
        stopped=_("%(why)s, %(day)s", why=_(_WHY[Stopped(each.stopped_why)]), day=day(each.stopped_on))
        if each.stopped_on
        else "",
    )
