"""When a coach is calibrated, how near ratings come to the reference, and whom to visit first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lms.competencies.rules import months_after

SAMPLES_ASKED = 3
"""So many cases are rated before the first visit, and again each year."""
MONTHS_CALIBRATED = 12
RENEWABLE = timedelta(days=60)
"""So long before a calibration ends the next may begin."""
TIME_TO_SETTLE = timedelta(days=14)
ONLY_SEEN_FROM = 3
"""From this level on nothing but an observation shows a competency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How a coach's ratings lie to the reference: `mean` above or below it, `near` within one level."""

    mean: float
    near: int
    items: int


def calibrated_until(completed_on: date) -> date:
    return months_after(completed_on, MONTHS_CALIBRATED)


def is_calibrated(completed_on: date | None, on: date) -> bool:
    """On the last day of the year it still holds."""
    return completed_on is not None and on <= calibrated_until(completed_on)


def may_begin_again(completed_on: date | None, on: date) -> bool:
    return completed_on is None or on >= calibrated_until(completed_on) - RENEWABLE


def differences(rated: Mapping[str, int], reference: Mapping[str, int]) -> dict[str, int]:
    """By item: how far above the reference (or below, where negative) the rating lies."""
    return {item: rated[item] - level for item, level in reference.items() if item in rated}


def drift(found: Iterable[int]) -> Drift | None:
    """Over the differences of all items rated; None where there are none."""
    numbers = list(found)
    if not numbers:
        return None
    near = sum(abs(number) <= 1 for number in numbers)
    return Drift(mean=sum(numbers) / len(numbers), near=near, items=len(numbers))


def whom_first(last_seen: date | None, shown_by_visits_only: int, name: str) -> tuple[bool, date, int, str]:
    """The order of visits due: never seen first, then the longest ago, then who is short of most."""
    return (last_seen is not None, last_seen or date.min, -shown_by_visits_only, name)
