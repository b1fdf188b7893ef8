"""What one has to show for a completed course, and how a stranger checks it.

A *certificate* is a true record: it keeps every word it was issued with and stays true for ever.
*Current until* is a separate fact, the day by which the course asks for a renewal. A *withdrawal*
is the issuer taking a certificate back, with a reason. A certificate's *code* is all a stranger
needs; the public page shows what is printed and no more.
"""

from __future__ import annotations

from flask import Flask

from lms.certificates import cli, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    cli.init_app(app)
