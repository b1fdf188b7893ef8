"""What would help most, as the pages of a row and of a cell say it before they name anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.reports import words
from lms.reports.next_steps.cheapest import Pick, Plan
from lms.reports.next_steps.rules import Way
from lms.texts import _, ngettext


@dataclass(frozen=True, kw_only=True)
class Helps:
    """`total` says what the lessons reach together; each line is one of them."""

    total: str
    lines: Sequence[str]


def helps(plan: Plan | None) -> Helps | None:
    if plan is None or not plan.picks:
        return None
    total = _(
        "Together these close %(closes)s of %(missing)s missing levels in %(time)s of learning.",
        closes=plan.closes,
        missing=plan.missing,
        time=words.duration(plan.minutes),
    )
    return Helps(total=total, lines=[_line(pick) for pick in plan.picks])


def _line(pick: Pick) -> str:
    return _(
        "%(lesson)s: %(people)s, %(levels)s, %(time)s",
        lesson=_called(pick),
        people=ngettext("%(num)d person", "%(num)d people", pick.people),
        levels=ngettext("%(num)d level", "%(num)d levels", pick.levels),
        time=words.duration(pick.minutes),
    )


def _called(pick: Pick) -> str:
    lesson = pick.lesson
    if lesson.way == Way.MODULE:
        return _("Module “%(title)s”", title=words.filled(lesson.title))
    if lesson.way == Way.SCENARIO:
        return _("Scenario “%(title)s”", title=words.filled(lesson.title))
    level = next(iter(lesson.lifts.values()))
    return _(
        "Observation at work, %(competency)s to level %(level)s",
        competency=words.in_sentence(words.competency_title(lesson.title)),
        level=level,
    )
