"""Staff files: one is sent, its report is read, then it is imported or not."""

from __future__ import annotations

import secrets

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.admin.forms import ImportForm
from lms.admin.models import StaffImport, State
from lms.admin.staff_files import rules, service
from lms.admin.views.blueprint import blueprint
from lms.db import db
from lms.errors import NotFound, Refusal
from lms.jobs import queries as jobs
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _, later
from lms.web.access import requires
from lms.web.forms import tidy
from lms.web.uploads import takes_file


@blueprint.get("/import", endpoint="import")
@requires(Role.ADMIN)
def index() -> str:
    form = ImportForm(formdata=None)
    return _page(form)


@blueprint.post("/import", endpoint="send_file")
@requires(Role.ADMIN)
@takes_file(under=25)
def send_file() -> Response:
    form, sent = ImportForm(), request.files.get("file")
    if form.validate():
        try:
            if sent is None:
                raise service.FileMissing
            name = str(tidy(sent.filename or "")).encode("utf-8", "replace").decode()
            number = service.receive(
                sent.stream, name=name, key=form.key.data or "", by=viewer().id, now=clock.now()  # type: ignore[arg-type]
            )
        except Refusal as refused:
            form.file.errors = [refused.sentence]
    if form.errors:
        return make_response(_page(form), 422)
    return redirect(url_for("admin.staff_import", import_id=number))


@blueprint.get("/imports/<int:import_id>", endpoint="staff_import")
@requires(Role.ADMIN)
def staff_import(import_id: int) -> str:
    found = _found(import_id)
    return render_template("admin/import.html", found=found, report=found.report or {}, State=State)


@blueprint.post("/imports/<int:import_id>", endpoint="agree")
@requires(Role.ADMIN)
def agree(import_id: int) -> Response:
    found = _found(import_id)
    service.agree(found.id, by=viewer().id, now=clock.now())
    if found.state == State.DONE:
        flash(_("The file is imported."))
    return redirect(url_for("admin.staff_import", import_id=found.id))


def _found(import_id: int) -> StaffImport:
    found = db.session.get(StaffImport, import_id)
    if found is None:
        raise NotFound(import_id)
    return found


def _page(form: ImportForm) -> str:
    form.key.data = secrets.token_hex(12)
    return render_template(
        "admin/imports.html",
        form=form,
        lately=service.lately(),
        needed=rules.NEEDED,
        more=[name for name in rules.KNOWN if name not in rules.NEEDED],
        jobs=[job.key for job in jobs.live()],
        words=STATES,
    )


STATES = {
    State.WAITING: later("being looked through"),
    State.READY: later("waits for your yes"),
    State.AGREED: later("being imported"),
    State.DONE: later("imported"),
    State.REFUSED: later("refused, nothing was changed"),
}
