"""An improvement is told by who made it and confirmed by their leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.coaching import improvements as made
from lms.coaching import sheet
from lms.coaching.forms import AnswerForm, ImprovementForm, choices
from lms.coaching.lines import competency_title
from lms.coaching.models import Improvement
from lms.coaching.views.blueprint import blueprint
from lms.company import queries as company
from lms.jobs import queries as jobs
from lms.markdown import fill_plain
from lms.people import queries as people
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class ImprovementLine:
    id: int
    person: str
    touch_point: str
    competency: str
    what: str
    on: date
    state: str
    because: str


@blueprint.get("/me/improvements/new")
@signed_in
def improve() -> str:
    return _page(_form())


@blueprint.post("/me/improvements/new")
@signed_in
def improved() -> Response:
    form = _form()
    made_on: date | None = form.made_on.data
    if not form.validate() or made_on is None:
        return make_response(_page(form), 422)
    made.propose(
        viewer().id,
        competency=form.competency.data,
        touch_point=form.touch_point.data,
        what=form.what.data or "",
        made_on=made_on,
        now=clock.now(),
    )
    flash(_("Told. Your leader sees it and can confirm it."))
    return redirect(url_for("coaching.improve"), 303)


@blueprint.get("/coaching/improvements")
@signed_in
def improvements() -> str:
    """For leaders, of those they lead; HR may look, and finds those of their own team if they lead one."""
    if not viewer().has(Role.HR) and not people.leads_anyone(viewer().id):
        abort(403)
    return _list_page()


@blueprint.post("/coaching/improvements/<int:improvement_id>")
@signed_in
def answered(improvement_id: int) -> Response:
    form = AnswerForm()
    if not form.validate() or form.answer.data not in ("yes", "no"):
        return make_response(_list_page(_("Use at most 500 characters.")), 422)
    confirmed = form.answer.data == "yes"
    if not confirmed and not form.because.data:
        return make_response(_list_page(_("Say in a sentence why not; they read it.")), 422)
    made.answer(
        improvement_id, confirmed=confirmed, because=form.because.data or "", by=viewer().id, now=clock.now()
    )
    return redirect(url_for("coaching.improvements"), 303)


def _form() -> ImprovementForm:
    """What belongs to the person's own jobs stands first; anyone may mend anything."""
    form = ImprovementForm()
    duties = jobs.duties_of(viewer().id, clock.today())
    slots = company.card().slots
    mine = sheet.touch_points(each.key for each in duties.jobs)
    points = [*mine, *(point for point in sheet.touch_points(()) if point not in mine)]
    form.touch_point.choices = choices((point.id, fill_plain(point.title, slots)) for point in points)
    known = shelf.current().framework.competencies
    wanted = [*(each for each in duties.levels if each in known), *(each for each in known if each not in duties.levels)]
    form.competency.choices = choices((each, known[each].title) for each in wanted)
    return form


def _page(form: ImprovementForm) -> str:
    return render_template("coaching/improve.html", form=form, told=[_line(each, "") for each in made.of(viewer().id)])


def _list_page(problem: str = "") -> str:
    waiting = [_line(each, name) for each, name in made.waiting_for(viewer().id)]
    return render_template("coaching/improvements.html", improvements=waiting, problem=problem)


def _line(each: Improvement, person: str) -> ImprovementLine:
    if each.answered_at is None:
        state = _("waits for your leader")
    else:
        state = _("confirmed") if each.confirmed else _("not confirmed")
    return ImprovementLine(
        id=each.id,
        person=person,
        touch_point=sheet.touch_point_title(each.touch_point),
        competency=competency_title(each.competency),
        what=each.what,
        on=each.made_on,
        state=state,
        because=each.because,
    )
