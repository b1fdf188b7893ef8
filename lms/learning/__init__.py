"""Leading a person through courses: what their job asks for, what is next, and what they finished."""

from __future__ import annotations

from flask import Flask

from lms.learning import reminders, views

__all__ = ["init_app", "reminders"]
"""`reminders` is named so that its daily task is known from the start."""


def init_app(app: Flask) -> None:
    views.init_app(app)
