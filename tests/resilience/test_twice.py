"""Scorecard R9: a double click, two tabs, back and send again: one effect, the same answer.

Seen to fail: a plan added with each sending, a second tab's answer written over the first, the
edition of the company card not compared, a line taken out of TWICE.
"""

from __future__ import annotations

import contextvars
import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.db import db
from lms.people import service as people
from lms.throttle import Throttle
from tests.security import administered
from tests.security.access import Row, rows, sent
from tests.security.rows_of import changed, everything
from tests.security.world import VIEWERS, World

PASSWORD = "four quiet words here"


@dataclass(frozen=True)
class Twice:
    """What the form answers first, on a double click, and when one goes back and sends it again.

    After signing in or out the page one goes back to belongs to a session that is over: its token
    is refused, and nothing happens.
    """

    first: str
    double_click: str
    back_again: str


def same(answer: str) -> Twice:
    return Twice(answer, answer, answer)


TWICE = {
    # First, while nothing has changed what the passport of today says.
    "/me/passport": same("303 /passports/{own.passport}"),
    "/sign-in": Twice("302 /", "302 /", "400"),
    "/sign-out": Twice("302 /sign-in", "302 /sign-in", "400"),
    "/sign-out-everywhere": Twice("302 /sign-in", "302 /sign-in", "400"),
    "/link/{link}": Twice("302 /", "410", "400"),  # a link is used up by its form; the password stays the first
    "/courses/core/core-1/quiz/2?try=2": same("303 /courses/core/core-1/quiz/2?try=2#outcome"),
    "/courses/core/core-1/quiz/result?try=1": same("303 /courses/core/core-1/quiz/result?try=1"),
    "/refresher/core-1-q1?try=1": same("303 /refresher/core-1-q1?try=1#outcome"),
    "/scenarios/unhappy-caller?run=1&step=2": same("303 /scenarios/unhappy-caller?run=1&step=2#happens"),
    "/scenarios/unhappy-caller/left?run=1": same("303 /scenarios/unhappy-caller"),
    "/plans": same("303 /courses/core"),
    "/plans/{own.plan}/shared": same("303 /me"),
    "/plans/{own.plan}/kept": same("303 /me"),
    "/coaching/{ana.id}/observations/new": same("303 /coaching/observations/{ana.next_visit}/1"),
    "/coaching/observations/{ana.draft}/1": same("303 /coaching/observations/{ana.draft}/share"),
    "/coaching/observations/{ana.draft}/share": same("303 /coaching/observations/{ana.draft}"),
    "/coaching/observations/{own.visit}/comments": same("303 /coaching/observations/{own.visit}#comments"),
    "/coaching/calibration/observe-receptionist/sample-two-at-once": same(
        "303 /coaching/calibration/observe-receptionist/sample-two-at-once"
    ),
    "/coaching/disputes/{ana.dispute}/observer": same("303 /coaching/disputes"),
    "/coaching/improvements/{ana.improvement}": same("303 /coaching/improvements"),
    "/coaching/practice/new": same("303 /coaching/"),
    "/me/evidence/{own.observation}/dispute": same("303 /me/evidence/{own.observation}/dispute"),
    "/me/disputes/{own.dispute}/withdrawn": same("303 /me/evidence/{own.visit_evidence}/dispute"),
    "/me/improvements/new": same("303 /me/improvements/new"),
    "/me/practice/new": same("303 /me"),
    "/me/practice/{own.pair}/end": same("303 /me"),
    "/passports/{zoe.passport}/withdrawals": same("302 /passports/{zoe.passport}"),
    "/me/prior-learning": same("303 /me/prior-learning"),
    "/reports/prior-learning/{ana.prior}": same("303 /reports/prior-learning"),
    "/certificates/{own.certificate}/public-name": same("302 /certificates/{own.certificate}"),
    "/certificates/{ana.certificate}/withdrawals": same("302 /certificates/{ana.certificate}"),
    "/reports/gaps/assignments": same("303 /reports/gaps"),
    "/reports/bench/service/need": same("302 /reports/bench?team=service"),
    "/reports/schedules/new/gaps": same("303 /reports/schedules"),
    "/reports/schedules/{own.schedule}/stop": same("303 /reports/schedules"),
    "/company": same("302 /company"),
    **{address: same(answer) for address, answer in administered.TWICE.items()},
    "/people/{ana.id}/appointments": same("303 /people/{ana.id}/appointments"),
    "/people/{ana.id}/appointments/{ana.appointment}/end": same("303 /people/{ana.id}/appointments"),
    "/people/{ana.id}/waivers": same("303 /people/{ana.id}/waivers"),
    "/people/{ana.id}/waivers/{ana.waiver}/end": same("303 /people/{ana.id}/waivers"),
    "/assignments/": same("303 /assignments/9"),
    "/assignments/{zoe.assignment}/end": same("303 /assignments/"),
    "/assignments/{ana.assignment}/people/{ana.id}": same("303 /assignments/{ana.assignment}/people/{ana.id}"),
    "/assignments/requests/{ana.request}": same("303 /assignments/requests"),
    "/assignments/{own.assignment}/more-time": same("303 /"),
    "/reminders/{own.reminder}": same("303 /reminders/{own.reminder}"),
    "/me/reminders/pause": same("303 /me"),
    "/me/reminders/resume": same("303 /me"),
    "/jobs/new": same("302 /jobs/night-watch/draft"),
    "/jobs/receptionist/draft": same("302 /jobs/receptionist/draft"),
    "/jobs/night-porter/draft/discards": same("302 /jobs/"),
    "/jobs/software-developer/draft/files": same("302 /jobs/software-developer/publish"),
    "/jobs/team-leader/publish": same("302 /jobs/team-leader"),
    "/jobs/receptionist/sign-offs": same("302 /jobs/receptionist"),
}


