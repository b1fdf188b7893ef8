"""The sample cases of the round at hand, and for HR how near each coach comes to the reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from lms import clock
from lms.coaching import calibration as rounds
from lms.coaching import queries, rules, sheet
from lms.coaching.views.blueprint import blueprint
from lms.company import queries as company
from lms.jobs import queries as jobs
from lms.markdown import fill_plain
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    title: str
    url: str
    rated: bool


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """A checklist to calibrate with; `mine` where somebody this coach sees holds its job."""

    title: str
    url: str
    cases: int
    mine: bool


@dataclass(frozen=True, kw_only=True)
class DriftLine:
    name: str
    on: date | None
    late: bool
    mean: str
    near: str


@blueprint.get("/coaching/calibration")
@requires(Role.COACH)
def calibration() -> str:
    mine, today = viewer(), clock.today()
    at_hand = rounds.round_of(mine.id, today)
    completed_on = queries.calibrated_on(mine.id)
    cases = at_hand.cases
    return render_template(
        "coaching/calibration.html",
        calibrated=rules.is_calibrated(completed_on, today),
        completed_on=completed_on,
        until=rules.calibrated_until(completed_on) if completed_on else None,
        open=at_hand.completed_on is None,
        title=cases.checklist.title if cases else "",
        cases=_case_lines(cases, at_hand) if cases else [],
        lists=[] if cases else _lists(mine.id, today),
    )


@blueprint.get("/coaching/drift")
@requires(Role.HR)
def drift() -> str:
    today = clock.today()
    lines = [
        DriftLine(
            name=each.name,
            on=each.completed_on,
            late=not rules.is_calibrated(each.completed_on, today),
            mean=_mean(each.drift.mean) if each.drift else "",
            near=_("%(near)s of %(items)s", near=each.drift.near, items=each.drift.items) if each.drift else "",
        )
        for each in rounds.drifts()
    ]
    return render_template(
        "coaching/drift.html", coaches=lines, calibrated=sum(not line.late for line in lines)
    )


def _case_lines(cases: sheet.Cases, at_hand: rounds.Round) -> list[CaseLine]:
    slots = company.card().slots
    return [
        CaseLine(
            title=fill_plain(each.heading, slots),
            url=url_for("learning.sample", checklist=cases.checklist.id, sample=each.id),
            rated=each.id in at_hand.rated,
        )
        for each in cases.samples
    ]


def _lists(coach_id: int, today: date) -> list[ListLine]:
    """Every checklist with cases, those of the jobs this coach sees at the front."""
    slots = company.card().slots
    held = {title for each in queries.coachees(coach_id, today) for title in each.jobs.split(", ")}
    titles = {line.key: line.title for line in jobs.all_jobs(today)}
    found = [
        ListLine(
            title=fill_plain(each.checklist.title, slots),
            url=url_for("learning.sample", checklist=each.checklist.id, sample=each.samples[0].id),
            cases=len(each.samples),
            mine=titles.get(each.checklist.job) in held,
        )
        for each in sheet.cases(rules.SAMPLES_ASKED)
    ]
    return sorted(found, key=lambda line: not line.mine)


def _mean(mean: float) -> str:
    """Half a level above or below, in words and one decimal."""
    size = f"{abs(mean):.1f}"
    if size == "0.0":
        return _("on the reference")
    if mean > 0:
        return _("%(levels)s levels above", levels=size)
    return _("%(levels)s levels below", levels=size)
