"""People found by name: only those one may see, whatever is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from lms.db import db
from lms.people import queries
from lms.people.models import Person
from tests import make

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def cast(app: Flask) -> dict[str, Person]:
    return make.cast()


@pytest.mark.parametrize(("who", "sees"), [("henry", True), ("carla", False), ("zoe", True), ("tess", False), ("adam", False)])
def test_only_those_one_may_see_are_found(cast: dict[str, Person], sign_in: SignIn, who: str, sees: bool) -> None:
    assert (">Zoe</a>" in sign_in(cast[who]).get("/people/?q=zoe").text) is sees


@pytest.mark.parametrize("typed", ["ZOE", " zoé ", "zo", "Zoe!"])
def test_case_and_accents_do_not_matter(cast: dict[str, Person], sign_in: SignIn, typed: str) -> None:
    page = sign_in(cast["henry"]).get("/people/", query_string={"q": typed}).text
    assert ">Zoe</a>" in page
    assert ">Ana</a>" not in page


@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "\\", "z%e", "a AND b", "<script>", "*", "-", "💣", "z" * 5000])
def test_hostile_words_are_only_words(cast: dict[str, Person], sign_in: SignIn, typed: str) -> None:
    answer = sign_in(cast["henry"]).get("/people/", query_string={"q": typed})
    assert answer.status_code == 200
    assert "Nobody you may see has a name" in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]


def test_what_was_searched_stays_from_page_to_page(cast: dict[str, Person], sign_in: SignIn) -> None:
    for number in range(60):
        make.person(f"Xandra {number:02}")
    page = sign_in(cast["henry"]).get("/people/?q=xan").text
    assert "q=xan&amp;page=2" in page or "page=2&amp;q=xan" in page
    assert ">Xandra 59</a>" in sign_in(cast["henry"]).get("/people/?q=xan&page=2").text


def test_it_costs_the_same_for_one_and_for_three(
    cast: dict[str, Person], sign_in: SignIn, count_queries: Callable[[], Any]
) -> None:
    henry = sign_in(cast["henry"])

    def statements() -> int:
        with count_queries() as counted:
            assert henry.get("/people/?q=xan").status_code == 200
        return len(counted)

    make.person("Xandra", job="receptionist", team=make.team("North"))
    one = statements()
    for name in ("Xanthe", "Xander"):
        make.person(name, job="receptionist", team=make.team(name))
    assert statements() == one


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
def test_the_index_of_words_is_used(app: Flask) -> None:
    """However many work here, only those with such a word are read."""
    wanted = select(Person.id).where(queries.named(["zo"]))
    told = str(wanted.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    plan = " ".join(str(row) for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {told}"))
    assert "sqlite_autoindex_person_word_1 (word>? AND word<?)" in plan
    assert "SCAN person" not in plan
