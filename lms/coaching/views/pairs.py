"""Two people agree to practise a module together, or their coach brings them together."""

from __future__ import annotations

from datetime import date

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.coaching import pairs as practice
from lms.coaching.forms import PairForm, choices
from lms.coaching.views.blueprint import blueprint
from lms.company import queries as company
from lms.markdown import fill_plain
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires, signed_in


@blueprint.get("/me/practice/new")
@signed_in
def practise() -> str:
    return _page(_form(practice.partners_for(viewer().id)), coach=False)


@blueprint.post("/me/practice/new")
@signed_in
def practised() -> Response:
    form = _form(practice.partners_for(viewer().id))
    until: date | None = form.until.data
    if not form.validate() or until is None:
        return make_response(_page(form, coach=False), 422)
    mine = viewer().id
    practice.pair(
        mine, int(form.other.data), module=form.module.data, until=until, by=mine, now=clock.now()
    )
    flash(_("You two practise together now. It stands on both your pages."))
    return redirect(url_for("learning.me"), 303)


@blueprint.get("/coaching/practice/new")
@requires(Role.COACH)
def bring_together() -> str:
    return _page(_form(practice.coached_together(viewer().id)), coach=True)


@blueprint.post("/coaching/practice/new")
@requires(Role.COACH)
def brought_together() -> Response:
    form = _form(practice.coached_together(viewer().id))
    until: date | None = form.until.data
    if not form.validate() or until is None or not form.one.data:
        return make_response(_page(form, coach=True), 422)
    practice.pair(
        int(form.one.data), int(form.other.data), module=form.module.data, until=until, by=viewer().id, now=clock.now()
    )
    flash(_("They practise together now. It stands on both their pages."))
    return redirect(url_for("coaching.due"), 303)


def _form(people: list[Person]) -> PairForm:
    form = PairForm()
    form.one.choices = form.other.choices = choices((each.id, each.name) for each in people)
    slots = company.card().slots
    form.module.choices = choices(
        (module.id, fill_plain(module.title, slots))
        for course in shelf.current().courses
        if course.live
        for module in course.live_modules
    )
    return form


def _page(form: PairForm, *, coach: bool) -> str:
    return render_template("coaching/pair.html", form=form, coach=coach, people=len(form.other.choices))
