"""Search finds the same on each engine, and takes hostile text for text."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from lms.catalog import search, shelf
from lms.catalog.models import SearchEntry
from lms.db import db
from tests import make
from tests.editing import Desk, desk
from tests.learning.sitting import SignIn


@pytest.fixture
def author(app: Flask, tmp_path: object) -> Desk:
    return desk(tmp_path)  # type: ignore[arg-type]


@pytest.fixture
def ana(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(make.person("Ana"))


def keys(query: str) -> list[str]:
    return [each.key for each in search.find(query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("someone shouts", ["aid-unhappy"]),
        ("SHOUTS someone", ["aid-unhappy"]),
        ("sho", ["aid-unhappy"]),
        ("technical", ["aid-plain-words"]),
        ("explain something technical", ["aid-plain-words"]),
        ("shouts technical", []),
        ("xylophone", []),
        ("", []),
        ("   ", []),
        ("…—«»", []),
    ],
)
def test_the_same_on_each_engine(app: Flask, query: str, found: list[str]) -> None:
    assert [key for key in keys(query) if key.startswith("aid-")] == found


def test_modules_are_found_after_aids(app: Flask) -> None:
    kinds = [each.kind for each in search.find("the")]
    assert kinds == sorted(kinds)
    assert set(kinds) == {"aid", "module"}


def test_accents_and_case_make_no_difference(app: Flask, author: Desk) -> None:
    author.replace("core/aids/10-the-first-word.md", "`when: someone shouts`", "`when: someone shouts in the Café`")
    author.publish()
    assert keys("cafe") == keys("CAFÉ") == keys("Cafe\u0301") == ["aid-unhappy"]


HOSTILE = [
    "a AND", "foo\"bar", "c++", "-x", "NEAR(a b)", "shouts*", "shouts OR technical", "title:shouts", "^shouts", "{x}",
    "'; DROP TABLE person; --", "' | 'x':*", "a & b", "!a", "<->", "\\", "%", "_", "(", ")", "a:*b", "’",
    "x" * 5000, "a " * 500,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_text_is_only_text(ana: FlaskClient, query: str) -> None:
    answer = ana.get("/aids/", query_string={"q": query})
    assert answer.status_code == 200
    assert db.session.scalar(text("SELECT count(*) FROM person")) == 1


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_upsets_it(app: Flask, query: str) -> None:
    assert isinstance(search.find(query), list)


@given(st.text(max_size=30))
def test_words_are_letters_and_digits_alone(words: str) -> None:
    for word in search.words_of(words):
        assert word.isalnum()
        assert len(word) <= search.LONGEST_WORD


def test_signs_of_the_engines_are_words_to_look_for(app: Flask) -> None:
    assert keys("shouts OR technical") == []
    assert keys("shouts*") == keys("shouts")


class TestPublishing:
    def test_the_words_of_a_changed_course_replace_the_old_ones(self, app: Flask, author: Desk) -> None:
        author.replace("core/aids/10-the-first-word.md", "`when: someone shouts`", "`when: somebody thunders`")
        author.publish()
        assert keys("thunders") == ["aid-unhappy"]
        assert "aid-unhappy" not in keys("shouts")
        assert db.session.scalar(text("SELECT count(*) FROM search_words")) == entries()

    def test_publishing_the_same_again_writes_nothing(self, app: Flask, author: Desk) -> None:
        before = list(db.session.scalars(select(SearchEntry.id).order_by(SearchEntry.id)))
        author.publish()
        assert list(db.session.scalars(select(SearchEntry.id).order_by(SearchEntry.id))) == before

    def test_what_was_published_before_there_was_a_search_is_found_after_the_next_start(
        self, app: Flask, author: Desk
    ) -> None:
        search.index().drop(list(db.session.scalars(select(SearchEntry.id))))
        db.session.execute(SearchEntry.__table__.delete())  # type: ignore[attr-defined]
        db.session.commit()
        assert keys("shouts") == []
        author.publish()
        assert keys("shouts") == ["aid-unhappy"]

    def test_a_withdrawn_module_is_not_found_but_its_aid_is(self, app: Flask, author: Desk) -> None:
        assert "core-1" in keys("word")
        author.replace("core/course.yaml", "    minutes: 10\n", "    minutes: 10\n    status: withdrawn\n")
        author.publish()
        assert "core-1" not in keys("word")
        assert keys("shouts") == ["aid-unhappy"]

    def test_each_aid_and_module_has_one_entry(self, app: Flask) -> None:
        courses = shelf.current().courses
        assert entries() == sum(len(course.modules) + len(course.aids) for course in courses)


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(SearchEntry)) or 0


class TestThePage:
    def test_without_a_question_all_aids_stand_there(self, ana: FlaskClient) -> None:
        page = ana.get("/aids/").text
        assert page.count("/aids/aid-") == 2
        assert "Module</p>" not in page

    def test_what_is_found_is_counted_aloud(self, ana: FlaskClient) -> None:
        page = ana.get("/aids/?q=someone+shouts").text
        assert "1 page for “someone shouts”" in page
        assert "/aids/aid-unhappy" in page

    def test_a_slip_of_the_pen_is_asked_about(self, ana: FlaskClient) -> None:
        page = ana.get("/aids/?q=shoutz").text
        assert "Nothing for “shoutz”." in page
        assert '<a href="/aids/?q=shouts">Did you mean shouts?</a>' in page

    def test_what_was_typed_is_never_code(self, ana: FlaskClient) -> None:
        assert "<script>alert" not in ana.get("/aids/", query_string={"q": "<script>alert(1)</script>"}).text

    def test_it_costs_two_statements_more_than_the_list(self, ana: FlaskClient, count_queries: object) -> None:
        ana.get("/aids/")
        with count_queries() as plain:  # type: ignore[operator]
            ana.get("/aids/")
        with count_queries() as asked:  # type: ignore[operator]
            ana.get("/aids/?q=shouts")
        assert len(asked) == len(plain) + 2
        assert {each.split()[0] for each in asked} == {"SELECT"}
