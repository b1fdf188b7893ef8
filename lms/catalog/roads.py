"""Every road through a conversation, and the best of them.

Two standings are one case when no condition can tell them apart, so that a long conversation with
few conditions has few cases. How many are looked at is bounded.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from lms.catalog.content import Condition, Scenario
from lms.catalog.conversation import NoWayOut, Standing, begin, on_offer, take

MOST_CASES = 20_000


class TooManyCases(ValueError):
    """The conditions make more cases than can be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The best way to a good ending: its replies, and what they are worth by competency."""

    replies: tuple[str, ...]
    points: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _competency, number in self.points)


@dataclass(slots=True)
class Roads:
    """What all roads together reach. Each set holds ids of scenes; `reached` holds endings too."""

    reached: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    """There nothing may be on offer."""
    endless: set[str] = field(default_factory=set)
    """From there no ending can be reached any more."""
    circling: set[str] = field(default_factory=set)
    """Replies or conditions lead from there in a ring of scenes that nobody fits."""


def explore(scenario: Scenario) -> Roads:
    """Walk every road. Raises TooManyCases."""
    cases, roads = _Cases(scenario), Roads()
    try:
        first = begin(scenario)
    except NoWayOut as problem:
        roads.circling.add(str(problem))
        return roads
    ahead = [first]
    known = {cases.of(first): first}
    back: dict[Hashable, list[Hashable]] = {}
    ends: list[Hashable] = []
    while ahead:
        standing = ahead.pop()
        here = cases.of(standing)
        roads.reached.add(standing.place)
        if scenario.ending(standing.place) is not None:
            ends.append(here)
            continue
        offered = on_offer(scenario, standing)
        if not offered:
            roads.silent.add(standing.place)
        for reply in offered:
            try:
                after = take(scenario, standing, reply)
            except NoWayOut:
                roads.circling.add(standing.place)
                continue
            case = cases.of(after)
            back.setdefault(case, []).append(here)
            if case not in known:
                if len(known) >= MOST_CASES:
                    raise TooManyCases
                known[case] = after
                ahead.append(after)
    can_end = _all_before(ends, back)
    roads.endless = {standing.place for case, standing in known.items() if case not in can_end}
    return roads


def _all_before(ends: list[Hashable], back: dict[Hashable, list[Hashable]]) -> set[Hashable]:
    found, ahead = set(ends), list(ends)
    while ahead:
        for case in back.get(ahead.pop(), ()):
            if case not in found:
                found.add(case)
                ahead.append(case)
    return found


def best_way(scenario: Scenario, standing: Standing) -> Way | None:
    """The most points among the shortest ways from here to a good ending; None where there is none.

    Of equal ways the one whose replies stand first in the file. Raises TooManyCases.
    """
    cases = _Cases(scenario)
    layer: dict[Hashable, tuple[Standing, tuple[str, ...]]] = {cases.of(standing): (standing, ())}
    known = set(layer)
    while layer:
        good = [way for way in layer.values() if _is_good(scenario, way[0])]
        if good:
            end, replies = max(good, key=lambda way: way[0].total)  # the first of equals
            before = dict(standing.points)
            gained = ((name, number - before.get(name, 0)) for name, number in end.points)
            return Way(replies=replies, points=tuple((name, number) for name, number in gained if number))
        layer = _next_layer(scenario, cases, layer, known)
        known |= set(layer)
        if len(known) > MOST_CASES:
            raise TooManyCases
    return None


def _next_layer(
    scenario: Scenario,
    cases: _Cases,
    layer: dict[Hashable, tuple[Standing, tuple[str, ...]]],
    known: set[Hashable],
) -> dict[Hashable, tuple[Standing, tuple[str, ...]]]:
    found: dict[Hashable, tuple[Standing, tuple[str, ...]]] = {}
    for standing, replies in layer.values():
        for reply in on_offer(scenario, standing):
            try:
                after = take(scenario, standing, reply)
            except NoWayOut:
                continue
            case = cases.of(after)
            if case not in known and (case not in found or after.total > found[case][0].total):
                found[case] = (after, (*replies, reply.name))
    return found


def _is_good(scenario: Scenario, standing: Standing) -> bool:
    ending = scenario.ending(standing.place)
    return ending is not None and ending.kind == "good"


class _Cases:
    """What the conditions of a scenario can tell apart; paragraphs lead nowhere and are left out."""

    def __init__(self, scenario: Scenario) -> None:
        clauses = [clause for condition in _conditions(scenario) for clause in condition.clauses]
        asked = {kind: {each.of for each in clauses if each.kind == kind} for kind in ("took", "seen", "score")}
        scoring = {
            reply.name
            for scene in scenario.scenes
            for reply in scene.replies
            if any(effect.competency in asked["score"] for effect in reply.effects)
        }
        self._taken = frozenset(asked["took"] | scoring)
        self._seen = frozenset(asked["seen"])
        self._mood = any(clause.kind == "mood" for clause in clauses)

    def of(self, standing: Standing) -> Hashable:
        mood = standing.mood if self._mood else 0
        return (standing.place, standing.taken & self._taken, standing.seen & self._seen, mood)


def _conditions(scenario: Scenario) -> list[Condition]:
    places = [place.condition for place in scenario.places]
    return places + [reply.condition for scene in scenario.scenes for reply in scene.replies]
