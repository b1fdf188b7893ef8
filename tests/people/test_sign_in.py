"""Signing in, wrong tries and their limits: by what a person reads and what the table keeps."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms import throttle
from lms.db import db
from lms.people import passwords, service
from lms.people.models import Person
from tests import make

PASSWORD = "three green bottles"
NO_MATCH = "E-mail or password do not match"


@pytest.fixture
def ana(app: Flask) -> Person:
    return make.person("Ana", password=PASSWORD)


def send(client: FlaskClient, email: str = "ana@example.com", password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


class TestSigningIn:
    def test_with_the_right_words_one_is_in(self, ana: Person, client: FlaskClient) -> None:
        answer = send(client)
        assert (answer.status_code, answer.location) == (302, "/")
        assert "ana@example.com" in client.get("/account").text

    def test_the_spelling_of_an_email_does_not_matter(self, ana: Person, client: FlaskClient) -> None:
        assert send(client, " ANA@Example.COM ").status_code == 302

    @pytest.mark.parametrize(
        ("email", "password"),
        [("ana@example.com", "three green bottle"), ("anna@example.com", PASSWORD), ("ana@example.com", PASSWORD + " ")],
    )
    def test_with_wrong_words_one_is_not(
        self, ana: Person, client: FlaskClient, email: str, password: str
    ) -> None:
        answer = send(client, email, password)
        assert answer.status_code == 422
        assert NO_MATCH in answer.text
        assert not is_in(client)

    def test_an_empty_form_says_what_is_missing(self, ana: Person, client: FlaskClient) -> None:
        answer = send(client, "", "")
        assert answer.status_code == 422
        assert "Enter your e-mail" in answer.text
        assert "Enter your password." in answer.text

    def test_without_its_token_a_form_is_too_old(self, ana: Person, client: FlaskClient) -> None:
        answer = client.post("/sign-in", data={"email": ana.email, "password": PASSWORD}, token=False)
        assert answer.status_code == 400
        assert "This form is too old" in answer.text
        assert not is_in(client)

    def test_one_is_led_back_to_the_page_one_wanted(self, ana: Person, client: FlaskClient) -> None:
        wanted = client.get("/courses/core?x=1")
        assert wanted.status_code == 302
        answer = client.post(wanted.location, data={"email": ana.email, "password": PASSWORD})
        assert answer.location == "/courses/core?x=1"

    @pytest.mark.parametrize(
        "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:x"]
    )
    def test_never_to_another_site(self, ana: Person, client: FlaskClient, elsewhere: str) -> None:
        answer = client.post(
            "/sign-in", query_string={"next": elsewhere}, data={"email": ana.email, "password": PASSWORD}
        )
        assert answer.location == "/"

    def test_who_left_reads_the_same_as_a_stranger(self, ana: Person, client: FlaskClient, clock: object) -> None:
        service.leave(ana, on=make.clock.today())
        answer = send(client)
        assert answer.status_code == 422
        assert NO_MATCH in answer.text

    def test_who_never_chose_a_password_cannot_enter(self, app: Flask, client: FlaskClient) -> None:
        make.person("Ben")
        assert send(client, "ben@example.com", "").status_code == 422
        assert NO_MATCH in send(client, "ben@example.com", "anything at all").text


class TestWhatAStrangerLearns:
    def test_the_page_is_the_same_for_known_and_unknown_people(self, ana: Person, app: Flask) -> None:
        known = send(app.test_client(), "ana@example.com", "wrong words here")
        unknown = send(app.test_client(), "eve@example.com", "wrong words here")
        assert known.status_code == unknown.status_code
        assert plain(known.text, "ana@example.com") == plain(unknown.text, "eve@example.com")

    def test_the_hashing_is_the_same_work(self, ana: Person, app: Flask) -> None:
        """Also the first time in a process, when nothing is kept yet."""
        db.session.commit()
        unknown = [work("nobody@example.com") for _ in range(7)]
        known = [work("ana@example.com") for _ in range(7)]
        usual = statistics.median(known)
        assert 0.6 < statistics.median(unknown) / usual < 1.6
        assert min(unknown[0], unknown[1]) > 0.5 * usual
        assert unknown[0] < 1.8 * max(usual, *unknown[1:])

    def test_the_limit_holds_for_people_who_do_not_exist_too(self, app: Flask, client: FlaskClient) -> None:
        answers = [send(client, "nobody@example.com", "wrong words here").status_code for _ in range(6)]
        assert answers == [422] * 5 + [429]


def plain(page: str, email: str) -> str:
    """The page without what differs by chance."""
    return re.sub(r'(nonce|value)="[^"]{16,}"', "", page).replace(email, "E-MAIL")


def work(email: str) -> float:
    begun = time.process_time()
    assert service.verified(email=email, password="wrong words here") is None
    return time.process_time() - begun


class TestLimits:
    def test_five_misses_close_an_account_even_to_the_right_password(
        self, ana: Person, client: FlaskClient, app: Flask
    ) -> None:
        for _ in range(5):
            assert send(client, password="wrong words here").status_code == 422
        answer = send(app.test_client())
        assert answer.status_code == 429
        assert "Wait 15 minutes, or ask HR for a link" in answer.text

    def test_another_account_is_still_open(self, ana: Person, client: FlaskClient) -> None:
        make.person("Ben", password=PASSWORD)
        for _ in range(6):
            send(client, password="wrong words here")
        assert send(client, "ben@example.com").status_code == 302

    def test_a_success_begins_the_count_afresh(self, ana: Person, app: Flask) -> None:
        for _ in range(3):
            for _ in range(4):
                assert send(app.test_client(), password="wrong words here").status_code == 422
            assert send(app.test_client()).status_code == 302

    def test_fifty_misses_close_an_address(self, ana: Person, app: Flask) -> None:
        with app.test_request_context():
            for _ in range(50):
                service.missed(address="127.0.0.1")
        assert send(app.test_client()).status_code == 429
        other = app.test_client().post(
            "/sign-in",
            data={"email": ana.email, "password": PASSWORD},
            environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
        )
        assert other.status_code == 302

    def test_only_misses_count_against_an_address(self, ana: Person, app: Flask) -> None:
        for _ in range(3):
            send(app.test_client())
        room = throttle.throttle()
        for _ in range(50):
            assert room.attempt(service.MISSES_PER_ADDRESS, "127.0.0.1")
        assert not room.attempt(service.MISSES_PER_ADDRESS, "127.0.0.1")

    def test_a_link_still_works_and_opens_the_account_again(self, ana: Person, app: Flask) -> None:
        for _ in range(6):
            send(app.test_client(), password="wrong words here")
        token = service.make_link(ana, now=make.clock.now())
        chosen = app.test_client().post(f"/link/{token}", data={"password": "four grey pigeons"})
        assert chosen.status_code == 302
        assert send(app.test_client(), password="four grey pigeons").status_code == 302


class TestHashes:
    def test_an_outdated_hash_is_renewed_and_the_session_goes_on(self, ana: Person, client: FlaskClient) -> None:
        ana.password_hash = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        epoch = ana.session_epoch
        assert send(client).status_code == 302
        assert ana.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert passwords.matches(ana.password_hash, PASSWORD)
        assert ana.session_epoch == epoch
        assert is_in(client)

    def test_a_hash_of_today_stays(self, ana: Person, client: FlaskClient) -> None:
        before = ana.password_hash
        send(client)
        assert ana.password_hash == before

    def test_a_wrong_password_renews_nothing(self, ana: Person, client: FlaskClient) -> None:
        ana.password_hash = old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        send(client, password="wrong words here")
        assert ana.password_hash == old

    def test_what_is_no_hash_lets_nobody_in(self, ana: Person, client: FlaskClient) -> None:
        ana.password_hash = "three green bottles"
        assert send(client).status_code == 422
