"""What a person's evidence in one competency adds up to. Values in, value out.

The rules are the same for every job:

- Level 1: a passed quiz; or an observation at 1 or more; or prior learning.
- Level 2: level 1 and a passed scenario run; or one observation at 2 or more, with or without a
  quiz; or prior learning at 2. Quizzes and refreshers never lift above 1, prior learning never
  above 2, and a scenario alone shows nothing.
- Level 3: two observations at 3 or more, on different days and at different touch points.
- Level 4: three observations at 4, all on different days and at different touch points, at
  least one of them while helping a colleague, and one improvement made to a touch point.
- Levels 3 and 4 that one person alone observed count, and read "one observer".
- What someone observed of themselves never counts. Nothing that comes later takes a level away.

Freshness: levels 1 and 2 are current until 12 months after the newest evidence that bears on
them (any kind but an improvement, if it shows anything at all); 3 and 4 until 24 months after
the newest observation that is high enough for the level. Then a level reads "due for refresh";
it stays. A refresher therefore renews levels 1 and 2 and never lifts.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from lms.competencies.models import Kind

MONTHS_CURRENT = {1: 12, 2: 12, 3: 24, 4: 24}
HIGHEST_BY_PRIOR_LEARNING = 2
OBSERVATIONS_FOR = {3: 2, 4: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One piece of evidence, as far as the rules look at it. A scenario was passed, or it is none."""

    kind: str
    level: int
    on: date
    observer: int | None = None
    touch_point: str | None = None
    while_helping: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A level that is held. `since` is the first day on which the evidence up to it sufficed.

    `carried_by` is the evidence that shows it: by more than one observer where there is such,
    and the earliest otherwise. Levels read from their table come without it.
    """

    level: int
    since: date
    current_until: date
    one_observer: bool = False
    carried_by: tuple[Shown, ...] = ()

    def is_fresh(self, today: date) -> bool:
        return today <= self.current_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What evidence still lacks for level 3 or 4: so many observations, one of them while helping, an improvement."""

    observations: int = 0
    while_helping: bool = False
    improvement: bool = False


Way = tuple[Shown, ...]
"""A set of evidence that suffices for a level."""


class Freshness(StrEnum):
    NOTHING = "nothing"
    CURRENT = "current"
    DUE = "due"


def held(evidence: Iterable[Shown], *, of: int | None = None) -> Held | None:
    """The level that evidence in one competency adds up to; None where it shows nothing yet.

    `of` is whose evidence it is: what they observed of themselves is left out. The order in
    which evidence arrives makes no difference, nor does the same piece twice.
    """
    counting = sorted({each for each in evidence if _counts(each, of)}, key=_order)
    for level in (4, 3, 2, 1):
        ways = _ways(level, counting)
        first = next(ways, None)
        if first is not None:
            return _held(level, first, ways, counting)
    return None


def missing_for(level: int, evidence: Iterable[Shown], *, of: int | None = None) -> Missing:
    """What would have to come to show level 3 or 4; below that one piece of the right kind does."""
    if level not in OBSERVATIONS_FOR:
        return Missing()
    counting = sorted({each for each in evidence if _counts(each, of)}, key=_order)
    observations, needed = _observations(counting, level), OBSERVATIONS_FOR[level]
    together = [way for count in range(needed, 0, -1) for way in _apart(observations, count)]
    most = max((len(way) for way in together), default=0)
    if level < 4:
        return Missing(observations=needed - most)
    # Three without one while helping: another visit replaces one of them.
    helped = any(each.while_helping for way in together if len(way) == most for each in way)
    return Missing(
        observations=needed - most if helped or most < needed else 1,
        while_helping=not helped,
        improvement=all(each.kind != Kind.IMPROVEMENT for each in counting),
    )


def freshness(level: Held | None, today: date) -> Freshness:
    """Is this level current today, or due for a refresh? A level stays current on its last day."""
    if level is None:
        return Freshness.NOTHING
    return Freshness.CURRENT if level.is_fresh(today) else Freshness.DUE


