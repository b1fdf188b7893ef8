"""When ..., I will ..., by ...: made once, kept once, and one's own."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.db import db
from lms.learning.models import Plan
from tests.conftest import START, MovableClock
from tests.learning.sitting import Learner, rows

GOOD = {"course": "core", "module": "core-1", "when": "a caller shouts", "will": "name the loss", "by": "2027-05-10"}


def test_a_plan_is_kept_in_ones_own_words(ben: Learner) -> None:
    answer = ben.client.post("/plans", data=GOOD)
    assert (answer.status_code, answer.location) == (303, "/courses/core")
    plan = db.session.scalars(select(Plan)).one()
    assert (plan.situation, plan.act, plan.by_day.isoformat(), plan.module) == (
        "a caller shouts", "name the loss", "2027-05-10", "core-1",
    )  # fmt: skip


def test_the_same_plan_twice_is_one(ben: Learner) -> None:
    for _ in range(3):
        assert ben.client.post("/plans", data=GOOD).status_code == 303
    assert rows(Plan) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("when", "  ", "Name the moment"),
        ("when", "x" * 201, "at most 200 characters"),
        ("will", "", "Say what you will do"),
        ("by", "", "Choose the day"),
        ("by", "2027-05-02", "Enter today or a later day."),
        ("by", "2029-01-01", "Enter a day within the next year."),
        ("by", "soon", "day"),
    ],
)
def test_what_is_missing_gets_its_sentence_and_the_words_stay(
    ben: Learner, field: str, value: str, sentence: str
) -> None:
    answer = ben.client.post("/plans", data={**GOOD, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("name the loss" in answer.text) is (field != "will")
    assert rows(Plan) == 0


@pytest.mark.parametrize(("course", "module"), [("nowhere", "core-1"), ("core", "developer-1"), ("core", "")])
def test_a_plan_belongs_to_a_module_that_is_there(ben: Learner, course: str, module: str) -> None:
    assert ben.client.post("/plans", data={**GOOD, "course": course, "module": module}).status_code == 404


def test_keeping_it_is_said_once_and_only_by_oneself(ben: Learner, zoe: Learner, clock: MovableClock) -> None:
    ben.client.post("/plans", data=GOOD)
    plan = db.session.scalars(select(Plan)).one()
    address = f"/plans/{plan.id}/kept"
    assert zoe.client.post(address).status_code == 404
    assert plan.kept_at is None
    ben.client.post(address)
    clock.move(hours=1)
    ben.client.post(address)
    assert plan.kept_at == START
    assert "name the loss" not in ben.look("/").text
