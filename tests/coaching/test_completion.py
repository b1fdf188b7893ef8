"""Rated cases and observations complete the courses that ask for them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from lms.catalog import service as catalog
from lms.catalog import shelf
from lms.catalog.content import AlsoNeeds
from lms.demo import deeds
from lms.learning import queries, rules
from lms.people.models import Person
from tests import make
from tests.coaching import visiting
from tests.coaching.visiting import GREETING
from tests.conftest import START, TINY_PACKAGE


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


def test_the_last_rated_case_completes_the_course(cast: dict[str, Person], tmp_path: Path) -> None:
    """Seen to fail: rate_sample without looking again."""
    folder = tmp_path / "courses"
    shutil.copytree(TINY_PACKAGE, folder)
    syllabus = folder / "core" / "course.yaml"
    asks = syllabus.read_text().replace("also_needs: {plan: true}", "also_needs: {plan: true, sample_ratings: 3}")
    syllabus.write_text(asks)
    catalog.publish([str(folder)], now=START)
    shelf.forget()
    eve = make.person("Eve")
    deeds.complete(eve, deeds.course("core"), start=START - timedelta(days=9))
    assert queries.completion_of(eve.id, "core") is None
    visiting.calibrate(eve)
    assert queries.completion_of(eve.id, "core") is not None
