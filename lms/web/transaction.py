"""A request is one unit of work: a POST that succeeds commits once, at its end; all else rolls back."""

from __future__ import annotations

from flask import Flask, Response, request
from sqlalchemy.orm import Session

from lms.db import db


class UnsavedChanges(AssertionError):
    """A GET left changes in the session; they would be thrown away without a word."""


def init_app(app: Flask) -> None:
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    session: Session = db.session()
    if request.method in ("GET", "HEAD", "OPTIONS"):
        if session.new or session.dirty or session.deleted:
            raise UnsavedChanges(request.path)
        return response
    if response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response
