"""Where trainers see what is live and what is wrong with the files they saved."""

from __future__ import annotations

from flask import Flask

from lms.people.models import Role
from lms.studio import views
from lms.web import menu


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    menu.add(app, text="Studio", endpoint="studio.index", order=35, roles=[Role.TRAINER])