def test_every_form_stands_in_the_table(app: Flask) -> None:
    def endpoint(address: str) -> str:
        path = re.sub(r"{[\w.]+}", "1", address.split("?")[0])
        return str(app.url_map.bind("localhost").match(path, method="POST")[0])

    forms = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert not forms - {endpoint(address) for address in TWICE}, "forms without a line in TWICE"


def test_a_form_sent_again_has_one_effect_and_one_answer(
    app: Flask, world: World, as_viewer: Callable[[str], FlaskClient]
) -> None:
    assert world.newcomer is not None
    people.set_password(world.newcomer, PASSWORD)
    db.session.commit()
    by_address = {row.address: row for row in rows() if row.method == "POST"}
    wrong = []
    for pattern, expected in TWICE.items():
        app.extensions["throttle"] = Throttle("")
        row = by_address[pattern]
        viewer = _who_sends(row)
        address, form = world.address(pattern, viewer), _form(world, row, viewer)
        first = as_viewer(viewer)
        form["csrf_token"] = _token(first, "/sign-in" if viewer == "anonymous" else "/account")
        second = _same_cookies(app, first)
        answers = [first.post(address, data=sent(form), token=False)]
        effect = everything()
        for name, client in (("double click", second), ("back again", first)):
            answers.append(client.post(address, data=sent(form), token=False))
            if everything() != effect:
                wrong.append(f"{pattern}, {name}: changed {changed(effect, everything())}")
        wanted = [world.address(each, viewer) for each in (expected.first, expected.double_click, expected.back_again)]
        if (found := [_told(each) for each in answers]) != wanted:
            wrong.append(f"{pattern}: {found}, not {wanted}")
    assert not wrong, "\n" + "\n".join(wrong)


def _who_sends(row: Row) -> str:
    if row.address in ("/sign-in", "/link/{link}"):
        return "anonymous"
    taken = (viewer for viewer in VIEWERS[1:] if row.answers[viewer] in ("302", "303", "200"))
    return next(taken, "learner")  # whom a form refuses everywhere, it refuses Ana as well


def _form(world: World, row: Row, viewer: str) -> dict[str, str]:
    if row.address == "/sign-in":
        assert world.newcomer is not None
        return {"email": world.newcomer.email, "password": PASSWORD}
    return {name: world.address(value, viewer) for name, value in row.form.items()}


def _told(response: TestResponse) -> str:
    return f"{response.status_code} {response.location}" if response.location else str(response.status_code)


def _token(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]


def _same_cookies(app: Flask, client: FlaskClient) -> FlaskClient:
    """The second click leaves with the cookies of the first: no answer has come back yet."""
    other = app.test_client()
    cookie = client.get_cookie("salesfit")
    assert cookie is not None
    contextvars.Context().run(other.set_cookie, "salesfit", cookie.value)
    return other


def test_two_tabs_with_different_words(world: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    """Where only one can hold, the first holds; the other is told, and nothing is overwritten."""
    learner, hr = as_viewer("learner"), as_viewer("hr")
    quiz = "/courses/core/core-1/quiz/2?try=2"
    choices = re.findall(r'name="choice"[^>]*value="([^"]+)"', learner.get(quiz).text)
    answered = learner.post(quiz, data={"choice": choices[0]})
    effect = everything()
    again = learner.post(quiz, data={"choice": choices[1]})
    assert _told(again) == _told(answered)
    assert everything() == effect
    assert hr.post("/company", data={"promise": "We call back.", "edition": "0"}).status_code == 302
    assert hr.post("/company", data={"promise": "We never call.", "edition": "0"}).status_code == 409
    assert "We call back." in hr.get("/company").text
    address = world.address("/certificates/{ana.certificate}/withdrawals", "hr")
    assert hr.post(address, data={"reason": "It was another Ana."}).status_code == 302
    effect = everything()
    assert hr.post(address, data={"reason": "Something else."}).status_code == 409
    assert everything() == effect
