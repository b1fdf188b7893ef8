"""For how long things are kept, and who is due to be erased."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.admin import queries, settings
from lms.admin.forms import RetentionForm
from lms.admin.retention import months_before
from lms.admin.settings import Retention
from lms.admin.views.blueprint import blueprint
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires


@blueprint.get("/retention", endpoint="retention")
@requires(Role.ADMIN)
def retention() -> str:
    kept = settings.retention()
    return _page(
        RetentionForm(
            data={
                "attempts": kept.attempts,
                "observations": kept.observations,
                "certificates": kept.certificates,
                "edition": str(kept.edition),
            }
        )
    )


@blueprint.post("/retention", endpoint="change_retention")
@requires(Role.ADMIN)
def change() -> Response:
    form = RetentionForm()
    if not form.validate():
        return make_response(_page(form), 422)
    wanted = Retention(
        attempts=form.attempts.data or 0,
        observations=form.observations.data or 0,
        certificates=form.certificates.data or 0,
        edition=int(form.edition.data or 0),
    )
    settings.set_retention(wanted, by=viewer().id, now=clock.now())
    flash(_("Saved. It holds from the next night on."))
    return redirect(url_for("admin.retention"))


def _page(form: RetentionForm) -> str:
    due_before = months_before(clock.today(), settings.retention().certificates)
    return render_template("admin/retention.html", form=form, left=queries.erasable(), due_before=due_before)
