"""What people can do, at which level, and the evidence for it.

The *framework* names the competencies and what each *level* looks like. *Evidence* is one thing
that someone showed, once; it is only ever added to, or *set aside* with a reason. What a person's
evidence in a competency adds up to is the level they *hold*; whether that is *fresh* is read
against today, so nothing runs at midnight.
"""

from __future__ import annotations

from flask import Flask

from lms.competencies import cli


def init_app(app: Flask) -> None:
    cli.init_app(app)
