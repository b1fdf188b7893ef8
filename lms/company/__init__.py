"""The company card: the company's own words for the slots of course texts, and who issues certificates."""

from __future__ import annotations

from flask import Flask

from lms.company import views
from lms.people.models import Role
from lms.web import menu


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    menu.add(app, text="Company", endpoint="company.card", order=4, roles=[Role.HR])
