"""Conversations for tests of rules, built by hand."""

from __future__ import annotations

from lms.catalog.content import ALWAYS, Clause, Condition, Effect, Ending, Reply, Scenario, Scene, Shown
from lms.markdown import Prose
from lms.scenarios.rules import Script


def reply(name: str, to: str, mood: int = 0, *, condition: Condition = ALWAYS, **points: int) -> Reply:
    effects = tuple(Effect(competency=competency, points=number) for competency, number in points.items())
    return Reply(name=name, text=Prose(name), to=to, effects=effects, mood=mood, condition=condition)


def scene(name: str, *replies: Reply, condition: Condition = ALWAYS, otherwise: str = "") -> Scene:
    return Scene(id=name, heading=Prose(name), replies=replies, condition=condition, otherwise=otherwise)


def ending(name: str, kind: str = "good", *, condition: Condition = ALWAYS, otherwise: str = "") -> Ending:
    return Ending(id=name, heading=Prose(name), kind=kind, condition=condition, otherwise=otherwise)


def when(*clauses: Clause) -> Condition:
    return Condition(clauses=clauses)


def took(name: str, *, wanted: bool = True) -> Clause:
    return Clause(kind="took", of=name, wanted=wanted)


def mood(sign: str, number: int) -> Clause:
    return Clause(kind="mood", sign=sign, number=number)


def scenario(*places: Scene | Ending, shows: tuple[str, ...] = ("tone", "word"), at_first: int = 0) -> Scenario:
    return Scenario(
        id="talk", title="A talk", channel="phone", minutes=5, mood=at_first, pass_percent=60, evidence_percent=70,
        you="Sam", with_=("Ms Okoro",), shows=tuple(Shown(competency=each, level=2) for each in shows), for_jobs=(),
        scenes=tuple(each for each in places if isinstance(each, Scene)),
        endings=tuple(each for each in places if isinstance(each, Ending)),
    )  # fmt: skip


def script(*places: Scene | Ending, shows: tuple[str, ...] = ("tone", "word")) -> Script:
    """Each its own: `Script` is told apart by its revision."""
    found = scenario(*places, shows=shows)
    return Script("core", str(id(found)), found.id, found)
