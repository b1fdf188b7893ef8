"""Conversations to play: a *run* goes from scene to scene by the *replies* taken, to an *ending*.

How a conversation moves is told in `catalog/conversation.py`; here are points, runs and the map.
"""

from __future__ import annotations

from flask import Flask

from lms.scenarios import cli


def init_app(app: Flask) -> None:
    cli.init_app(app)
