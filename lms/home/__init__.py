"""The first page: one next step, what is under way, and for leaders the way to their team."""

from __future__ import annotations

from flask import Flask

from lms.home import views
from lms.texts import later
from lms.web import menu


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    menu.add(app, text=later("Home"), endpoint="home.index", order=10)
