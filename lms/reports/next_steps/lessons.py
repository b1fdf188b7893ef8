"""The lessons that would help the people of a list most, put together from courses and from what they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from lms.catalog import shelf
from lms.catalog.content import Course, Scenario
from lms.reports import gaps
from lms.reports.gaps import Wanted
from lms.reports.next_steps.cheapest import Learner, Lesson, Plan, cheapest
from lms.reports.next_steps.rules import VISIT_MINUTES, Way
from lms.reports.next_steps.standing import Standing, Steps, what_was_done
from lms.reports.scope import Scope

MOST_GAPS = 3_000
"""Of more than these no sum is made: HR looks at such a job team by team."""

VISITS = {2: 1, 3: 2}
"""How many observations take somebody from the level below to this one."""


def lessons_for(wanted: Wanted, scope: Scope, on: date) -> Plan | None:
    """None where there are too many gaps to put together while somebody waits; three statements."""
    short = gaps.short_ones(wanted, scope, on, most=MOST_GAPS + 1)
    if len(short) > MOST_GAPS:
        return None
    required: dict[int, dict[str, int]] = defaultdict(dict)
    held: dict[int, dict[str, int]] = defaultdict(dict)
    for each in short:
        required[each.person_id][each.competency] = each.asked
        held[each.person_id][each.competency] = each.held
    standing, steps = what_was_done(required, on), Steps()
    offered: dict[str, Lesson] = {}
    learners = []
    for person_id, asked in required.items():
        mine = {lesson.key: lesson for lesson in _open_to(standing[person_id], steps, asked)}
        offered.update(mine)
        learners.append(Learner(required=asked, held=held[person_id], open_to=frozenset(mine)))
    return cheapest(learners, list(offered.values()))


def _open_to(standing: Standing, steps: Steps, asked: Mapping[str, int]) -> Iterable[Lesson]:
    courses, scenarios = steps.courses(standing.jobs), shelf.current().scenarios
    for course in courses:
        for lesson in (*modules_of(course), *scenarios_of(course, scenarios)):
            if lesson.key not in standing.done and not asked.keys().isdisjoint(lesson.lifts):
                yield lesson
    yield from visits(asked)


def modules_of(course: Course) -> list[Lesson]:
    """Each shows level 1 by its quiz, of whatever it leads to."""
    return [
        Lesson(
            key=module.id,
            way=Way.MODULE,
            title=module.title,
            minutes=module.minutes,
            lifts={each.competency: 1 for each in module.shows},
            course=course.id,
        )
        for module in course.live_modules
    ]


def scenarios_of(course: Course, scenarios: Mapping[str, Scenario]) -> list[Lesson]:
    """Each shows level 2 to those who hold level 1."""
    linked = [each for module in course.live_modules for each in module.scenarios]
    return [
        Lesson(
            key=found.id,
            way=Way.SCENARIO,
            title=found.title,
            minutes=found.minutes,
            lifts={each.competency: 2 for each in found.shows if each.level >= 2},
            course=course.id,
        )
        for scenario_id in dict.fromkeys((*course.also_needs.scenarios, *linked))
        if (found := scenarios.get(scenario_id))
    ]


def visits(asked: Mapping[str, int]) -> list[Lesson]:
    """A coach comes to see one competency: one visit for level 2, two for level 3."""
    return [
        Lesson(
            key=f"visits:{competency}:{level}",
            way=Way.OBSERVATION,
            title=competency,
            minutes=times * VISIT_MINUTES,
            lifts={competency: level},
        )
        for competency, highest in asked.items()
        for level, times in VISITS.items()
        if level <= highest
    ]
