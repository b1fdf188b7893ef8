"""Where trainers see what is live and what is wrong with the files they saved, and HR the company card."""

from __future__ import annotations

from flask import Flask

from lms.people.models import Role
from lms.studio import card, scenarios, views
from lms.texts import later
from lms.web import menu

__all__ = ["card", "init_app", "scenarios", "views"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(card.blueprint)
    menu.add(app, text=later("Company"), endpoint="company.card", order=4, roles=[Role.HR])
    menu.add(app, text=later("Studio"), endpoint="studio.index", order=35, roles=[Role.TRAINER])
