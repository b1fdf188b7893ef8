"""Questioning a level, taking that back, and for HR what is under review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Response as File
from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.coaching import disputes as reviews
from lms.coaching.forms import DisputeForm, ObserverForm, choices
from lms.coaching.lines import competency_title, dispute_line
from lms.coaching.views.blueprint import blueprint
from lms.competencies import queries as competencies
from lms.competencies.queries import Piece
from lms.people import exports
from lms.people.models import Role
from lms.people.session import viewer
from lms.sheets import Value
from lms.texts import _
from lms.web.access import requires, signed_in

COLUMNS = ("person_id", "person", "competency", "since", "second_look_by", "late", "asked")


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """Under review, without a word of why: that is between the person and the observers."""

    id: int
    person_id: int
    person: str
    competency: str
    since: date
    due_on: date
    late: bool
    asked: str


@blueprint.get("/me/evidence/<int:evidence_id>/dispute")
@signed_in
def dispute(evidence_id: int) -> str:
    piece = competencies.find_evidence(viewer().id, evidence_id)
    return _page(piece, _form(piece))


@blueprint.post("/me/evidence/<int:evidence_id>/dispute")
@signed_in
def questioned(evidence_id: int) -> Response:
    mine = viewer()
    piece = competencies.find_evidence(mine.id, evidence_id)
    form = _form(piece)
    if not form.validate():
        return make_response(_page(piece, form), 422)
    reviews.question(
        mine.id,
        evidence_id,
        reason=form.reason.data or "",
        asked_id=int(form.asked.data) if form.asked.data else None,
        number=form.number.data or 1,
        now=clock.now(),
    )
    return redirect(url_for("coaching.dispute", evidence_id=evidence_id), 303)


@blueprint.post("/me/disputes/<int:dispute_id>/withdrawn")
@signed_in
def withdrawn(dispute_id: int) -> Response:
    found = reviews.withdraw(viewer().id, dispute_id, now=clock.now())
    flash(_("You took your question back. The level stands as it was."))
    return redirect(url_for("coaching.dispute", evidence_id=found.evidence_id), 303)


@blueprint.get("/coaching/disputes")
@requires(Role.HR)
def disputes() -> str:
    lines = _review_lines()
    return render_template(
        "coaching/disputes.html",
        disputes=lines,
        late=sum(line.late for line in lines),
        files=exports.links("coaching.disputes", rows=len(lines)),
        made=exports.made(rows=len(lines)),
    )


@blueprint.get("/coaching/disputes.csv", endpoint="disputes_csv", defaults={"kind": "csv"})
@blueprint.get("/coaching/disputes.xlsx", endpoint="disputes_xlsx", defaults={"kind": "xlsx"})
@requires(Role.HR)
def disputes_file(kind: str) -> File:
    exports.keep_that_people_leave("disputes", kind)
    rows: list[list[Value]] = [
        [
            each.person_id,
            each.person,
            each.competency,
            each.since,
            each.due_on,
            _("yes") if each.late else _("no"),
            each.asked,
        ]
        for each in _review_lines()
    ]
    return exports.send("disputes", COLUMNS, rows, kind=kind)


@blueprint.get("/coaching/disputes/<int:dispute_id>/observer")
@requires(Role.HR)
def observer(dispute_id: int) -> str:
    return _observer_page(dispute_id, _observer_form(dispute_id))


@blueprint.post("/coaching/disputes/<int:dispute_id>/observer")
@requires(Role.HR)
def asked(dispute_id: int) -> Response:
    form = _observer_form(dispute_id)
    if not form.validate():
        return make_response(_observer_page(dispute_id, form), 422)
    reviews.ask_another(dispute_id, int(form.asked.data), by=viewer().id, now=clock.now())
    return redirect(url_for("coaching.disputes"), 303)


def _review_lines() -> list[ReviewLine]:
    today = clock.today()
    return [
        ReviewLine(
            id=each.dispute.id,
            person_id=each.dispute.person_id,
            person=each.person,
            competency=competency_title(each.dispute.competency),
            since=clock.day_of(each.dispute.made_at),
            due_on=each.dispute.due_on,
            late=each.dispute.lapsed(today),
            asked=each.asked,
        )
        for each in reviews.all_open()
    ]


def _form(piece: Piece) -> DisputeForm:
    form = DisputeForm()
    form.asked.choices = choices((each.id, each.name) for each in reviews.second_observers(piece))
    last = reviews.last_about(piece.id)
    if not form.is_submitted():
        form.number.data = last.number + 1 if last else 1
    return form


def _page(piece: Piece, form: DisputeForm) -> str:
    last = reviews.last_about(piece.id)
    standing = last if last is not None and last.withdrawn_at is None else None
    return render_template(
        "coaching/dispute.html",
        piece=piece,
        competency=competency_title(piece.competency),
        form=form,
        dispute=dispute_line(standing) if standing else None,
        late=standing is not None and standing.lapsed(clock.today()),
        may=reviews.may_be_questioned(piece),
        evidence_url=url_for("reports.evidence", person_id=piece.person_id, evidence_id=piece.id),
    )


def _observer_form(dispute_id: int) -> ObserverForm:
    form = ObserverForm()
    open_one = reviews.get_open(dispute_id)
    piece = competencies.find_evidence(open_one.dispute.person_id, open_one.dispute.evidence_id)
    form.asked.choices = choices((each.id, each.name) for each in reviews.second_observers(piece))
    return form


def _observer_page(dispute_id: int, form: ObserverForm) -> str:
    open_one = reviews.get_open(dispute_id)
    return render_template(
        "coaching/observer.html",
        person=open_one.person,
        competency=competency_title(open_one.dispute.competency),
        asked=open_one.asked,
        form=form,
    )
