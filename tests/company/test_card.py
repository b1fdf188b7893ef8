"""The company card: HR writes it, everyone reads it, and two who edit at once do not overwrite each other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.company.models import CompanyCard
from lms.db import db
from lms.people.models import Person, Role
from tests import make
from tests.at_once import at_once

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

WORDS = {"promise": "We ring back today.", "support_phone": "01632 960 150", "issuer_name": "Larkmoor Systems"}
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def henry(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(make.person("Henry", roles=(Role.HR,)))


@pytest.fixture
def ana(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(make.person("Ana"))


def kept() -> CompanyCard | None:
    return db.session.scalars(select(CompanyCard)).one_or_none()


def test_hr_writes_it_and_everyone_reads_it(henry: FlaskClient, ana: FlaskClient) -> None:
    assert henry.post("/company", data={**WORDS, "edition": "0"}).status_code == 302
    page = ana.get("/company").text
    assert "We ring back today." in page
    assert "<form method=\"post\" novalidate data-keep>" not in page


def test_courses_speak_with_its_words_from_the_next_page_on(henry: FlaskClient, ana: FlaskClient) -> None:
    assert "[our support phone]" in ana.get("/courses/core/core-1").text
    henry.post("/company", data={**WORDS, "edition": "0"})
    assert "Ring 01632 960 150 if you are stuck." in ana.get("/courses/core/core-1").text


def test_its_words_are_never_code(henry: FlaskClient, ana: FlaskClient) -> None:
    henry.post("/company", data={"support_phone": "<script>alert(1)</script>", "edition": "0"})
    page = ana.get("/courses/core/core-1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nobody_else_may_write_it(ana: FlaskClient, client: FlaskClient) -> None:
    assert ana.post("/company", data={**WORDS, "edition": "0"}).status_code == 403
    assert client.post("/company", data={**WORDS, "edition": "0"}).status_code == 302
    assert kept() is None


def test_who_saves_over_a_newer_card_is_told(henry: FlaskClient) -> None:
    henry.post("/company", data={**WORDS, "edition": "0"})
    answer = henry.post("/company", data={"promise": "Something else", "edition": "0"})
    assert answer.status_code == 409
    assert "Somebody else saved the card while you had it open." in answer.text
    card = kept()
    assert card is not None
    assert (card.promise, card.edition) == ("We ring back today.", 1)


def test_the_same_form_twice_is_one_change(henry: FlaskClient) -> None:
    for _ in range(2):
        assert henry.post("/company", data={**WORDS, "edition": "0"}).status_code == 302
    card = kept()
    assert card is not None
    assert card.edition == 1


def test_of_two_who_save_at_once_one_wins(app: Flask, sign_in: SignIn) -> None:
    editors = [make.person("Henry", roles=(Role.HR,)), make.person("Hana", roles=(Role.HR,))]
    windows = [sign_in(editor) for editor in editors]
    answers = at_once(
        app,
        lambda: windows[0].post("/company", data={"promise": "One", "edition": "0"}).status_code,
        lambda: windows[1].post("/company", data={"promise": "Other", "edition": "0"}).status_code,
    )
    db.session.expire_all()
    assert sorted(answers) == [302, 409]
    card = kept()
    assert card is not None
    assert card.promise == ("One" if answers[0] == 302 else "Other")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("promise", "x" * 141, "up to 140 characters"),
        ("support_phone", "1" * 41, "up to 40 characters"),
        ("edition", "x", "Open the card again"),
        ("edition", "", "Open the card again"),
        ("edition", "9" * 30, "Open the card again"),
    ],
)
def test_what_does_not_fit_gets_its_sentence(henry: FlaskClient, field: str, value: str, sentence: str) -> None:
    answer = henry.post("/company", data={**WORDS, "edition": "0", field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept() is None


class TestWhereItsWordsAre:
    def test_each_place_is_named_and_led_to(self, ana: FlaskClient) -> None:
        page = ana.get("/company").text
        assert re.search(r"Used in \d+ places: Support phone", page)
        assert '<a href="/aids/aid-unhappy">When someone is unhappy</a>' in page
        assert '<a href="/courses/core/core-1">' in page

    def test_what_is_empty_and_used_is_warned_of(self, henry: FlaskClient, ana: FlaskClient) -> None:
        assert "reads “[our support phone]”" in ana.get("/company").text.replace("read “", "reads “")
        henry.post("/company", data={**WORDS, "edition": "0"})
        assert "our support phone]" not in ana.get("/company").text

    def test_what_no_course_uses_is_no_worry(self, ana: FlaskClient) -> None:
        page = ana.get("/company").text
        assert "[our offer]" not in page
        assert "Not used in any course now." in page

    def test_the_map_and_jobs_are_places_too(self, henry: FlaskClient) -> None:
        place = '<li>First call <span class="muted small">Touch point</span></li>'
        assert place in henry.get("/company").text

    def test_a_change_is_shown_in_place_and_not_saved(self, henry: FlaskClient, ana: FlaskClient) -> None:
        typed = {**WORDS, "support_phone": "01632 111 <b>", "edition": "0", "preview": "1"}
        answer = henry.post("/company", data=typed)
        assert answer.status_code == 200
        assert "Preview: this is how it would read" in answer.text
        assert "<mark>01632 111 &lt;b&gt;</mark>" in answer.text
        assert 'value="01632 111 &lt;b&gt;"' in answer.text
        assert kept() is None
        assert "[our support phone]" in ana.get("/courses/core/core-1").text

    def test_what_does_not_fit_is_not_previewed(self, henry: FlaskClient) -> None:
        answer = henry.post("/company", data={**WORDS, "promise": "x" * 141, "edition": "0", "preview": "1"})
        assert answer.status_code == 422

    def test_only_hr_may_preview(self, ana: FlaskClient) -> None:
        assert ana.post("/company", data={**WORDS, "edition": "0", "preview": "1"}).status_code == 403
