"""Henry lets somebody off for a while: neither met nor a gap, until the last day or until he ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms import clock as clocks
from lms.audit import AuditEntry
from lms.db import db
from lms.jobs import queries as jobs
from lms.jobs import waivers
from lms.jobs.models import Waiver
from lms.learning import assigning
from lms.learning.assigning import Target
from lms.learning.dues import Basis, When
from lms.people.models import Person
from tests import make
from tests.conftest import MovableClock
from tests.learning.assigned import dues

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def cast(app: Flask) -> dict[str, Person]:
    made = make.cast()
    make.appointment(made["ana"], "receptionist")
    db.session.commit()
    return made


def form(competency: str, number: int = 1) -> dict[str, str]:
    return {
        "number": str(number), "competency": competency, "reason": "No calls this spring.", "from": "2027-05-03",
        "until": "2027-05-20",
    }  # fmt: skip


def test_it_takes_the_requirement_off_until_its_end(
    cast: dict[str, Person], sign_in: SignIn, clock: MovableClock
) -> None:
    """Seen to fail: a waiver of yesterday still counted, and the last day left out."""
    ana, henry = cast["ana"], sign_in(cast["henry"])
    asked = list(jobs.requirements_of(ana.id, clocks.today()))
    page = f"/people/{ana.id}/waivers"
    for number, competency in enumerate(asked, 1):
        assert henry.post(page, data=form(competency, number)).status_code == 303
    assert "waived until 20 May 2027" in henry.get(page).text
    mine = sign_in(ana).get("/me").text
    assert "Waived until 20 May 2027" in mine
    assert "No calls this spring." in mine, "the reason is theirs to read"
    assert "Waived until 20 May 2027" in henry.get(f"/people/{ana.id}").text
    home = sign_in(ana).get("/").text
    assert "It completes the course; you already hold what it leads to." in home, "no gap is told as a reason"
    clock.move(days=17)
    assert set(jobs.waived([ana.id], clocks.today())[ana.id]) == set(asked)
    clock.move(days=1)
    assert jobs.waived([ana.id], clocks.today()) == {}
    assert "Your job asks for" in sign_in(ana).get("/").text
    assert "Waived until" not in sign_in(ana).get("/me").text


def test_a_course_for_what_is_waived_is_not_asked_meanwhile(cast: dict[str, Person], clock: MovableClock) -> None:
    ana, henry = cast["ana"].id, cast["henry"].id
    today = clocks.today()
    for course, competency in (("core", "empathy-tone"), ("developer", "plain-language")):
        when = When(basis=Basis.FIXED, due_on=today + timedelta(days=30))
        assigning.assign(
            course, Target(person_id=ana), when, "you meet people", competency=competency, by=henry, now=clocks.now()
        )
    waivers.waive(
        ana, "empathy-tone", reason="Away from the desk.", starts_on=today, ends_on=today + timedelta(days=9), number=1,
        by=henry, now=clocks.now(),
    )  # fmt: skip
    assert [each.course for each in dues(cast["ana"])] == ["developer"]
    clock.move(days=10)
    assert {each.course for each in dues(cast["ana"])} == {"core", "developer"}


def test_ended_early_with_who(cast: dict[str, Person], sign_in: SignIn) -> None:
    ana, henry = cast["ana"], sign_in(cast["henry"])
    page = f"/people/{ana.id}/waivers"
    henry.post(page, data=form("empathy-tone"))
    (number,) = db.session.query(Waiver.id).one()
    assert henry.post(f"/people/{cast['ben'].id}/waivers/{number}/end").status_code == 404
    for _twice in range(2):
        assert henry.post(f"{page}/{number}/end").status_code == 303
    assert jobs.waived([ana.id], clocks.today()) == {}
    assert "ended early by Henry" in henry.get(page).text
    acts = [(each.act, each.about_id) for each in db.session.query(AuditEntry).order_by(AuditEntry.number)]
    assert acts == [("waiver.given", ana.id), ("waiver.ended", ana.id)]


def test_each_bad_input_gets_its_sentence(cast: dict[str, Person], sign_in: SignIn) -> None:
    henry, page = sign_in(cast["henry"]), f"/people/{cast['ana'].id}/waivers"
    for wrong, sentence in (
        ({"until": "2027-05-02"}, "The last day is before the first. Enter 3 May 2027 or a later day."),
        ({"until": ""}, "A waiver always has an end."),
        ({"from": "2027-04-01", "until": "2027-04-30"}, "Enter today or a later day as the last one."),
        ({"from": "31.02.2027"}, "There is no such day."),
        ({"reason": ""}, "Write the reason."),
        ({"competency": "astrology"}, "Select the competency."),
    ):
        answer = henry.post(page, data={**form("empathy-tone"), **wrong})
        assert (answer.status_code, sentence in answer.text) == (422, True), wrong
    assert db.session.query(Waiver).count() == 0


def test_two_at_once_and_the_same_twice(cast: dict[str, Person]) -> None:
    def give(competency: str) -> None:
        waivers.waive(
            cast["ana"].id, competency, reason="Because.", starts_on=clocks.today(), ends_on=clocks.today(), number=1,
            by=cast["henry"].id, now=clocks.now(),
        )  # fmt: skip

    for _twice in range(2):
        give("empathy-tone")
    with pytest.raises(waivers.WaivedMeanwhile):
        give("plain-language")
    assert db.session.query(Waiver).count() == 1


def test_the_list_asks_the_same_for_one_and_three(
    cast: dict[str, Person], sign_in: SignIn, count_queries: Callable[[], Any]
) -> None:
    henry, page = sign_in(cast["henry"]), f"/people/{cast['ana'].id}/waivers"

    def asked() -> int:
        henry.get(page)
        with count_queries() as statements:
            assert henry.get(page).status_code == 200
        return len(statements)

    henry.post(page, data=form("empathy-tone"))
    one = asked()
    henry.post(page, data=form("plain-language", 2))
    henry.post(page, data=form("promise-keeping", 3))
    assert asked() == one
