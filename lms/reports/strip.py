"""The strip of leaders: looked at anew for each page, but where a company has so many that this would take
longer than all the rest of it. There the figures may be a minute old, and the page says of when they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from lms.reports import leaders as reading
from lms.reports.leaders import Leaders

MANY = 500
KEPT_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """`at` is when it was counted, where that was not just now."""

    leaders: Leaders
    at: datetime | None = None


def strip(*, courses: Sequence[str], now: datetime) -> Strip:
    """One statement, or none."""
    kept: dict[tuple[str, ...], tuple[datetime, Leaders]] = current_app.extensions.setdefault("leaders", {})
    key = tuple(courses)
    at, leaders = kept.get(key, (None, None))
    if at is not None and leaders is not None and at <= now < at + KEPT_FOR:
        return Strip(leaders=leaders, at=at)
    leaders = reading.figures(courses=courses)
    if leaders.all >= MANY:
        kept[key] = (now, leaders)
    return Strip(leaders=leaders)
