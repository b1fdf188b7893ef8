"""Who works here: people, their teams and leaders, what their roles let them do, and signing in.

A *person* has at most one *leader* and one *team*. Everyone is a learner; further *roles* are
rows. *Coaches* is who coaches whom. A *one-time link* lets its holder choose a password once:
the first admin, an invitation and a lost password are all the same story. The *session epoch*
of a person stands in every cookie; raising it ends all sessions at once.
"""

from __future__ import annotations

from flask import Flask

from lms.people import cli, session, views, who_may


def init_app(app: Flask) -> None:
    session.init_app(app)
    cli.init_app(app)
    app.extensions["who_may"] = who_may.sentence
    app.register_blueprint(views.blueprint)
