"""The pages of coaching, one idea a file; what may complete a course is posted to `learning`."""

from __future__ import annotations

from flask import Flask

from lms.coaching.views import calibration, disputes, due, improvements, item, pairs, visit
from lms.coaching.views.blueprint import blueprint
from lms.people.models import Role
from lms.texts import later
from lms.web import menu

__all__ = ["calibration", "disputes", "due", "improvements", "init_app", "item", "pairs", "visit"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    menu.add(app, text=later("Coaching"), endpoint="coaching.due", order=25, roles=[Role.COACH])
    menu.add(app, text=later("Coaching"), endpoint="coaching.drift", order=5, roles=[Role.HR])
