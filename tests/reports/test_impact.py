"""What a change costs: exact for people who need several things at once, and by the same rules as evidence.

Seen to fail: visits summed over competencies, waived people counted, a scenario offered without a quiz.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms import clock
from lms.catalog import shelf
from lms.competencies import rules as evidence
from lms.competencies.models import Kind
from lms.competencies.rules import Shown
from lms.jobs import queries as jobs
from lms.jobs import waivers
from lms.reports.jobs import impact, impact_queries, trace
from lms.reports.jobs.impact import WAIVED, Alike, Raise, Step
from lms.reports.jobs.trace import Ways
from tests import make
from tests.reports.world import observed, passed_quiz

TONE, PROMISES = "empathy-tone", "promise-keeping"
JOB = "receptionist"


def ways_of(*competencies: str) -> dict[str, Ways]:
    return dict(trace.ways(shelf.current(), JOB, competencies))


class TestSteps:
    def test_a_module_leads_to_one_and_a_checklist_to_all(self, app: Flask) -> None:
        tone = ways_of(TONE)[TONE]
        assert impact.step(tone, 0, 1) == Step(modules=frozenset({"core-1"}))
        assert impact.step(tone, 1, 1) == Step()
        assert impact.step(tone, 1, 3).visits == 2
        assert impact.step(tone, 3, 4) == Step(visits=3, improvement=True)

    def test_without_a_checklist_nothing_leads_beyond_the_courses(self, app: Flask) -> None:
        promises = ways_of(PROMISES)[PROMISES]
        assert promises.highest == 1
        assert impact.step(promises, 0, 2) == Step(unknown=True)

    @given(asked=st.integers(1, 4), held=st.integers(0, 3))
    def test_the_visits_it_tells_are_enough_by_the_rules_of_evidence(self, asked: int, held: int) -> None:
        """An item on a checklist and nothing else: so many observations do give the level."""
        only_seen = Ways(items=(None,))  # type: ignore[arg-type]
        step = impact.step(only_seen, held, asked)
        day = START_DAY
        pieces = [
            Shown(
                kind=Kind.OBSERVATION,
                level=asked,
                on=day + timedelta(days=at),
                observer=at,
                touch_point=f"point-{at}",
                while_helping=True,
            )
            for at in range(step.visits)
        ]
        if step.improvement:
            pieces.append(Shown(kind=Kind.IMPROVEMENT, level=0, on=day))
        found = evidence.held(pieces)
        assert held >= asked or (found is not None and found.level >= asked)


START_DAY = clock.system_clock().date()


class TestSums:
    def test_one_module_and_one_visit_serve_two_gaps_of_a_person(self, app: Flask) -> None:
        raises = [Raise(competency=TONE, before=0, after=2), Raise(competency=TONE, before=0, after=3)]
        ways = ways_of(TONE)
        found = impact.impact(raises, [Alike(held=(0, 0), people=10)], ways, {"core-1": 10})
        assert (found.short, found.minutes, found.visits) == (10, 100, 20)

    def test_groups_add_up(self, app: Flask) -> None:
        raises = [Raise(competency=TONE, before=2, after=3)]
        alike = [
            Alike(held=(level,), people=people)
            for level, people in ((4, 1), (3, 8), (2, 16), (0, 13), (WAIVED, 2))
        ]
        found = impact.impact(raises, alike, ways_of(TONE), {"core-1": 10})
        assert (found.holders, found.short, found.visits, found.minutes) == (40, 29, 58, 130)
        assert [(each.level, each.people, each.short) for each in found.effects[0].shares] == [
            (4, 1, False),
            (3, 8, False),
            (2, 16, True),
            (0, 13, True),
        ]
        assert found.effects[0].waived == 2


class TestReading:
    def test_holders_are_grouped_by_what_they_hold(self, app: Flask) -> None:
        carla = make.person("Carla")
        people = [make.person(f"Ana {letter}", job=JOB) for letter in "abcd"]
        make.person("Later", job=JOB, since=clock.today() + timedelta(days=3))
        passed_quiz(people[0], TONE, PROMISES)
        observed(people[1], carla, 3, TONE)
        waivers.waive(
            people[3].id,
            TONE,
            reason="On a project.",
            starts_on=clock.today(),
            ends_on=clock.today(),
            by=carla.id,
            number=1,
            now=clock.now(),
        )
        raises = [Raise(competency=TONE, before=2, after=3), Raise(competency=PROMISES, before=1, after=2)]
        job_id, today = jobs.get_by_key(JOB).id, clock.today()
        found = {group.held: group.people for group in impact_queries.alike(job_id, raises, today)}
        assert found == {(1, 1): 1, (2, 0): 1, (0, 0): 1, (WAIVED, 0): 1}
        names = impact_queries.short_ones(job_id, raises[:1], today, first=0, many=50)
        assert [each.name for each in names] == ["Ana a", "Ana b", "Ana c"]
        assert impact_queries.pace(job_id, today).visits == 1

    @pytest.mark.parametrize("many", [1, 3])
    def test_statements_do_not_grow_with_people(
        self, app: Flask, count_queries: Callable[[], Any], many: int
    ) -> None:
        for number in range(many):
            passed_quiz(make.person(f"Ana {number}", job=JOB), TONE)
        raises = [Raise(competency=TONE, before=2, after=3), Raise(competency=PROMISES, before=1, after=2)]
        job_id, today = jobs.get_by_key(JOB).id, clock.today()
        with count_queries() as statements:
            impact_queries.alike(job_id, raises, today)
            impact_queries.short_ones(job_id, raises, today, first=0, many=50)
            impact_queries.pace(job_id, today)
            impact_queries.certificates(job_id, today)
        assert len(statements) == 4
