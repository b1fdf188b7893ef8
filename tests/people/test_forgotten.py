"""A forgotten password by mail: who has an account learns it by mail, who asks learns nothing.

Meant to catch: an unknown address answered at once, the limit counted for known people alone.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms import tasks
from lms.db import db
from lms.mail import Mail
from lms.people import passwords, service
from lms.people.models import Person
from tests import make
from tests.conftest import START
from tests.people.test_sign_in import plain

KEY = "0123456789abcdef"


@pytest.fixture
def ana(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    """She works where mail is set up; the server itself is away, so letters stay in the outbox."""
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "MAIL_FROM", "learn@example.com")
    return make.person("Ana", password="three green bottles")


def ask(client: FlaskClient, email: str = "ana@example.com", key: str = KEY) -> TestResponse:
    return client.post("/sign-in/link", data={"email": email, "key": key})


def letters() -> list[Mail]:
    tasks.run_due(START)
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def test_the_link_in_the_mail_lets_one_choose_a_password(ana: Person, client: FlaskClient) -> None:
    assert "Get a link by mail" in client.get("/sign-in").text
    assert ask(client, " ANA@example.com ").status_code == 200
    [letter] = letters()
    path = re.search(r"/link/\S+", letter.text)
    assert letter.address == "ana@example.com"
    assert path
    assert client.post(path[0], data={"password": "four grey pigeons"}).status_code == 302
    assert passwords.matches(ana.password_hash, "four grey pigeons")


def test_the_button_pressed_twice_is_one_mail(ana: Person, client: FlaskClient) -> None:
    ask(client)
    ask(client)
    assert len(letters()) == 1


@pytest.mark.parametrize("who", ["nobody@example.com", "ben@example.com"])
def test_strangers_and_those_who_left_read_the_same_and_cost_the_same(
    ana: Person, app: Flask, count_queries: object, who: str
) -> None:
    service.leave(make.person("Ben"), on=make.clock.today())
    with count_queries() as known:  # type: ignore[operator]
        one = ask(app.test_client())
    with count_queries() as unknown:  # type: ignore[operator]
        other = ask(app.test_client(), who)
    assert one.status_code == other.status_code
    assert plain(one.text, "ana@example.com") == plain(other.text, who)
    assert [text.split(" ")[0] for text in known] == [text.split(" ")[0] for text in unknown]
    assert len(letters()) == 1


def test_three_an_hour_for_each_account_known_or_not(ana: Person, client: FlaskClient) -> None:
    for who in ("ana@example.com", "nobody@example.com"):
        answers = [ask(client, who, key=f"{number:016x}").status_code for number in range(4)]
        assert answers == [200, 200, 200, 429]


def test_twenty_from_one_address(ana: Person, client: FlaskClient) -> None:
    answers = [ask(client, f"p{number}@example.com").status_code for number in range(21)]
    assert answers == [200] * 20 + [429]


def test_no_password_changes_by_asking(ana: Person, client: FlaskClient) -> None:
    before = ana.password_hash
    ask(client)
    letters()
    assert ana.password_hash == before


def test_where_no_mail_is_set_up_nothing_is_offered(app: Flask, client: FlaskClient) -> None:
    assert "Ask HR for a link. It works once" in client.get("/sign-in").text
    assert "No mail is set up here" in client.get("/sign-in/link").text
    assert ask(client).status_code == 409


def test_an_old_page_says_so(ana: Person, client: FlaskClient) -> None:
    assert ask(client, key="x").status_code == 422
    assert "Enter your e-mail" in ask(client, "").text
