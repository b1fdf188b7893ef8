"""The page of a certificate with its PDF, for its holder and those who may see it; HR withdraws it here."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms import audit, clock
from lms.certificates import pdf, qr, queries, rules, service
from lms.certificates.forms import PublicNameForm, WithdrawalForm
from lms.certificates.models import Certificate
from lms.certificates.printed import printed
from lms.certificates.views import blueprint
from lms.errors import NotFound
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires, signed_in


@blueprint.get("/certificates/<code>")
@signed_in
def page(code: str) -> str:
    certificate = _looked_at(code)
    words = printed(certificate)
    is_holder = certificate.person_id == viewer().id
    return render_template(
        "certificates/page.html",
        certificate=certificate,
        words=words,
        qr=Markup(qr.as_svg(words.verify_url)),  # noqa: S704 the library's drawing of our own address
        is_holder=is_holder,
        may_withdraw=viewer().has(Role.HR) and not certificate.withdrawal,
        reason=_reason(certificate) if is_holder or viewer().has(Role.HR) else "",
        form=PublicNameForm(initials_only=certificate.initials_only),
    )


@blueprint.get("/certificates/<code>.pdf")
@signed_in
def paper(code: str) -> Response:
    certificate = _looked_at(code)
    response = make_response(pdf.as_pdf(printed(certificate)))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f"attachment; filename=certificate-{certificate.code}.pdf"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/certificates/<code>/public-name")
@signed_in
def choose_public_name(code: str) -> Response:
    """The holder alone decides what strangers read; for all others there is no such page."""
    certificate = _found(code)
    if certificate.person_id != viewer().id:
        raise NotFound(code)
    form = PublicNameForm()
    service.show_initials(certificate, bool(form.initials_only.data))
    if certificate.initials_only:
        flash(_("Saved. The public page shows your initials."))
    else:
        flash(_("Saved. The public page shows your name."))
    return redirect(url_for(".page", code=certificate.code))


@blueprint.get("/certificates/<code>/withdrawals")
@requires(Role.HR)
def before_withdrawing(code: str) -> str:
    certificate = _looked_at(code)
    if certificate.withdrawal:
        raise service.AlreadyWithdrawn
    return _withdrawal_page(certificate, WithdrawalForm())


@blueprint.post("/certificates/<code>/withdrawals")
@requires(Role.HR)
def withdraw(code: str) -> Response:
    certificate = _found(code)
    form = WithdrawalForm()
    if not form.validate():
        return make_response(_withdrawal_page(certificate, form), 422)
    service.withdraw(certificate, form.reason.data or "", by=viewer().id, now=clock.now())
    flash(_("The certificate is withdrawn. The public check says so from now on."))
    return redirect(url_for(".page", code=certificate.code))


def _withdrawal_page(certificate: Certificate, form: WithdrawalForm) -> str:
    return render_template(
        "certificates/withdrawal.html", certificate=certificate, words=printed(certificate), form=form
    )


def _found(code: str) -> Certificate:
    return queries.get_visible(viewer().id, viewer().role_names, rules.read_code(code))


def _looked_at(code: str) -> Certificate:
    """The certificate, and a note for its holder that somebody else looked."""
    certificate = _found(code)
    if certificate.person_id == viewer().id:
        return certificate
    audit.record_view(viewer_id=viewer().id, person_id=certificate.person_id, on=clock.today())
    return _found(code)  # keeping the note ended the transaction in which it was found


def _reason(certificate: Certificate) -> str:
    return certificate.withdrawal.reason if certificate.withdrawal else ""
