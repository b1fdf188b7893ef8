"""The pages of learning, one idea a file."""

from __future__ import annotations

from flask import Flask

from lms.learning.views import (
    aids,
    appointments,
    assignments,
    coaching,
    courses,
    decisions,
    me,
    module,
    passport,
    plans,
    prior_learning,
    prior_reviews,
    quiz,
    refresher,
    reminders,
    result,
    scenario,
    waivers,
)
from lms.learning.views.blueprint import blueprint
from lms.texts import later
from lms.web import menu

__all__ = [
    "aids",
    "appointments",
    "assignments",
    "coaching",
    "courses",
    "decisions",
    "init_app",
    "me",
    "module",
    "passport",
    "plans",
    "prior_learning",
    "prior_reviews",
    "quiz",
    "refresher",
    "reminders",
    "result",
    "scenario",
    "waivers",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    menu.add(app, text=later("Courses"), endpoint="learning.courses", order=20, holds=["/scenarios/"])
    menu.add(app, text=later("Job aids"), endpoint="learning.aids", order=30)
    # Last, because the account links show it where five others fill the header.
    menu.add(app, text=later("My page"), endpoint="learning.me", order=90)
