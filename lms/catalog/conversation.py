"""How a conversation moves: what a person sees, what they may say, and where it leads.

Values in, values out. The check walks a scenario by these rules before it is published, the player
walks it afterwards.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lms.catalog.content import START, Clause, Condition, Ending, Passage, Reply, Scenario, Scene

MOST_MOOD = 5
_SIGNS = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a run stands. `seen` holds the scenes it has left; a reply's points count once."""

    place: str
    mood: int
    taken: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    points: tuple[tuple[str, int], ...] = ()

    def points_of(self, competency: str) -> int:
        return dict(self.points).get(competency, 0)

    @property
    def total(self) -> int:
        return sum(number for _competency, number in self.points)


class NoWayOut(ValueError):
    """Scenes send on to one another without end; the check keeps such a scenario from being published."""


def begin(scenario: Scenario) -> Standing:
    """The standing before the first reply."""
    mood = max(-MOST_MOOD, min(MOST_MOOD, scenario.mood))
    return _settled(scenario, Standing(place=START, mood=mood))


def take(scenario: Scenario, standing: Standing, reply: Reply) -> Standing:
    """The standing after a reply: its effects counted, its scene entered."""
    after = said(standing, reply)
    return _settled(scenario, replace(after, place=reply.to))


def said(standing: Standing, reply: Reply) -> Standing:
    """The standing while what follows the reply is told: still before the next scene."""
    points = dict(standing.points)
    if reply.name not in standing.taken:
        for effect in reply.effects:
            points[effect.competency] = points.get(effect.competency, 0) + effect.points
    return replace(
        standing,
        mood=max(-MOST_MOOD, min(MOST_MOOD, standing.mood + reply.mood)),
        taken=standing.taken | {reply.name},
        seen=standing.seen | {standing.place},
        points=tuple(sorted(points.items())),
    )


def scene_of(scenario: Scenario, standing: Standing) -> Scene | None:
    """The scene one stands in; None at an ending."""
    return scenario.scene(standing.place)


def ending_of(scenario: Scenario, standing: Standing) -> Ending | None:
    return scenario.ending(standing.place)


def on_offer(scenario: Scenario, standing: Standing) -> tuple[Reply, ...]:
    """The replies one may give here, in the order of the file; none at an ending."""
    scene = scene_of(scenario, standing)
    return tuple(reply for reply in scene.replies if holds(reply.condition, standing)) if scene else ()


def shown(passages: Iterable[Passage], standing: Standing) -> tuple[Passage, ...]:
    """The paragraphs whose condition holds."""
    return tuple(passage for passage in passages if holds(passage.condition, standing))


def holds(condition: Condition, standing: Standing) -> bool:
    return all(_is_so(clause, standing) is clause.wanted for clause in condition.clauses)


def _is_so(clause: Clause, standing: Standing) -> bool:
    if clause.kind == "took":
        return clause.of in standing.taken
    if clause.kind == "seen":
        return clause.of in standing.seen
    number = standing.mood if clause.kind == "mood" else standing.points_of(clause.of)
    return bool(_SIGNS[clause.sign](number, clause.number))


def _settled(scenario: Scenario, standing: Standing) -> Standing:
    """Who does not fit a scene's or ending's condition goes where its `else` sends them.

    Raises NoWayOut.
    """
    passed: set[str] = set()
    while standing.place not in passed:
        passed.add(standing.place)
        place = scenario.place(standing.place)
        if place is None:
            raise NoWayOut(standing.place)
        if holds(place.condition, standing):
            return standing
        standing = replace(standing, place=place.otherwise)
    raise NoWayOut(standing.place)
