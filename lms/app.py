"""Puts the application together. Knows every package; nothing imports it but `wsgi.py` and commands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask

from lms import (
    admin,
    audit,
    catalog,
    certificates,
    clock,
    coaching,
    company,
    competencies,
    config,
    db,
    figures,
    home,
    jobs,
    learning,
    logs,
    mail,
    people,
    quizzes,
    readiness,
    reports,
    scenarios,
    studio,
    tasks,
    texts,
    throttle,
    web,
)

PACKAGES = (people, company, competencies, jobs, catalog, figures, quizzes, scenarios, coaching, certificates, learning, reports, studio, admin, home)
"""In the order of their floors, lowest first."""


def create_app(overrides: Mapping[str, Any] | None = None, *, now: clock.Clock | None = None) -> Flask:
    """The whole application; tests hand in settings and a clock they can move."""
    settings = config.load(os.environ, overrides)
    app = Flask("lms", static_folder=None, instance_path=settings["INSTANCE"])
    app.config.update(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = settings.get("PROPAGATE_PROBLEMS", False)
    logs.init_app(app)
    clock.init_app(app, now)
    texts.init_app(app)
    throttle.init_app(app)
    db.init_app(app)
    web.init_app(app)
    for ground in (audit, tasks, mail):
        ground.init_app(app)
    for package in PACKAGES:
        if hasattr(package, "init_app"):
            package.init_app(app)
    readiness.init_app(app)
    return app
