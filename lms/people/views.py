from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from lms import clock, mail
from lms.errors import Refusal
from lms.people import queries, recovery, service, session
from lms.people.forms import ForgottenForm, PasswordForm, SignInForm
from lms.people.models import OneTimeLink
from lms.texts import _
from lms.web.access import public, signed_in

blueprint = Blueprint("people", __name__, template_folder="templates")


@blueprint.get("/sign-in")
@public
def sign_in() -> str | Response:
    if current_user.is_authenticated:
        return redirect(_own_page(request.args.get("next")))
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
@public
def sign_in_now() -> Response:
    form = SignInForm()
    if not form.validate():
        return _again(form, _("Enter your e-mail and your password."), 422)
    email, password, address = form.email.data or "", form.password.data or "", request.remote_addr or ""
    if not service.may_try(email=email, address=address):
        service.note_lock_out(email=email, now=clock.now())
        return _again(form, _("Too many tries. Wait 15 minutes, or ask HR for a link: it works at once."), 429)
    person_id = service.verified(email=email, password=password)
    if person_id is None:
        service.missed(address=address)
        return _again(form, _no_match(), 422)
    session.begin(service.signed_in(person_id, email=email, password=password), keep=bool(form.keep.data))
    return redirect(_own_page(request.args.get("next")))


@blueprint.get("/sign-in/link")
@public
def forgotten() -> str:
    return _forgotten_page(ForgottenForm())


@blueprint.post("/sign-in/link")
@public
def send_link() -> Response:
    """The same answer for everyone, so that nobody learns who works here."""
    if not mail.is_set_up():
        raise NoMailHere
    form = ForgottenForm()
    if not form.validate():
        return make_response(_forgotten_page(form), 422)
    email = form.email.data or ""
    if not recovery.may_ask(email=email, address=request.remote_addr or ""):
        problem = _("Too many tries. Wait an hour, or ask HR for a link: it works at once.")
        return make_response(_forgotten_page(form, problem=problem), 429)
    recovery.ask(email, asked=form.key.data or "", now=clock.now())
    return make_response(render_template("people/forgotten_sent.html", email=email))


class NoMailHere(Refusal):
    def __init__(self) -> None:
        super().__init__(_("No mail is set up here. Ask HR for a link; it works once, within 24 hours."))


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    session.end()
    return redirect(url_for("people.sign_in"))


@blueprint.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Response:
    service.sign_out_everywhere(queries.get(session.viewer().id))
    session.end()
    flash(_("You are signed out on every device."))
    return redirect(url_for("people.sign_in"))


@blueprint.get("/account")
@signed_in
def account() -> str:
    return render_template("people/account.html")


@blueprint.get("/link/<token>")
@public
def link(token: str) -> Response:
    """Opening a link does not use it up: mail programs open links on their own."""
    found = _open_link(token)
    person = queries.get(found.person_id)
    return _link_page(PasswordForm(email=person.email, name=person.name), person.name, person.email, 200)


@blueprint.post("/link/<token>")
@public
def choose_password(token: str) -> Response:
    found = _open_link(token)
    person = queries.get(found.person_id)
    form = PasswordForm(email=person.email, name=person.name)
    if not form.validate():
        return _link_page(form, person.name, person.email, 422)
    ready = service.choose_password(found, form.password.data or "", now=clock.now())
    if ready is None:
        raise LinkIsOver
    session.begin(ready, keep=False)
    flash(_("Your password is set. Welcome."))
    return redirect(url_for("home.index"))


class LinkIsOver(Refusal):
    status = 410

    def __init__(self) -> None:
        super().__init__(
            _("This link was used or is older than 24 hours. Ask HR for a new one; your password is unchanged.")
        )


def _open_link(token: str) -> OneTimeLink:
    found = queries.find_open_link(service.token_hash(token), now=clock.now())
    if found is None:
        raise LinkIsOver
    return found


def _own_page(target: str | None) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target:
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc:
            return target
    return url_for("home.index")


def _no_match() -> str:
    if mail.is_set_up():
        return _("E-mail or password do not match. Try again, or get a link by mail.")
    return _("E-mail or password do not match. Try again, or ask HR for a link.")


def _sign_in_page(form: SignInForm) -> str:
    return _page(form, None)


def _page(form: SignInForm, problem: str | None) -> str:
    return render_template("people/sign_in.html", form=form, problem=problem, mail_is_set_up=mail.is_set_up())


def _forgotten_page(form: ForgottenForm, *, problem: str = "") -> str:
    form.key.data = form.key.data or secrets.token_hex(12)
    return render_template(
        "people/forgotten.html", form=form, problem=problem, mail_is_set_up=mail.is_set_up()
    )


def _again(form: SignInForm, problem: str, status: int) -> Response:
    return make_response(_page(form, problem), status)


def _link_page(form: PasswordForm, name: str, email: str, status: int) -> Response:
    page = render_template("people/link.html", form=form, name=name, email=email)
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
