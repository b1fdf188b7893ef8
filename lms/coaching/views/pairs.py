"""Two people agree to practise a module together, or their coach brings them together."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.coaching import pairs as practice
from lms.coaching.forms import InviteForm, PairForm, PracticeForm, choices
from lms.coaching.views.blueprint import blueprint
from lms.company import queries as company
from lms.markdown import fill_plain
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires, signed_in

F = TypeVar("F", bound=PracticeForm)


@blueprint.get("/me/practice/new")
@signed_in
def practise() -> str:
    return render_template("coaching/practise.html", form=_with_modules(InviteForm()))


@blueprint.post("/me/practice/new")
@signed_in
def practised() -> Response:
    form = _with_modules(InviteForm())
    until: date | None = form.until.data
    if not form.validate() or until is None:
        return make_response(render_template("coaching/practise.html", form=form), 422)
    mine = viewer().id
    partner = practice.find_partner(mine, form.email.data or "")
    practice.pair(mine, partner, module=form.module.data, until=until, by=mine, now=clock.now())
    flash(_("You two practise together now. It stands on both your pages."))
    return redirect(url_for("learning.me"), 303)


@blueprint.post("/me/practice/<int:pair_id>/end")
@signed_in
def practice_ended(pair_id: int) -> Response:
    practice.end(viewer().id, pair_id, on=clock.today())
    flash(_("You two no longer practise together. It stands on neither page any more."))
    return redirect(url_for("learning.me"), 303)


@blueprint.get("/coaching/practice/new")
@requires(Role.COACH)
def bring_together() -> str:
    return render_template("coaching/pair.html", form=_pair_form())


@blueprint.post("/coaching/practice/new")
@requires(Role.COACH)
def brought_together() -> Response:
    form = _pair_form()
    until: date | None = form.until.data
    if not form.validate() or until is None:
        return make_response(render_template("coaching/pair.html", form=form), 422)
    one, other = int(form.one.data), int(form.other.data)
    practice.pair(one, other, module=form.module.data, until=until, by=viewer().id, now=clock.now())
    flash(_("They practise together now. It stands on both their pages."))
    return redirect(url_for("coaching.due"), 303)


def _pair_form() -> PairForm:
    form = _with_modules(PairForm())
    people = choices((each.id, each.name) for each in practice.coached_together(viewer().id))
    form.one.choices = form.other.choices = people
    return form


def _with_modules(form: F) -> F:
    slots = company.card().slots
    form.module.choices = choices(
        (module.id, fill_plain(module.title, slots))
        for course in shelf.current().courses
        if course.live
        for module in course.live_modules
    )
    return form
