"""The first page: one next step, and why."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.people.models import Person
from tests import make
from tests.conftest import MovableClock
from tests.learning.sitting import Learner, SignIn

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


@pytest.fixture
def ben(app: Flask, sign_in: SignIn) -> Learner:
    return Learner(make.person("Ben Adeyemi", job="software-developer"), sign_in)


def test_someone_new_is_welcomed_with_one_step(ben: Learner) -> None:
    page = ben.look("/").text
    assert "Welcome, Ben." in page
    assert page.count("Next for you") == 1
    assert "Start with one 10-minute module." in page
    assert "Your job asks for empathy and tone at level 1." in page
    assert "I know this: test me" in page
    assert "Programs that spare people trouble" in page


def test_who_stopped_half_way_goes_on_there(ben: Learner) -> None:
    ben.answer("core-1", 1)
    page = ben.look("/").text
    assert "Good to see you, Ben." in page
    assert "Continue" in page
    assert '/courses/core/core-1/quiz"' in page


def test_who_waits_for_the_check_is_told_until_when(ben: Learner, clock: MovableClock) -> None:
    for module in ("core-1", "core-2"):
        ben.take(module)
    ben.plan()
    ben.take("developer-1", course="developer")
    ben.plan("developer-1", course="developer")
    page = ben.look("/").text
    assert "You are up to date, Ben." in page
    assert "The check opens on 4 May 2027 at 09:00." in page
    clock.move(days=1)
    assert "All modules are passed. The check shows that it stays." in ben.look("/").text


def test_the_plan_is_a_step_too(ben: Learner) -> None:
    for module in ("core-1", "core-2"):
        ben.take(module)
    ben.take("developer-1", course="developer")
    page = ben.look("/").text
    assert "One plan from" in page
    assert '/courses/core/core-2#plan"' in page
    assert 'id="plan"' in ben.look("/courses/core/core-2").text


def test_without_a_job_there_is_still_the_core(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(make.person("Adam")).get("/").text
    assert "No job description yet" in page
    assert "Everyone here takes it, whatever their job." in page
    assert "Plain words" not in page


def test_who_did_everything_is_up_to_date(ben: Learner, clock: MovableClock) -> None:
    for module in ("core-1", "core-2"):
        ben.take(module)
    ben.take("developer-1", course="developer")
    ben.plan()
    ben.plan("developer-1", course="developer")
    clock.move(days=1)
    ben.take("core-check")
    ben.take("developer-check", course="developer")
    page = ben.look("/").text
    assert "You are up to date, Ben." in page
    assert "1 level is still asked for; it is shown at work." in page
    assert page.count("completed") == 2


def test_plans_stand_there_until_they_are_kept(ben: Learner) -> None:
    ben.plan()
    assert "When someone asks when, I will name a day." in ben.look("/").text


@pytest.fixture
def carla(app: Flask) -> Person:
    return make.person("Carla", job="team-leader")


def test_a_leader_sees_how_many_levels_each_is_short(carla: Person, sign_in: SignIn) -> None:
    make.person("Ana", leader=carla, job="receptionist")
    make.person("Zoe", job="receptionist")
    page = sign_in(carla).get("/").text
    assert "My team" in page
    assert "2 levels short" in page
    assert "Zoe" not in page


def test_who_leads_nobody_sees_no_team(ben: Learner) -> None:
    assert "My team" not in ben.look("/").text


def test_one_sees_who_coaches_one(carla: Person, sign_in: SignIn) -> None:
    ana = make.person("Ana", coach=carla)
    assert "Carla sees your levels, not your answers." in sign_in(ana).get("/").text


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/").location.startswith("/sign-in")


