"""From which day a level counts. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.jobs.description import JobDescription


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A level that counts from a day on, and what is asked until then; without a day it counts at once."""

    level: int
    counts_from: date | None = None
    level_before: int = 0

    def on(self, day: date) -> int:
        """What is asked for on this day; 0 for nothing."""
        return self.level_before if self.counts_from is not None and day < self.counts_from else self.level


def counting(
    description: JobDescription, before: Mapping[str, Counting], *, counts_from: date | None, today: date
) -> dict[str, Counting]:
    """How the levels of a new version count, by competency; `before` is the version it replaces.

    A level that is higher than what is asked today counts from `counts_from`. One that is lower
    counts at once, and one that stays keeps the day it was given.
    """
    found = {}
    for each in description.requires:
        old = before.get(each.competency, Counting(level=0))
        asked_today = old.on(today)
        if each.level == old.level and old.counts_from is not None and old.counts_from > today:
            found[each.competency] = old
        elif before and each.level > asked_today and counts_from is not None and counts_from > today:
            found[each.competency] = Counting(
                level=each.level, counts_from=counts_from, level_before=asked_today
            )
        else:
            found[each.competency] = Counting(level=each.level)
    return found
