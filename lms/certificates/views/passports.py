"""The page of a role passport with its PDF, for its holder and those who may see them; taking it back."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms import audit, clock
from lms.certificates import qr, rules
from lms.certificates.forms import PassportWithdrawalForm
from lms.certificates.passports import pdf, queries, service
from lms.certificates.passports.models import Passport
from lms.certificates.passports.printed import printed
from lms.certificates.views import blueprint
from lms.errors import NotFound
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in


@blueprint.get("/passports/<code>", endpoint="passport")
@signed_in
def page(code: str) -> str:
    passport = _looked_at(code)
    words = printed(passport)
    reason = passport.withdrawal.reason if passport.withdrawal else ""
    return render_template(
        "certificates/passport.html",
        passport=passport,
        words=words,
        qr=Markup(qr.as_svg(words.verify_url)),  # noqa: S704 the library's drawing of our own address
        is_holder=passport.person_id == viewer().id,
        may_withdraw=_may_withdraw(passport) and not passport.withdrawal,
        reason=reason if _may_withdraw(passport) else "",
    )


@blueprint.get("/passports/<code>.pdf", endpoint="passport_paper")
@signed_in
def paper(code: str) -> Response:
    passport = _looked_at(code)
    response = make_response(pdf.as_pdf(printed(passport)))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f"attachment; filename=passport-{passport.code}.pdf"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/passports/<code>/withdrawals", endpoint="before_withdrawing_passport")
@signed_in
def before_withdrawing(code: str) -> str:
    passport = _mine_to_withdraw(code, looked_at=True)
    if passport.withdrawal:
        raise service.AlreadyWithdrawn
    return _withdrawal_page(passport, PassportWithdrawalForm())


@blueprint.post("/passports/<code>/withdrawals", endpoint="withdraw_passport")
@signed_in
def withdraw(code: str) -> Response:
    passport = _mine_to_withdraw(code)
    form = PassportWithdrawalForm(needs_reason=passport.person_id != viewer().id)
    if not form.validate():
        return make_response(_withdrawal_page(passport, form), 422)
    service.withdraw(passport, form.reason.data or "", by=viewer().id, now=clock.now())
    flash(_("The passport is withdrawn. The public check says so from now on."))
    return redirect(url_for(".passport", code=passport.code))


def _withdrawal_page(passport: Passport, form: PassportWithdrawalForm) -> str:
    return render_template(
        "certificates/passport_withdrawal.html",
        words=printed(passport),
        form=form,
        is_holder=passport.person_id == viewer().id,
    )


def _mine_to_withdraw(code: str, *, looked_at: bool = False) -> Passport:
    """The holder's own, and anybody's for HR; for all others there is no such page."""
    passport = _looked_at(code) if looked_at and viewer().has(Role.HR) else _found(code)
    if not _may_withdraw(passport):
        raise NotFound(code)
    return passport


def _may_withdraw(passport: Passport) -> bool:
    return passport.person_id == viewer().id or viewer().has(Role.HR)


def _found(code: str) -> Passport:
    return queries.get_visible(viewer().id, viewer().role_names, rules.read_code(code))


def _looked_at(code: str) -> Passport:
    """The passport, and a note for its holder that somebody else looked."""
    passport = _found(code)
    if passport.person_id == viewer().id:
        return passport
    audit.record_view(viewer_id=viewer().id, person_id=passport.person_id, on=clock.today())
    return _found(code)  # keeping the note ended the transaction in which it was found
