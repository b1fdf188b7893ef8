"""Refusals and faults become pages with a sentence, in one place.

A 500 carries a reference that stands in the log beside the trace; nothing of the trace itself
ever reaches the page.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, NoResultFound
from werkzeug.exceptions import HTTPException, InternalServerError

from lms.db import db, is_overload, request_only_reads
from lms.errors import NotFound, Refusal
from lms.texts import _
from lms.web import uploads
from lms.web.access import Access, access_of

log = logging.getLogger(__name__)
RETRY_SECONDS = 5


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(NotFound, lambda problem: _not_found())
    app.register_error_handler(NoResultFound, lambda problem: _not_found())
    app.register_error_handler(CSRFError, lambda problem: _stale_form())
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def message(status: int, title: str, sentence: str, **headers: str) -> Response:
    """A page of one sentence; the same for every refusal.

    Where the Host header is no host, no link of ours can be written: then it is the bare sentence.
    """
    if request_ctx.url_adapter is None:
        return Response(sentence, status, headers, mimetype="text/plain")
    response = make_response(_page(title=title, sentence=sentence, status=status), status)
    response.headers.update(headers)
    return response


def _page(**words: object) -> str:
    """The page as its reader knows it; as strangers see it when not even who is reading can be found out."""
    try:
        return render_template("web/message.html", **words)
    except DBAPIError:
        db.session.rollback()
        g._login_user = AnonymousUserMixin()  # where Flask-Login keeps whom it found
        return render_template("web/message.html", **words)


def _refused(problem: Refusal) -> Response:
    db.session.rollback()
    return message(problem.status, _("That did not work"), problem.sentence)


def _not_found() -> Response:
    db.session.rollback()
    return message(
        404,
        _("There is no page here"),
        _("The address may be mistyped, or the page is not one you can see. Go home, or ask HR who may see it."),
    )


def _stale_form() -> Response:
    db.session.rollback()
    return message(
        400,
        _("This form is too old"),
        _("You signed out or in again since you opened it, so nothing was changed. Go back, reload the page and send it again."),
    )


def _forbidden() -> Response:
    access = access_of(request.endpoint or "") or Access()
    return message(403, _("This page is for other roles"), _who_may(access))


def _who_may(access: Access) -> str:
    sentence: Callable[[frozenset[str]], str] | None = current_app.extensions.get("who_may")
    return sentence(access.roles) if sentence else _("Ask HR who may see it.")


def _http(problem: HTTPException) -> Response:
    db.session.rollback()
    sentences = {
        400: (_("We could not read that"), _("Part of what was sent is not text. Nothing was changed. Go back and type it again.")),
        405: (_("There is no page here"), _("This address takes forms only. Go home and start from there.")),
        413: (_("That is too much at once"), uploads.too_large()),
        429: (_("Too many tries"), _("Wait a minute, then try again.")),
    }
    if problem.code == 403:
        return _forbidden()
    if problem.code == 404:
        return _not_found()
    if problem.response is not None or problem.code is None or problem.code < 400:
        return make_response(problem.get_response())
    if problem.code >= 500:
        original = getattr(problem, "original_exception", None)
        return _database(original) if isinstance(original, DBAPIError) else _broken(problem)
    title, sentence = sentences.get(problem.code, sentences[400])
    response = message(problem.code, title, sentence)
    if problem.code == 405 and (allowed := getattr(problem, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(allowed)
    return response


def _database(problem: DBAPIError) -> Response:
    if not is_overload(problem):
        return _broken(problem)
    log.warning("database busy: %s", problem.orig)
    db.session.rollback()
    request_only_reads(True)  # the page asks who is reading, and must not wait for the write lock again
    return message(
        503,
        _("Very busy just now"),
        _("Your last stored answer is safe. Wait a few seconds, then send this again."),
        **{"Retry-After": str(RETRY_SECONDS)},
    )


def _broken(problem: Exception) -> Response:
    reference = secrets.token_hex(2).upper()
    original = problem.original_exception if isinstance(problem, InternalServerError) else problem
    log.error("reference %s, %s %s", reference, request.method, request.path, exc_info=original or problem)
    if current_app.config.get("PROPAGATE_PROBLEMS"):
        raise problem
    db.session.rollback()
    sentence = _(
        "Something broke on our side. What you stored before is safe. Try again in a minute. Reference %(reference)s.",
        reference=reference,
    )
    return message(500, _("Something broke"), sentence)
