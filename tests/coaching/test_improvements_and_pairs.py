"""Improvements count with the leader's word; pairs practise because both, or their coach, want it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.coaching import improvements
from lms.coaching.models import Improvement, PracticePair
from lms.competencies import queries as competencies
from lms.competencies.models import Evidence, Kind
from lms.db import db
from lms.learning import service as learning
from lms.learning.models import Plan
from lms.people.models import Person
from tests.coaching import visiting
from tests.coaching.test_visits import words
from tests.coaching.visiting import GREETING
from tests.conftest import MovableClock

SignIn = Callable[[Person], FlaskClient]
TOLD = {"touch_point": "first-call", "what": "A card by the phone.", "made_on": "2027-05-01", "competency": "empathy-tone"}


def test_ana_tells_and_carla_confirms(cast: dict[str, Person], sign_in: SignIn) -> None:
    ana, carla = sign_in(cast["ana"]), sign_in(cast["carla"])
    for _twice in range(2):
        assert ana.post("/me/improvements/new", data=TOLD).status_code == 303
    assert "waits for your leader" in words(ana, "/me/improvements/new")
    assert "Improvements to confirm" in words(carla, "/")
    assert "A card by the phone." in words(carla, "/coaching/improvements")
    [told] = db.session.scalars(select(Improvement)).all()
    address = f"/coaching/improvements/{told.id}"
    assert sign_in(cast["dora"]).post(address, data={"answer": "yes"}).status_code == 404
    for _twice in range(2):
        assert carla.post(address, data={"answer": "yes"}).status_code == 303
    assert carla.post(address, data={"answer": "no", "because": "Not seen."}).status_code == 409
    [piece] = db.session.scalars(select(Evidence)).all()
    assert (piece.kind, piece.touch_point, piece.competency) == (Kind.IMPROVEMENT, "first-call", "empathy-tone")
    assert "confirmed" in words(ana, "/me/improvements/new")
    assert sign_in(cast["ben"]).get("/coaching/improvements").status_code == 403


def test_a_no_needs_its_reason_and_is_no_evidence(cast: dict[str, Person], sign_in: SignIn) -> None:
    sign_in(cast["ana"]).post("/me/improvements/new", data=TOLD)
    told = db.session.scalars(select(Improvement)).one()
    carla = sign_in(cast["carla"])
    assert carla.post(f"/coaching/improvements/{told.id}", data={"answer": "no"}).status_code == 422
    assert carla.post(f"/coaching/improvements/{told.id}", data={"answer": "perhaps"}).status_code == 422
    sent = {"answer": "no", "because": "I have not seen it in use."}
    assert carla.post(f"/coaching/improvements/{told.id}", data=sent).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 0
    assert "I have not seen it in use." in words(sign_in(cast["ana"]), "/me/improvements/new")
    tomorrow = {**TOLD, "made_on": "2027-05-04"}
    assert sign_in(cast["ana"]).post("/me/improvements/new", data=tomorrow).status_code == 422


def test_with_three_visits_at_four_it_shows_level_four(cast: dict[str, Person], clock: MovableClock) -> None:
    """Three days, three touch points, once while helping a colleague, and the leader's word."""
    carla, ana = cast["carla"], cast["ana"]
    for number, point in enumerate(("first-call", "chance-contact", "doorstep")):
        where = visiting.setting(touch_point=point, while_helping=number == 1)
        visiting.visit(carla, ana, {GREETING: 4}, where=where, now=clock.move(days=1))
    assert competencies.levels_of_one(ana.id)["empathy-tone"].level == 3
    improvements.propose(
        ana.id, competency="empathy-tone", touch_point="first-call", what="A card.", made_on=clock().date(), now=clock()
    )
    told = db.session.scalars(select(Improvement)).one()
    improvements.answer(told.id, confirmed=True, because="", by=carla.id, now=clock())
    assert competencies.levels_of_one(ana.id)["empathy-tone"].level == 4


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    waiting: int, cast: dict[str, Person], sign_in: SignIn, count_queries: Callable[[], object], clock: MovableClock
) -> None:
    for number in range(waiting):
        improvements.propose(
            cast["ana"].id,
            competency="empathy-tone",
            touch_point="first-call",
            what="A card.",
            made_on=clock().date() - timedelta(days=number),
            now=clock(),
        )
    db.session.commit()
    carla = sign_in(cast["carla"])
    carla.get("/coaching/improvements")
    with count_queries() as statements:  # type: ignore[attr-defined]
        page = carla.get("/coaching/improvements").text
    assert page.count("A card.") == waiting
    assert len(statements) <= 5, statements


