"""The weekly word: who gets one, what it says, and that it is only prepared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from lms import clock as clocks
from lms.learning import reminders
from lms.learning.reminders import Reminder
from lms.quizzes.models import RefresherAnswer, RefresherCard
from tests import make
from tests.conftest import MovableClock
from tests.learning.sitting import Learner, SignIn, rows

ADDRESS = "https://learn.example/refresher"


def prepared(**more: Any) -> list[Reminder]:
    return list(reminders.prepare(clocks.today(), address=ADDRESS, **more))


def test_who_has_something_due_this_week_gets_one_text(ben: Learner, zoe: Learner) -> None:
    ben.take("core-1")
    (found,) = prepared()
    assert (found.person_id, found.email) == (ben.person.id, "ben@example.com")
    assert found.number == 3
    assert found.subject == "3 questions come back this week"
    assert "Good morning, Ben." in found.text
    assert ADDRESS in found.text


def test_nobody_is_written_to_about_next_week(ben: Learner, clock: MovableClock) -> None:
    clock.move(days=4)
    ben.take("core-1")
    assert prepared() == []
    clock.move(days=7)
    assert len(prepared()) == 1


def test_never_more_than_a_week_holds(ben: Learner) -> None:
    for module in ("core-1", "core-2"):
        ben.take(module)
    ben.take("developer-1", course="developer")
    (found,) = prepared()
    assert found.number <= 8


def test_who_is_on_leave_all_week_or_has_left_gets_none(ben: Learner) -> None:
    ben.take("core-1")
    assert prepared(away=lambda _person, _day: True) == []
    assert len(prepared(away=lambda _person, day: day.weekday() < 4)) == 1
    ben.person.left_on = clocks.today()
    assert prepared() == []


def test_preparing_writes_nothing_and_asks_the_same_for_many(
    ben: Learner, sign_in: SignIn, app: Flask, count_queries: Callable[[], Any]
) -> None:
    ben.take("core-1")
    prepared()
    with count_queries() as for_one:
        prepared()
    for number in range(5):
        Learner(make.person(f"Many {number}"), sign_in).take("core-1")
    prepared()
    with count_queries() as for_many:
        assert len(prepared()) == 6
    assert len(for_one) == len(for_many) <= 4
    assert {each.split()[0] for each in for_many} == {"SELECT"}
    assert rows(RefresherCard) == rows(RefresherAnswer) == 0
