"""Leaving the company, coming back, and being erased: each on a page that says what goes."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.admin import erasing, staff
from lms.admin.forms import ErasureForm, LeavingForm, ReturnForm
from lms.admin.views.blueprint import blueprint
from lms.admin.words import rows_in_words
from lms.db import db
from lms.errors import Refusal
from lms.people import queries as people
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires


@blueprint.get("/people/<int:person_id>/leaving", endpoint="leaving")
@requires(Role.ADMIN)
def leaving(person_id: int) -> str:
    found = people.get(person_id)
    return _leaving_page(found, LeavingForm(data={"on": found.left_on or clock.today()}))


@blueprint.post("/people/<int:person_id>/leaving", endpoint="send_away")
@requires(Role.ADMIN)
def send_away(person_id: int) -> Response:
    found, form = people.get(person_id), LeavingForm()
    if form.validate() and form.on.data:
        try:
            staff.send_away(found, on=form.on.data, today=clock.today(), by=viewer().id, now=clock.now())
        except Refusal as refused:
            form.on.errors = [refused.sentence]
    if form.errors:
        return make_response(_leaving_page(found, form), 422)
    flash(_("%(name)s has left. Every session of theirs has ended.", name=found.name))
    return redirect(url_for("admin.person", person_id=found.id))


@blueprint.post("/people/<int:person_id>/return", endpoint="bring_back")
@requires(Role.ADMIN)
def bring_back(person_id: int) -> Response:
    found, form = people.get(person_id), ReturnForm()
    staff.bring_back(found, with_jobs=bool(form.with_jobs.data), by=viewer().id, now=clock.now())
    flash(_("%(name)s works here again.", name=found.name))
    return redirect(url_for("admin.person", person_id=found.id))


@blueprint.get("/people/<int:person_id>/erasure", endpoint="erasure")
@requires(Role.ADMIN)
def erasure(person_id: int) -> str:
    return _erasure_page(_who_left(person_id), ErasureForm(formdata=None))


@blueprint.post("/people/<int:person_id>/erasure", endpoint="erase")
@requires(Role.ADMIN)
def erase(person_id: int) -> Response:
    found, form = _who_left(person_id), ErasureForm()
    if not form.validate():
        return make_response(_erasure_page(found, form), 422)
    erasing.erase(found.id, by=viewer().id, now=clock.now(), on=clock.today())
    db.session.commit()
    erasing.sweep_up()
    flash(_("Erased. Person %(number)d is a number from now on.", number=person_id))
    return redirect(url_for("admin.person", person_id=person_id))


def _who_left(person_id: int) -> Person:
    found = people.get(person_id)
    if found.left_on is None:
        raise erasing.StillHere(found.name)
    return found


def _leaving_page(found: Person, form: LeavingForm) -> str:
    goes = staff.what_goes(found, on=clock.today())
    return render_template("admin/leaving.html", person=found, form=form, goes=goes)


def _erasure_page(found: Person, form: ErasureForm) -> str:
    return render_template(
        "admin/erasure.html",
        person=found,
        form=form,
        goes=rows_in_words(erasing.counts(found.id)),
        certificates=erasing.certificates_kept(found.id),
    )
