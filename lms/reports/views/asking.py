"""Asking the people ticked in the list of gaps to take their next step, with a reason they read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.people.session import viewer
from lms.reports import addresses, asking, words
from lms.reports.asking import MOST_AT_ONCE, Pick, Skipped, Sorted
from lms.reports.forms import AssignForm
from lms.reports.scope import Scope, scope_of
from lms.reports.views.blueprint import blueprint
from lms.texts import _, later, ngettext
from lms.web.access import signed_in

_WHY = {
    Skipped.ON_LEAVE: later("on leave today; choose them again when they are back"),
    Skipped.NO_COACH: later("needs to be observed, and has no coach yet"),
    Skipped.OBSERVATION: later("needs to be observed at work; ask %(coach)s"),
    Skipped.ASKED_ALREADY: later("is asked to take this course already, by %(day)s"),
}


@dataclass(frozen=True, kw_only=True)
class AskLine:
    value: str
    name: str
    competency: str
    course: str


@dataclass(frozen=True, kw_only=True)
class LeftOutLine:
    name: str
    url: str
    competency: str
    why: str


@blueprint.get("/reports/gaps/assignments", endpoint="gap_assignments")
@signed_in
def page() -> str:
    """Who would be asked for what, and who is left out and why; nothing is asked yet."""
    scope = _scope()
    form = AssignForm(clock.today())
    return _page(asking.sort_out(_picks(), scope, clock.today()), form)


@blueprint.post("/reports/gaps/assignments", endpoint="ask_gaps")
@signed_in
def send() -> Response | str:
    scope, today = _scope(), clock.today()
    form = AssignForm(today)
    found = asking.sort_out(_picks(), scope, today)
    if not form.validate_on_submit():
        return make_response(_page(found, form), 422)
    asked = asking.ask(found.asks, by_day=form.day, reason=form.words, by=viewer().id, now=clock.now())
    if asked:
        flash(
            ngettext(
                "%(num)d person is asked to take the next step and reads your reason.",
                "%(num)d people are asked to take the next step and read your reason.",
                asked,
            )
        )
    return redirect(url_for("reports.gaps") + addresses.of_gaps(addresses.gaps_wanted(request.args)), 303)


def _scope() -> Scope:
    """Counts-only viewers choose nobody."""
    scope = scope_of(viewer())
    if scope.counts_only:
        abort(403)
    return scope


def _picks() -> list[Pick]:
    """What was ticked, as far as it can be read: "12.empathy-tone"."""
    picks = []
    for text in request.values.getlist("gap")[:MOST_AT_ONCE]:
        person, _dot, competency = text.partition(".")
        if addresses.number(person) and competency:
            picks.append((addresses.number(person), competency))
    return picks


def _page(found: Sorted, form: AssignForm) -> str:
    wanted = addresses.gaps_wanted(request.args)
    return render_template(
        "reports/gap_assignments.html",
        form=form,
        asks=[
            AskLine(
                value=f"{each.row.person_id}.{each.row.competency}",
                name=each.row.name,
                competency=words.competency_title(each.row.competency),
                course=_course_title(each.course),
            )
            for each in found.asks
        ],
        left_out=[
            LeftOutLine(
                name=each.row.name,
                url=url_for("reports.person", person_id=each.row.person_id),
                competency=words.competency_title(each.row.competency),
                why=_(_WHY[each.why], coach=", ".join(each.row.coaches), day=words.planned(each.row.planned)),
            )
            for each in found.left_out
        ],
        back=url_for("reports.gaps") + addresses.of_gaps(wanted),
        action=url_for("reports.ask_gaps") + addresses.of_gaps(wanted),
    )


def _course_title(course_id: str) -> str:
    course = shelf.current().course(course_id)
    return words.filled(course.title) if course else course_id
