"""Rated cases and observations complete the courses that ask for them."""

from __future__ import annotations

from dataclasses import replace

from lms.catalog import shelf
from lms.catalog.content import AlsoNeeds
from lms.learning import queries, rules
from lms.people.models import Person
from tests import make
from tests.coaching import visiting
from tests.coaching.visiting import GREETING


def test_rated_cases_complete_a_course_that_asks_for_them(cast: dict[str, Person]) -> None:
    core = shelf.current().course("core")
    assert core is not None
    asking = replace(core, modules=(), check=None, also_needs=AlsoNeeds(plan=False, sample_ratings=3))
    assert rules.is_complete(asking, queries.progress_of(cast["carla"].id))
    assert not rules.is_complete(asking, queries.progress_of(make.person("Noor").id))


def test_an_observation_counts_for_a_course_once_it_is_shared(cast: dict[str, Person]) -> None:
    core = shelf.current().course("core")
    assert core is not None
    asking = replace(core, check=None, also_needs=AlsoNeeds(plan=False, observation_level=2))
    visit = visiting.draft(cast["carla"], cast["ana"])
    visiting.rate(visit, {GREETING: 2})
    assert not rules.was_observed(asking, queries.progress_of(cast["ana"].id))
    visiting.visit(cast["carla"], cast["ana"], {GREETING: 2})
    assert rules.was_observed(asking, queries.progress_of(cast["ana"].id))
