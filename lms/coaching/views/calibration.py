"""The sample cases of the round at hand, and for HR how near each coach comes to the reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Response, render_template, url_for

from lms import clock
from lms.coaching import calibration as rounds
from lms.coaching import queries, rules, sheet
from lms.coaching.views.blueprint import blueprint
from lms.company import queries as company
from lms.jobs import queries as jobs
from lms.markdown import fill_plain
from lms.people import exports
from lms.people.models import Role
from lms.people.session import viewer
from lms.sheets import Value
from lms.texts import _
from lms.web.access import requires

DRIFT_COLUMNS = ("person_id", "coach", "last_round", "late", "mean_difference", "within_one_level")


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
    id: int
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
    lines = _drift_lines()
    return render_template(
        "coaching/drift.html",
        coaches=lines,
        calibrated=sum(not line.late for line in lines),
        files=exports.links("coaching.drift", rows=len(lines)),
        made=exports.made(rows=len(lines)),
    )


@blueprint.get("/coaching/drift.csv", endpoint="drift_csv", defaults={"kind": "csv"})
@blueprint.get("/coaching/drift.xlsx", endpoint="drift_xlsx", defaults={"kind": "xlsx"})
@requires(Role.HR)
def drift_file(kind: str) -> Response:
    exports.keep_that_people_leave("drift", kind)
    rows: list[list[Value]] = [
        [each.id, each.name, each.on, _("yes") if each.late else _("no"), each.mean, each.near]
        for each in _drift_lines()
    ]
    return exports.send("drift", DRIFT_COLUMNS, rows, kind=kind)


def _drift_lines() -> list[DriftLine]:
    today = clock.today()
    return [
        DriftLine(
            id=each.person_id,
            name=each.name,
            on=each.completed_on,
            late=not rules.is_calibrated(each.completed_on, today),
            mean=_mean(each.drift.mean) if each.drift else "",
            near=_("%(near)s of %(items)s", near=each.drift.near, items=each.drift.items) if each.drift else "",
        )
        for each in rounds.drifts()
    ]


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