def test_ana_and_ben_practise_together(cast: dict[str, Person], sign_in: SignIn, clock: MovableClock) -> None:
    ana, ben = sign_in(cast["ana"]), sign_in(cast["ben"])
    sent = {"email": "Ben@Example.com", "module": "core-1", "until": "2027-05-20"}
    for _twice in range(2):
        assert ana.post("/me/practice/new", data=sent).status_code == 303
    assert ben.post("/me/practice/new", data={**sent, "email": "ana@example.com"}).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(PracticePair)) == 1
    assert "With Ana: " in words(ben, "/me")
    assert "You practise with Ben until 20 May 2027." in words(ana, "/")
    clock.move(days=30)
    assert "You practise with" not in words(sign_in(cast["ana"]), "/")


def test_either_of_two_ends_it_early_and_once(cast: dict[str, Person], sign_in: SignIn, clock: MovableClock) -> None:
    ana, ben = sign_in(cast["ana"]), sign_in(cast["ben"])
    sent = {"email": "ben@example.com", "module": "core-1", "until": "2027-05-20"}
    ana.post("/me/practice/new", data=sent)
    number = db.session.scalars(select(PracticePair.id)).one()
    end = f"/me/practice/{number}/end"
    assert end in ana.get("/me").text
    assert sign_in(cast["zoe"]).post(end).status_code == 404
    for _twice in range(2):
        assert ben.post(end).status_code == 303
    assert "You practise with" not in words(ana, "/")
    assert end not in ben.get("/me").text
    ended = db.session.scalars(select(PracticePair.until)).one()
    clock.move(days=1)
    sign_in(cast["ana"]).post(end)
    assert db.session.scalars(select(PracticePair.until)).one() == ended
    assert sign_in(cast["ana"]).post("/me/practice/new", data=sent).status_code == 303
    assert "You practise with Ben" in words(sign_in(cast["ana"]), "/")


def test_someone_elsewhere_and_nobody_read_alike(cast: dict[str, Person], sign_in: SignIn) -> None:
    ana = sign_in(cast["ana"])
    told = set()
    for email in ("zoe@example.com", "nobody@example.com", "ana@example.com"):
        sent = {"email": email, "module": "core-1", "until": "2027-05-20"}
        answer = ana.post("/me/practice/new", data=sent)
        assert answer.status_code == 409
        told.add(answer.text.replace(email, ""))
    assert len({text.count("Nobody of your team has this address") for text in told}) == 1
    past = {"email": "ben@example.com", "module": "core-1", "until": "2027-05-01"}
    assert ana.post("/me/practice/new", data=past).status_code == 422


def test_carla_brings_two_together(cast: dict[str, Person], sign_in: SignIn) -> None:
    carla = sign_in(cast["carla"])
    sent = {"one": str(cast["ana"].id), "other": str(cast["ben"].id), "module": "core-2", "until": "2027-05-20"}
    assert carla.post("/coaching/practice/new", data=sent).status_code == 303
    assert "With Ben" in words(sign_in(cast["ana"]), "/me")
    assert carla.post("/coaching/practice/new", data={**sent, "other": str(cast["zoe"].id)}).status_code == 422
    assert carla.post("/coaching/practice/new", data={**sent, "other": sent["one"]}).status_code == 422


def test_plans_are_read_where_they_are_shared(cast: dict[str, Person], sign_in: SignIn, clock: MovableClock) -> None:
    learning.make_plan(
        cast["ana"].id, "core", "core-1", situation="a guest waits", act="nod at once", by_day=clock().date(), now=clock()
    )
    db.session.commit()
    plan = db.session.scalars(select(Plan)).one()
    ana, carla = sign_in(cast["ana"]), sign_in(cast["carla"])
    person = f"/people/{cast['ana'].id}"
    assert "nod at once" not in words(carla, person)
    assert ana.post(f"/plans/{plan.id}/shared", data={"share": "yes"}).status_code == 303
    assert "nod at once" in words(carla, person)
    assert "nod at once" not in words(sign_in(cast["henry"]), person)
    assert ana.post(f"/plans/{plan.id}/shared", data={"share": "no"}).status_code == 303
    assert "nod at once" not in words(carla, person)
    assert sign_in(cast["ben"]).post(f"/plans/{plan.id}/shared", data={"share": "yes"}).status_code == 404
