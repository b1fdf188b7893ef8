"""What a change of a job costs before it is published: who falls short, and what closes that.

People are counted in groups: all who hold the same levels in the competencies that go up. What
a group needs is the same for each in it, so the sums are exact for any number of people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.competencies.rules import OBSERVATIONS_FOR
from lms.reports.jobs.trace import NO_WAYS, Ways

WAIVED = 9
"""Stands for the level of those of whom the competency is not asked now: they cannot fall short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """A competency that is asked for anew or at a higher level."""

    competency: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """People who hold the same levels, in the order of the raises."""

    held: tuple[int, ...]
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one person needs who falls short: modules and scenarios, then visits by a coach.

    `unknown`: nothing in the courses leads to the level.
    """

    modules: frozenset[str] = frozenset()
    scenarios: frozenset[str] = frozenset()
    visits: int = 0
    improvement: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The holders who have one level in a raised competency, and what each of them needs."""

    level: int
    people: int
    short: bool
    step: Step
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What raising one competency does. `waived` are left out of the shares."""

    raised: Raise
    shares: tuple[Share, ...]
    waived: int

    @property
    def short(self) -> int:
        return sum(share.people for share in self.shares if share.short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """All raises together. A module that closes two gaps of one person is counted once, and so is a
    visit in which a coach looks at several things."""

    holders: int
    short: int
    minutes: int
    visits: int
    effects: tuple[Effect, ...]
    unknown: tuple[Raise, ...]
    """Raises for which nothing in the courses leads to the level."""

    @property
    def hours(self) -> float:
        return self.minutes / 60


def step(ways: Ways, held: int, asked: int) -> Step:
    """The shortest road from one level to another by the rules of evidence."""
    if held >= asked:
        return Step()
    if ways.highest < asked:
        return Step(unknown=True)
    modules = {ways.shortest_module.module.id} if held < 1 and ways.shortest_module else set()
    scenarios: set[str] = set()
    visits = OBSERVATIONS_FOR.get(asked, 0)
    if asked >= 2 and held < 2 and ways.shortest_scenario and ways.modules:
        scenarios.add(ways.shortest_scenario.scenario.id)
    elif asked == 2:
        visits = 1
    if asked == 1 and not modules:
        visits = 1
    return Step(
        modules=frozenset(modules), scenarios=frozenset(scenarios), visits=visits, improvement=asked == 4
    )


def impact(
    raises: Sequence[Raise], alike: Sequence[Alike], ways: Mapping[str, Ways], minutes: Mapping[str, int]
) -> Impact:
    """`minutes` are those of modules and scenarios, by id."""
    holders = sum(group.people for group in alike)
    short = total = visits = 0
    roads = [
        {held: step(ways.get(each.competency, NO_WAYS), held, each.after) for held in range(each.after)}
        for each in raises
    ]
    for group in alike:
        steps = [road[held] for road, held in zip(roads, group.held, strict=True) if held in road]
        if not steps:
            continue
        short += group.people
        total += group.people * _minutes(steps, minutes)
        visits += group.people * max(each.visits for each in steps)
    effects = tuple(_effect(at, each, alike, ways, minutes) for at, each in enumerate(raises))
    return Impact(
        holders=holders,
        short=short,
        minutes=total,
        visits=visits,
        effects=effects,
        unknown=tuple(each for each in raises if ways.get(each.competency, NO_WAYS).highest < each.after),
    )


def _minutes(steps: Sequence[Step], minutes: Mapping[str, int]) -> int:
    needed = frozenset().union(*(each.modules | each.scenarios for each in steps))
    return sum(minutes.get(each, 0) for each in needed)


def _effect(
    at: int, raised: Raise, alike: Sequence[Alike], ways: Mapping[str, Ways], minutes: Mapping[str, int]
) -> Effect:
    people: dict[int, int] = {}
    for group in alike:
        people[group.held[at]] = people.get(group.held[at], 0) + group.people
    shares = []
    for level in sorted((each for each in people if each != WAIVED), reverse=True):
        needed = step(ways.get(raised.competency, NO_WAYS), level, raised.after)
        shares.append(
            Share(
                level=level,
                people=people[level],
                short=level < raised.after,
                step=needed,
                minutes=_minutes([needed], minutes),
            )
        )
    return Effect(raised=raised, shares=tuple(shares), waived=people.get(WAIVED, 0))
