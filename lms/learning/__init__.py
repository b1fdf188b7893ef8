"""Leading a person through courses: what their job asks for, what is next, and what they finished."""

from __future__ import annotations

from flask import Flask

from lms.learning import views


def init_app(app: Flask) -> None:
    views.init_app(app)
