"""The frame around every page: access marks, menu, headers, forms, error pages, the base template.

It knows no word of the trade; packages above hang their pages, menu links and sentences into it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2 import __version__ as jinja2_version
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import db as database
from lms.web import (
    access,
    addresses,
    assets,
    compression,
    converters,
    edge,
    headers,
    menu,
    problems,
    transaction,
    uploads,
    views,
)

csrf = CSRFProtect()
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = _kept_templates(Path(app.config["INSTANCE"]))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    converters.init_app(app)
    # The order matters: the first of these that answers ends the request.
    app.before_request(_begin)
    app.before_request(uploads.make_room)
    app.before_request(edge.refuse_unreadable)
    csrf.init_app(app)
    app.before_request(access.guard)
    transaction.init_app(app)
    headers.init_app(app)
    compression.init_app(app)
    problems.init_app(app)
    assets.init_app(app)
    addresses.init_app(app)
    app.context_processor(_frame)
    app.register_blueprint(views.blueprint)
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _kept_templates(instance: Path) -> FileSystemBytecodeCache:
    """Templates as they were compiled once: a restart need not do it again. A changed one is noticed by its hash."""
    folder = instance / "templates" / jinja2_version
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def _begin() -> None:
    database.request_only_reads(request.method in READING)


def _frame() -> dict[str, Any]:
    """What the base template always has: the viewer (None for strangers) and their links."""
    viewer = current_user if current_user and current_user.is_authenticated else None
    links = menu.links_for(viewer.role_names) if viewer else ()
    return {"viewer": viewer, "menu": links, "csrf_token": generate_csrf}
