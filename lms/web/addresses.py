"""Addresses of pages that need no values: the same on every page, so they are worked out once.

The header and the foot of a page name a dozen of them.
"""

from __future__ import annotations

from typing import Any

import flask
from flask import Flask, current_app, request


def init_app(app: Flask) -> None:
    app.extensions["addresses"] = {}
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, **values: Any) -> str:
    """As Flask's own; within a request."""
    if values or endpoint.startswith("."):
        return flask.url_for(endpoint, **values)
    known: dict[tuple[str, str], str] = current_app.extensions["addresses"]
    key = (request.script_root, endpoint)
    if key not in known:
        known[key] = flask.url_for(endpoint)
    return known[key]
