"""Coaches rate sample cases, see how near they came, and HR sees who drifts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalog import shelf
from lms.coaching import calibration, queries, rules, sheet
from lms.coaching.models import SampleRating
from lms.db import db
from lms.people.models import Person, Role
from tests import make
from tests.coaching import visiting
from tests.coaching.test_visits import words
from tests.conftest import MovableClock

SignIn = Callable[[Person], FlaskClient]
CASE = "/coaching/calibration/observe-receptionist/sample-two-at-once"
REASON = "Nobody waits unseen."


@pytest.fixture
def carla(app: Flask) -> Person:
    return make.cast()["carla"]


def test_carla_rates_and_then_sees_the_reference(carla: Person, sign_in: SignIn, clock: MovableClock) -> None:
    client = sign_in(carla)
    assert "Rate the sample cases first" in words(client, "/coaching/")
    assert "At the front desk" in words(client, "/coaching/calibration")
    before = client.get(CASE).text
    assert REASON not in before
    assert "reference is" not in before
    assert "checked" not in before
    missing = client.post(CASE, data={"number": "1"})
    assert missing.status_code == 422
    assert REASON not in missing.text
    assert not queries.has_calibrated(carla.id, clock().date())
    for _twice in range(2):
        assert client.post(CASE, data={"number": "1", "level-greeting": "3"}).status_code == 303
    other = client.post(CASE, data={"number": "1", "level-greeting": "0"})
    assert other.status_code == 303, "the first rating holds"
    after = words(client, CASE)
    assert "You chose 3, the reference is 2." in after
    assert "One level above the reference: near enough." in after
    assert REASON in after
    assert db.session.scalar(select(func.count()).select_from(SampleRating)) == 1
    assert queries.has_calibrated(carla.id, clock().date())
    assert "it holds until 3 May 2028" in words(client, "/coaching/")


def test_the_reference_reaches_no_page_before_the_rating(carla: Person, sign_in: SignIn) -> None:
    """Every page of coaching, read by a coach who has not rated: not a word of the reason, no level chosen.

    Seen to fail: the reason handed to the page whether rated or not.
    """
    client = sign_in(carla)
    ana = db.session.scalars(select(Person).where(Person.name == "Ana")).one()
    pages = ["/coaching/", "/coaching/calibration", CASE, f"/coaching/{ana.id}/observations/new", "/courses/core"]
    sample = next(each for course in shelf.current().courses for each in course.checklists if each.samples).samples[0]
    secret = re.sub(r"<[^>]+>", "", str(sample.reason))[:15]
    assert secret in REASON
    for page in pages:
        text = client.get(page).text
        assert secret not in text, page
        assert "theirs" not in text, page


def test_it_is_due_again_after_a_year(carla: Person, clock: MovableClock) -> None:
    visiting.calibrate(carla)
    today = clock().date()
    assert queries.has_calibrated(carla.id, today)
    assert not rules.may_begin_again(today, today)
    with pytest.raises(calibration.NotYet):
        calibration.rate(carla.id, "observe-receptionist", "sample-two-at-once", {"greeting": 2}, number=2, now=clock())
    later = clock.move(days=330)
    assert rules.may_begin_again(today, later.date())
    visiting.calibrate(carla, above=-1)
    assert queries.calibrated_on(carla.id) == later.date()
    clock.move(days=367)
    assert not queries.has_calibrated(carla.id, clock().date())


def test_a_level_for_each_item_of_the_case(carla: Person, clock: MovableClock) -> None:
    for levels in ({}, {"greeting": 2, "promises": 3}):
        with pytest.raises(calibration.LevelsMissing):
            calibration.rate(carla.id, "observe-receptionist", "sample-two-at-once", levels, number=1, now=clock())


def test_items_are_rated_by_their_own_anchors_and_those_of_the_framework(app: Flask) -> None:
    [cases] = sheet.cases(rules.SAMPLES_ASKED)
    [item] = cases.items(cases.samples[0])
    framework = shelf.current().framework.competencies["empathy-tone"].levels
    assert str(item.anchors[2]) == "Everyone has a word or a nod within 20 seconds."
    assert (item.anchors[1], item.anchors[3]) == (framework[1], framework[3])


def test_drift_in_numbers() -> None:
    assert rules.drift([]) is None
    assert rules.drift([0, 1, -1]) == rules.Drift(mean=0.0, near=3, items=3)
    assert rules.drift([2, 2, -1]) == rules.Drift(mean=1.0, near=1, items=3)
    assert rules.differences({"a": 3, "c": 1}, {"a": 1, "b": 2}) == {"a": 2}


@pytest.mark.parametrize("coaches", [1, 3])
def test_hr_sees_who_drifts(
    coaches: int, carla: Person, sign_in: SignIn, count_queries: Callable[[], object], clock: MovableClock
) -> None:
    visiting.calibrate(carla, above=2)
    for number in range(coaches - 1):
        make.person(f"Coach {number}", roles=(Role.COACH,))
    db.session.commit()
    henry = sign_in(db.session.scalars(select(Person).where(Person.name == "Henry")).one())
    assert "Do coaches rate alike?" in words(henry, "/people/")
    assert "Do coaches rate alike?" not in words(sign_in(carla), "/people/")
    page = words(henry, "/coaching/drift")
    assert "Carla 3 May 2027 2.0 levels above 0 of 1" in page
    assert f"1 of {coaches} coach" in page
    with count_queries() as statements:  # type: ignore[attr-defined]
        henry.get("/coaching/drift")
    assert len(statements) <= 5, statements
    assert sign_in(carla).get("/coaching/drift").status_code == 403
