from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from lms import clock
from lms.company import queries, service
from lms.company.forms import CardForm
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires, signed_in

blueprint = Blueprint("company", __name__, template_folder="templates")


@blueprint.get("/company")
@signed_in
def card() -> str:
    return _page(CardForm(data=_as_form(queries.card())))


@blueprint.post("/company")
@requires(Role.HR)
def save() -> Response:
    form = CardForm()
    if not form.validate():
        return make_response(_page(form), 422)
    service.save_card(form.values(), edition=int(form.edition.data), by=viewer().id, now=clock.now())
    flash(_("The company card is saved. Courses show the new words from now on."))
    return redirect(url_for("company.card"))


def _page(form: CardForm) -> str:
    can_edit = current_user.has(Role.HR)
    return render_template("company/card.html", card=queries.card(), form=form, can_edit=can_edit)


def _as_form(card: queries.Card) -> dict[str, str]:
    own = {"issuer_name": card.issuer_name, "issuer_contact": card.issuer_contact}
    return {**card.slots, **own, "edition": str(card.edition)}
