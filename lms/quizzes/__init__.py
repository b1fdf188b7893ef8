"""Questions and answers: *items* are asked one a page in an *attempt*, which is graded and kept.

A module's own items are its *quiz*; the *check* at the end of a course draws from its reserve.
"""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    app.register_blueprint(Blueprint("quizzes", __name__, template_folder="templates"))
