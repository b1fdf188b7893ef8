"""The first page: one next step, what is under way, and for leaders the way to their team."""

from __future__ import annotations

from flask import Flask

from lms.home import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
