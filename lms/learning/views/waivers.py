"""HR on what is not asked of somebody for a while, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import audit, clock
from lms.catalog import shelf
from lms.jobs import queries as jobs
from lms.jobs import waivers
from lms.jobs.waivers import Given
from lms.learning.appointment_forms import WaiverForm
from lms.learning.views.blueprint import blueprint
from lms.people import queries as people
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires


@dataclass(frozen=True, kw_only=True)
class WaiverLine:
    """`state`: now, coming or over; `ended` says who ended it early."""

    title: str
    reason: str
    starts_on: date
    ends_on: date
    by: str
    state: str
    ended: str
    end_url: str


@blueprint.get("/people/<int:person_id>/waivers", endpoint="waivers")
@requires(Role.HR)
def index(person_id: int) -> str:
    people.get(person_id)
    audit.record_view(viewer_id=viewer().id, person_id=person_id, on=clock.today())
    who = people.get(person_id)
    form = _offered(WaiverForm(), who)
    form.number.data = waivers.next_number(who.id)
    form.starts_on.data = clock.today()
    return _page(who, form)


@blueprint.post("/people/<int:person_id>/waivers", endpoint="waive")
@requires(Role.HR)
def create(person_id: int) -> Response:
    who = people.get(person_id)
    form = _offered(WaiverForm(), who)
    if not form.validate():
        return make_response(_page(who, form), 422)
    starts_on, ends_on = form.days
    waivers.waive(
        who.id,
        form.competency.data,
        reason=form.reason.data or "",
        starts_on=starts_on,
        ends_on=ends_on,
        number=form.number.data or 1,
        by=viewer().id,
        now=clock.now(),
    )
    flash(_("Saved. It is not asked for until that day; then it is again, by itself."))
    return redirect(url_for(".waivers", person_id=who.id), 303)


@blueprint.post("/people/<int:person_id>/waivers/<int:waiver_id>/end", endpoint="end_waiver")
@requires(Role.HR)
def end(person_id: int, waiver_id: int) -> Response:
    waivers.end_waiver(people.get(person_id).id, waiver_id, by=viewer().id, now=clock.now())
    flash(_("Ended. It is asked for again from now on."))
    return redirect(url_for(".waivers", person_id=person_id), 303)


def _page(who: Person, form: WaiverForm) -> str:
    today = clock.today()
    return render_template(
        "learning/waivers.html",
        who=who,
        form=form,
        waivers=[_line(who.id, each, today) for each in waivers.waivers_of(who.id)],
    )


def _offered(form: WaiverForm, who: Person) -> WaiverForm:
    """What the jobs ask for comes first, for that is what one lets off."""
    asked = jobs.requirements_of(who.id, clock.today())
    titles = {each.id: each.title for each in shelf.current().framework.competencies.values()}
    first = {key: titles[key] for key in asked if key in titles}
    form.offer({**first, **titles})
    return form


def _line(person_id: int, given: Given, today: date) -> WaiverLine:
    titles = shelf.current().framework.competencies
    open_still = given.may_end_on(today)
    return WaiverLine(
        title=titles[given.competency].title if given.competency in titles else given.competency,
        reason=given.reason,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        by=given.by,
        state="now" if given.holds_on(today) else "coming" if open_still else "over",
        ended=given.ended_by,
        end_url=url_for(".end_waiver", person_id=person_id, waiver_id=given.id) if open_still else "",
    )
