"""What a change of job asks for beyond what is held: the difference alone, values in, value out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.catalog.content import Course, Module, Scenario
from lms.learning.rules import Progress

HIGHEST_SHOWN_AT_ONCE = 3
"""Level 4 also asks for an improvement, so nobody shows it by being seen once more."""


class Need(StrEnum):
    """What is to be done about one competency."""

    HOLD = "hold"
    SHOW = "show"
    LEARN = "learn"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestOut:
    """A module whose quiz would show the first level; whoever knows it need not read it."""

    course: Course
    module: Module

    __test__ = False  # its name is no test of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One competency. `tests` and `scenarios` are what would show more of it than is held."""

    competency: str
    required: int
    held: int
    need: Need
    tests: tuple[TestOut, ...] = ()
    scenarios: tuple[Scenario, ...] = ()

    @property
    def at_work(self) -> bool:
        """Nothing on a page shows it; an observation does."""
        return self.need is not Need.HOLD and not self.tests and not self.scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that is asked for, in the job's own order."""

    parts: tuple[Part, ...]

    def of(self, need: Need) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.need is need)

    @property
    def missing(self) -> tuple[Part, ...]:
        """What can be shown at once, then what is to be learnt."""
        return self.of(Need.SHOW) + self.of(Need.LEARN)


def difference(
    required: Mapping[str, int],
    held: Mapping[str, int],
    progress: Progress,
    *,
    own: Sequence[Course] = (),
    others: Sequence[Course] = (),
) -> Difference:
    """What the jobs after the change ask for against what is held.

    Held is held, wherever it was learnt. One level short is shown now, where a test or an
    observation suffices for it; the rest is learnt. Tests come from the courses of these jobs
    (`own`), and from `others` only where those show nothing of it.
    """
    return Difference(
        parts=tuple(
            _part(competency, level, held.get(competency, 0), progress, own, others)
            for competency, level in required.items()
        )
    )


def _part(
    competency: str, required: int, held: int, progress: Progress, own: Sequence[Course], others: Sequence[Course]
) -> Part:
    if held >= required:
        return Part(competency=competency, required=required, held=held, need=Need.HOLD)
    tests: tuple[TestOut, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    if held == 0:
        tests = tuple(_tests(competency, own, progress)) or tuple(_tests(competency, others, progress))
    if required > 1:
        scenarios = tuple(_scenarios(competency, held, own, progress)) or tuple(
            _scenarios(competency, held, others, progress)
        )
    return Part(
        competency=competency,
        required=required,
        held=held,
        need=Need.SHOW if _can_be_shown(required, held, tests) else Need.LEARN,
        tests=tests,
        scenarios=scenarios,
    )


def _can_be_shown(required: int, held: int, tests: tuple[TestOut, ...]) -> bool:
    one_short = required - held == 1 and required <= HIGHEST_SHOWN_AT_ONCE
    return one_short and (held > 0 or bool(tests))


def _tests(competency: str, courses: Sequence[Course], progress: Progress) -> Iterable[TestOut]:
    for course in courses:
        for module in course.live_modules:
            shows = any(each.competency == competency for each in module.shows)
            if shows and module.id not in progress.passed:
                yield TestOut(course=course, module=module)


def _scenarios(competency: str, held: int, courses: Sequence[Course], progress: Progress) -> Iterable[Scenario]:
    for course in courses:
        for scenario in course.scenarios:
            lifts = any(each.competency == competency and each.level > held for each in scenario.shows)
            if lifts and scenario.id not in progress.passed_scenarios:
                yield scenario
