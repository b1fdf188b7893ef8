"""Pausing the weekly mail: by the link that stands in it, which asks for no signing in, and by a switch."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.learning import pausing
from lms.learning.views.blueprint import blueprint
from lms.people.session import viewer
from lms.texts import _
from lms.web import csrf
from lms.web.access import public, signed_in


@blueprint.get("/reminders/<token>", endpoint="reminder_link")
@public
def before_pausing(token: str) -> Response:
    """Opening the link changes nothing: mail programs open links on their own."""
    return _page(token, paused=pausing.is_paused(pausing.person_of(token)))


@blueprint.post("/reminders/<token>", endpoint="pause_by_link")
@public
@csrf.exempt  # type: ignore[untyped-decorator]
def pause_by_link(token: str) -> Response:
    """The button of that page, or of a mail program (RFC 8058).

    A mail program has no form token, for which the link stands, and is not sent on to another page.
    """
    pausing.pause(pausing.person_of(token), now=clock.now())
    if "List-Unsubscribe" in request.form:
        return _page(token, paused=True)
    return redirect(url_for(".reminder_link", token=token), 303)


@blueprint.post("/me/reminders/pause", endpoint="pause_reminders")
@signed_in
def pause() -> Response:
    pausing.pause(viewer().id, now=clock.now())
    flash(_("Paused. Nothing is sent to you about what is due; your first page still shows it."))
    return redirect(url_for(".me"), 303)


@blueprint.post("/me/reminders/resume", endpoint="resume_reminders")
@signed_in
def resume() -> Response:
    pausing.resume(viewer().id, now=clock.now())
    flash(_("You get the weekly mail again, when something is due."))
    return redirect(url_for(".me"), 303)


def _page(token: str, *, paused: bool) -> Response:
    response = make_response(render_template("learning/reminder_link.html", token_of_link=token, paused=paused))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
