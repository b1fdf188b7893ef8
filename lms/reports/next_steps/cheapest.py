"""The cheapest next lessons: what closes most missing levels of some people per minute of their learning.

A pure rule, and a greedy one: again and again it takes the lesson that closes most levels for its
minutes, given what was taken before. So the sum it names is reached by these lessons together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

MOST_LESSONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A module, a scenario or visits of a coach. `lifts[competency]` is the level it leads to, for those
    who stand one below; `minutes` is what it takes of each who does it."""

    key: str
    way: str
    title: str
    minutes: int
    lifts: Mapping[str, int]
    course: str = ""


@dataclass(slots=True, kw_only=True)
class Learner:
    """What somebody is asked for and holds, and the lessons that are open to them."""

    required: Mapping[str, int]
    held: dict[str, int]
    open_to: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A lesson that was taken: by how many people, and how many missing levels it closes."""

    lesson: Lesson
    people: int
    levels: int

    @property
    def minutes(self) -> int:
        return self.people * self.lesson.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Lessons in the order in which they help most; `missing` levels were missing before them."""

    picks: Sequence[Pick] = field(default_factory=tuple)
    missing: int = 0

    @property
    def closes(self) -> int:
        return sum(pick.levels for pick in self.picks)

    @property
    def minutes(self) -> int:
        return sum(pick.minutes for pick in self.picks)


def cheapest(learners: Sequence[Learner], lessons: Sequence[Lesson], *, most: int = MOST_LESSONS) -> Plan:
    """Where two close as much per minute, the one that closes more, and then the earlier one, is taken."""
    standing = [Learner(required=each.required, held=dict(each.held), open_to=each.open_to) for each in learners]
    missing = sum(_missing(each) for each in standing)
    left, picks = list(lessons), list[Pick]()
    while left and len(picks) < most:
        offers = [_pick(lesson, standing) for lesson in left]
        best = max(offers, key=_worth)
        if not best.levels:
            break
        picks.append(best)
        left.remove(best.lesson)
        for learner in standing:
            _take(best.lesson, learner)
    return Plan(picks=tuple(picks), missing=missing)


def _worth(pick: Pick) -> tuple[Fraction, int]:
    return (Fraction(pick.levels, pick.minutes) if pick.minutes else Fraction(0), pick.levels)


def _pick(lesson: Lesson, learners: Sequence[Learner]) -> Pick:
    closed = [levels for learner in learners if (levels := len(_lifted(lesson, learner)))]
    return Pick(lesson=lesson, people=len(closed), levels=sum(closed))


def _lifted(lesson: Lesson, learner: Learner) -> list[str]:
    """The competencies in which it takes this person one of the missing levels on."""
    if lesson.key not in learner.open_to:
        return []
    return [
        competency
        for competency, level in lesson.lifts.items()
        if learner.held.get(competency, 0) == level - 1 and learner.required.get(competency, 0) >= level
    ]


def _take(lesson: Lesson, learner: Learner) -> None:
    for competency in _lifted(lesson, learner):
        learner.held[competency] = lesson.lifts[competency]


def _missing(learner: Learner) -> int:
    return sum(max(0, level - learner.held.get(competency, 0)) for competency, level in learner.required.items())
