"""The difference between two jobs, as a rule: held is held, one short is shown now, the rest is learnt."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms import clock
from lms.catalog import shelf
from lms.learning import change_of_job
from lms.learning.change_of_job import Need
from lms.learning.rules import NOTHING_DONE

LEVELS = st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e"]), st.integers(1, 4))


@given(LEVELS, LEVELS)
def test_every_requirement_stands_in_exactly_one_part(required: dict[str, int], held: dict[str, int]) -> None:
    found = change_of_job.difference(required, held, NOTHING_DONE)
    assert [part.competency for part in found.parts] == list(required)
    for part in found.parts:
        short = part.required - part.held
        assert (part.need is Need.HOLD) == (short <= 0)
        assert part.need is not Need.SHOW or (short == 1 and part.held and part.required <= 3)
    assert len(found.missing) == sum(held.get(each, 0) < level for each, level in required.items())


def test_a_module_not_passed_yet_is_offered_as_a_test(app: Flask) -> None:
    courses = list(shelf.current().courses)
    module = next(module for course in courses for module in course.live_modules if module.shows)
    competency = module.shows[0].competency
    (part,) = change_of_job.difference({competency: 1}, {}, NOTHING_DONE, others=courses).parts
    assert part.need is Need.SHOW
    assert module.id in {each.module.id for each in part.tests}
    (far,) = change_of_job.difference({competency: 3}, {}, NOTHING_DONE, others=courses).parts
    assert far.need is Need.LEARN
    assert far.tests == part.tests
    passed = {each.module.id: clock.now() for each in part.tests}
    done = replace(NOTHING_DONE, passed=passed)
    (part,) = change_of_job.difference({competency: 1}, {}, done, others=courses).parts
    assert part.need is Need.LEARN
    assert part.tests == ()
    (part,) = change_of_job.difference({competency: 2}, {competency: 1}, NOTHING_DONE, others=courses).parts
    assert part.need is Need.SHOW
    assert part.tests == ()


def test_the_courses_of_the_job_come_before_others(app: Flask) -> None:
    courses = list(shelf.current().courses)
    shown = {each.competency for each in courses[0].live_modules[0].shows}
    competency = next(iter(shown))
    (part,) = change_of_job.difference({competency: 1}, {}, NOTHING_DONE, own=courses[:1], others=courses[1:]).parts
    assert {each.course.id for each in part.tests} == {courses[0].id}