def gap(required: int, level: Held | None) -> int:
    """How many levels are missing; holding more than is asked is no gap."""
    return max(0, required - (level.level if level else 0))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _counts(each: Shown, of: int | None) -> bool:
    """Rule: what shows nothing, and what someone observed of themselves, never counts."""
    if each.kind == Kind.IMPROVEMENT:
        return True
    seen_by_themselves = each.kind == Kind.OBSERVATION and of is not None and each.observer == of
    return each.level >= 1 and not seen_by_themselves


def _ways(level: int, evidence: list[Shown]) -> Iterator[Way]:
    """The sets of evidence that show the level, the one that was complete first at the front."""
    if level == 1:
        return ((each,) for each in evidence if _shows_one(each))
    if level == 2:
        return iter(sorted(_ways_to_two(evidence), key=_done))
    if level == 3:
        return _apart(_observations(evidence, 3), OBSERVATIONS_FOR[3])
    return _ways_to_four(evidence)


def _shows_one(each: Shown) -> bool:
    """Rule: a passed quiz, an observation or prior learning shows level 1."""
    return each.kind in (Kind.QUIZ, Kind.OBSERVATION, Kind.PRIOR_LEARNING)


def _shows_two(each: Shown) -> bool:
    """Rule: an observation or prior learning at 2 shows level 2 by itself."""
    return each.kind in (Kind.OBSERVATION, Kind.PRIOR_LEARNING) and each.level >= 2


def _ways_to_two(evidence: list[Shown]) -> Iterator[Way]:
    """Rule: level 1 and a passed scenario show level 2 together, where nothing does so alone."""
    yield from ((each,) for each in evidence if _shows_two(each))
    first = next((each for each in evidence if _shows_one(each)), None)
    scenario = next((each for each in evidence if each.kind == Kind.SCENARIO), None)
    if first and scenario:
        yield (first, scenario)


def _ways_to_four(evidence: list[Shown]) -> Iterator[Way]:
    """Rule: three at 4, one while helping a colleague, and an improvement show level 4."""
    improvement = next((each for each in evidence if each.kind == Kind.IMPROVEMENT), None)
    if improvement is None:
        return
    for three in _apart(_observations(evidence, 4), OBSERVATIONS_FOR[4]):
        if any(each.while_helping for each in three):
            yield (*three, improvement)


def _observations(evidence: list[Shown], level: int) -> list[Shown]:
    """Observations high enough; one without a touch point cannot be told apart from another."""
    return [
        each
        for each in evidence
        if each.kind == Kind.OBSERVATION and each.level >= level and each.touch_point
    ]


def _apart(observations: list[Shown], count: int) -> Iterator[Way]:
    """Rule: observations add up when they were on different days and at different touch points."""
    for position, last in enumerate(observations):
        for some in combinations(observations[:position], count - 1):
            way = (*some, last)
            if len({each.on for each in way}) == len({each.touch_point for each in way}) == count:
                yield way


def _held(level: int, first: Way, others: Iterator[Way], evidence: list[Shown]) -> Held:
    best = _by_several_observers(first, others, evidence) if level >= 3 else first
    return Held(
        level=level,
        since=_done(first),
        current_until=months_after(_newest(level, evidence), MONTHS_CURRENT[level]),
        one_observer=level >= 3 and _observers(best) == 1,
        carried_by=best,
    )


def _by_several_observers(first: Way, others: Iterator[Way], evidence: list[Shown]) -> Way:
    """The first way that more than one person observed, or else the first of all."""
    if _observers(first) > 1 or _observers(evidence) < 2:
        return first
    return next((way for way in others if _observers(way) > 1), first)


def _observers(evidence: Iterable[Shown]) -> int:
    return len({each.observer for each in evidence if each.kind == Kind.OBSERVATION})


def _done(way: Way) -> date:
    """The day on which this set of evidence was complete."""
    return max(each.on for each in way)


def _newest(level: int, evidence: list[Shown]) -> date:
    """The day from which the level's months are counted: see "Freshness" above."""
    if level >= 3:
        return max(each.on for each in _observations(evidence, level))
    return max(each.on for each in evidence if each.kind != Kind.IMPROVEMENT)


def _order(each: Shown) -> tuple[date, str, str, int, str, int, bool]:
    """By day; the rest only makes the order the same however evidence arrived."""
    return (
        each.on,
        each.kind,
        each.source,
        each.level,
        each.touch_point or "",
        each.observer or 0,
        each.while_helping,
    )
