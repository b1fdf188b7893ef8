"""What admins look after: people and their roles, staff files, leave, leaving, what is erased and when.

An *import* is a staff file on its way in: its parts wait in the database until a task has read them,
its lines until an admin says yes; then only its report stays, for a month. A *setting* is a figure an
admin changed; without a row the default holds. Somebody *erased* is a number, and nothing else of them
is kept but certificates without a name.
"""

from __future__ import annotations

from flask import Flask

from lms.admin import views
from lms.people.models import Role
from lms.texts import later
from lms.web import menu


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    menu.add(app, text=later("Admin"), endpoint="admin.index", order=40, roles=[Role.ADMIN])
