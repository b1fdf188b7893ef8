"""What time it is. Views and commands ask here; verbs and rules are handed the answer.

Rows keep UTC. A "day" is a day in `LMS_TIMEZONE`. Tests hand `create_app` a clock they can move.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Flask, current_app

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def init_app(app: Flask, clock: Clock | None) -> None:
    app.extensions["clock"] = clock or system_clock


def now() -> datetime:
    """This moment in UTC, by the app's clock."""
    moment: datetime = current_app.extensions["clock"]()
    return moment


def today() -> date:
    """This day where the company is."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The company's day on which `moment` (UTC) falls."""
    return moment.astimezone(zone()).date()


def zone() -> ZoneInfo:
    return _zone(current_app.config["TIMEZONE"])


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
