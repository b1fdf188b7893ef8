"""Points, the best way, and what a page may tell of a reply: values in, values out.

Which scene follows which reply is told in `catalog/conversation.py`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lms.catalog import conversation, roads
from lms.catalog.content import Reply, Scenario
from lms.catalog.conversation import Standing
from lms.catalog.roads import Way

GOOD = "good"


@dataclass(frozen=True)
class Script:
    """A scenario in one revision of its course; two are the same when course, revision and id are."""

    course: str
    revision: str
    scenario_id: str
    scenario: Scenario = field(compare=False)


@dataclass(frozen=True, kw_only=True)
class Score:
    """Points on the path taken, held against those of the best path, in one competency."""

    competency: str
    points: int
    best: int

    @property
    def percent(self) -> int:
        """Between 0 and 100; points that the best path does not ask for add nothing."""
        return percent_of(self.points, self.best)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run that has ended is worth."""

    ending: str
    kind: str
    points: int
    best: int
    scores: tuple[Score, ...]
    passed: bool


def percent_of(points: int, best: int) -> int:
    """Rounded down, so that nobody passes by a rounding."""
    return max(0, min(100, points * 100 // best)) if best > 0 else 0


@lru_cache(maxsize=512)
def best_from(script: Script, standing: Standing) -> Way | None:
    """The best way from here to a good ending, as the check has proved it can be found."""
    return roads.best_way(script.scenario, standing)


def best_path(script: Script) -> Way:
    """The best way from the beginning; no replies at all where none leads to a good ending."""
    return best_from(script, conversation.begin(script.scenario)) or Way(replies=(), points=())


def is_best_here(script: Script, standing: Standing, reply: Reply) -> bool:
    """No other reply is a step of a shorter way, or of an equal one with more points."""
    best = best_from(script, standing)
    if best is None:
        return all(reply.points >= other.points for other in conversation.on_offer(script.scenario, standing))
    if reply.name == best.replies[0]:
        return True
    after = conversation.take(script.scenario, standing, reply)
    onward = best_from(script, after)
    if onward is None or len(onward.replies) + 1 != len(best.replies):
        return False
    return after.total - standing.total + onward.total >= best.total


def best_here(script: Script, standing: Standing) -> Reply:
    """What would have been best to say in this standing."""
    offered = conversation.on_offer(script.scenario, standing)
    best = best_from(script, standing)
    wanted = best.replies[0] if best else ""
    return next(
        (reply for reply in offered if reply.name == wanted), max(offered, key=lambda reply: reply.points)
    )


def result(script: Script, standing: Standing) -> Result:
    """What a run is worth that stands at an ending."""
    scenario, best = script.scenario, best_path(script)
    ending = conversation.ending_of(scenario, standing)
    assert ending is not None, f"{standing.place} is no ending"
    points = dict(best.points)
    scores = tuple(
        Score(
            competency=shown.competency,
            points=standing.points_of(shown.competency),
            best=points.get(shown.competency, 0),
        )
        for shown in scenario.shows
    )
    enough = percent_of(standing.total, best.total) >= scenario.pass_percent
    return Result(
        ending=ending.id,
        kind=ending.kind,
        points=standing.total,
        best=best.total,
        scores=scores,
        passed=ending.kind == GOOD and enough,
    )


def shown_by(scenario: Scenario, outcome: Result) -> list[tuple[str, int]]:
    """The competencies that a passed run is evidence for, each with its level."""
    if not outcome.passed:
        return []
    levels = {shown.competency: shown.level for shown in scenario.shows}
    return [
        (score.competency, levels[score.competency])
        for score in outcome.scores
        if score.percent >= scenario.evidence_percent
    ]


def secret_of(person_id: int, scenario: str, number: int, *, key: str) -> str:
    """What the replies of one run are shuffled and disguised by.

    It hangs on the installation's own key: names of replies tell which is best, so neither their
    order nor their form values may be something a clever reader can work out.
    """
    seed = f"scenario/{person_id}/{scenario}/{number}"
    return hmac.new(key.encode(), seed.encode(), hashlib.sha256).hexdigest()


def in_order(replies: Iterable[Reply], *, secret: str, scene: str) -> tuple[Reply, ...]:
    """The replies in the order of this run: the same whenever one comes back."""
    return tuple(sorted(replies, key=lambda reply: _digest(secret, f"order/{scene}/{reply.name}")))


def form_value(reply: Reply, *, secret: str, step: int) -> str:
    """What a page sends for a reply at one step: says nothing to whoever reads the page."""
    return _digest(secret, f"{step}/{reply.name}")[:12]


def _digest(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
