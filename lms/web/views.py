"""Pages that belong to no package: help, who sees what, accessibility, and the signs of life."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lms.db import db
from lms.web.access import public

blueprint = Blueprint("web", __name__, template_folder="templates")


@blueprint.get("/help")
@public
def help() -> str:
    return render_template("web/help.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("web/accessibility.html")


@blueprint.get("/who-sees-what")
@public
def who_sees_what() -> str:
    return render_template("web/who_sees_what.html")


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Alive: this process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Ready: the database answers, and every check a package added at start says yes."""
    checks: dict[str, Any] = {"database": _database_answers}
    checks |= current_app.extensions.get("readiness", {})
    results = {name: bool(check()) for name, check in checks.items()}
    ready = all(results.values())
    return jsonify(status="ready" if ready else "not ready", **results), 200 if ready else 503


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
