"""The public check: a stranger with a code learns the truth. Nothing is stored, no cookie is set."""

from __future__ import annotations

from datetime import datetime

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock, texts
from lms.certificates import queries, rules, service
from lms.certificates.forms import NameOnPaperForm
from lms.certificates.models import Certificate
from lms.certificates.passports import queries as passports
from lms.certificates.passports.models import Passport
from lms.certificates.passports.printed import printed as printed_passport
from lms.certificates.printed import levels_in_short, printed
from lms.certificates.views import blueprint
from lms.company import queries as company
from lms.texts import _
from lms.throttle import Limit, throttle
from lms.web.access import public

LOOK_UPS = Limit("verify", "30/minute")


@blueprint.get("/verify")
@public
def verify() -> Response:
    typed = request.args.get("code")
    if typed is None:
        return _form_page(200)
    code = rules.read_code(typed)
    if code is None:
        return _form_page(422, typed=typed, problem=_not_a_code())
    return _for_strangers(redirect(url_for(".verdict", code=code)))


@blueprint.get("/verify/<code>")
@public
def verdict(code: str) -> Response:
    found = _looked_up(code)
    if isinstance(found, Passport):
        return _page("passport_verdict.html", 200, words=printed_passport(found), checked=_moment(clock.now()))
    return found if isinstance(found, Response) else _known(found)


@blueprint.post("/verify/<code>")
@public
def compare_name(code: str) -> Response:
    """The holder's data were erased; whoever has the paper types its name and reads whether it fits."""
    found = _looked_up(code)
    if isinstance(found, Response):
        return found
    if isinstance(found, Passport):
        return _for_strangers(redirect(url_for(".verdict", code=found.code), 303))
    if found.name_hash is None:
        return _known(found)
    form = NameOnPaperForm()
    if not form.validate():
        return _known(found, form=form, status=422)
    return _known(found, form=form, fits=service.name_fits(found, form.name.data or ""))


def _looked_up(code: str) -> Certificate | Passport | Response:
    """The certificate or passport, or the page that says why there is none to be seen."""
    wanted = rules.read_code(code)
    if wanted is None:
        return _form_page(404, typed=code, problem=_not_a_code())
    if not throttle().attempt(LOOK_UPS, request.remote_addr or ""):
        response = _form_page(429, typed=code, problem=_("Too many tries. Wait a minute."))
        response.headers["Retry-After"] = "60"
        return response
    return queries.find_by_code(wanted) or passports.find_by_code(wanted) or _unknown(wanted)


def _known(
    certificate: Certificate, *, form: NameOnPaperForm | None = None, fits: bool | None = None, status: int = 200
) -> Response:
    words = printed(certificate)
    is_erased = certificate.name_hash is not None
    return _page(
        "verdict.html",
        status,
        words=words,
        is_erased=is_erased,
        form=form or NameOnPaperForm() if is_erased else None,
        fits=fits,
        name=rules.initials(words.name) if certificate.initials_only and not is_erased else words.name,
        is_current=certificate.is_current(clock.today()),
        levels_in_short=levels_in_short(words.levels),
        checked=_moment(clock.now()),
    )


def _unknown(code: str) -> Response:
    contact = company.card().issuer_contact
    return _page("unknown.html", 404, code=rules.grouped(code), contact=contact, checked=_moment(clock.now()))


def _form_page(status: int, *, typed: str = "", problem: str = "") -> Response:
    return _page("verify.html", status, typed=typed[:100], problem=problem)


def _page(template: str, status: int, **values: object) -> Response:
    page = render_template(f"certificates/{template}", company_name=company.card().issuer_name, **values)
    return _for_strangers(make_response(page, status))


def _for_strangers(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def _moment(moment: datetime) -> str:
    """4 May 2027, 14:32 UTC: a stranger may be anywhere, so the zone is named."""
    zone = moment.astimezone(clock.zone()).tzname()
    return _("%(day)s, %(time)s %(zone)s", day=texts.day(moment), time=texts.time_of_day(moment), zone=zone)


def _not_a_code() -> str:
    return _("Enter the 16 letters and numbers under the QR code.")
