"""Each held level explains itself, to its holder and, without what is between them, to others.

Meant to catch: evidence set aside named as carrying a level, the title of a visit shown to HR, a waived
requirement counted as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms import clock
from lms.competencies import queries, rules, service
from lms.competencies.models import Kind
from lms.competencies.rules import Missing, Shown
from lms.db import db
from lms.jobs.models import Waiver
from lms.people.models import Person
from tests.reports.world import passed_quiz, with_jobs

SignIn = Callable[[Person], FlaskClient]
DAY = date(2027, 5, 1)


def words(client: FlaskClient, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page.text)).split())


def seen(person: Person, by: Person, level: int, number: int, *, helping: bool = False) -> None:
    service.record(
        person.id, Kind.OBSERVATION, f"visit:{number}", f"Visit {number}", [("empathy-tone", level)],
        on=DAY - timedelta(days=number), now=clock.now(), observer_id=by.id, touch_point=f"t{number}", while_helping=helping,
    )  # fmt: skip
    db.session.commit()


@pytest.fixture
def cast(app: Flask) -> dict[str, Person]:
    return with_jobs()


def test_a_level_names_what_carries_it_and_what_would_lift_it(cast: dict[str, Person], sign_in: SignIn) -> None:
    ana = cast["ana"]
    passed_quiz(ana, "empathy-tone", on=DAY)
    assert "Level 1 since 1 May 2027: quiz “The first word”, 1 May 2027" in words(sign_in(ana), "/me")
    assert "A scenario, or one observation at work, shows level 2." in words(sign_in(ana), "/me")
    run = (ana.id, Kind.SCENARIO, "run:1", "Unhappy caller", [("empathy-tone", 2)])
    service.record(*run, on=DAY + timedelta(days=1), now=clock.now())
    carried = "Level 2 since 2 May 2027: quiz “The first word”, 1 May 2027; scenario “Unhappy caller”, 2 May 2027"
    assert carried in words(sign_in(ana), "/me")
    assert carried in words(sign_in(cast["henry"]), f"/people/{ana.id}")


def test_what_was_set_aside_carries_nothing(cast: dict[str, Person], sign_in: SignIn) -> None:
    ana = cast["ana"]
    first = passed_quiz(ana, "empathy-tone", on=DAY - timedelta(days=5))
    passed_quiz(ana, "empathy-tone", source="attempt:2", on=DAY)
    service.set_aside(first.id, reason="Somebody else sat there.", by=None, now=clock.now())
    assert "Level 1 since 1 May 2027: quiz “The first word”, 1 May 2027" in words(sign_in(ana), "/me")


def test_what_a_visit_was_called_stays_between_the_two(cast: dict[str, Person], sign_in: SignIn) -> None:
    ana, carla = cast["ana"], cast["carla"]
    seen(ana, carla, 2, 1)
    assert "observation “Visit 1”, 30 April 2027" in words(sign_in(ana), "/me")
    assert "observation “Visit 1”, 30 April 2027" in words(sign_in(carla), f"/people/{ana.id}")
    assert "Level 2 since 30 April 2027: observation, 30 April 2027" in words(sign_in(cast["henry"]), f"/people/{ana.id}")


def test_what_is_waived_is_neither_met_nor_a_gap(cast: dict[str, Person], sign_in: SignIn) -> None:
    ana = cast["ana"]
    row = {"person_id": ana.id, "number": 1, "competency": "empathy-tone", "reason": "canary", "by_id": cast["henry"].id}
    db.session.add(Waiver(**row, starts_on=clock.today(), ends_on=date(2027, 6, 3), made_at=clock.now()))
    for page in (words(sign_in(ana), "/me"), words(sign_in(cast["henry"]), f"/people/{ana.id}")):
        assert "Waived until 3 June 2027: neither met nor a gap." in page
        assert re.search(r"of the 1 level ", page)
    assert "canary" in words(sign_in(ana), "/me"), "the reason is theirs to read"
    assert "canary" not in words(sign_in(cast["henry"]), f"/people/{ana.id}")


@pytest.mark.parametrize("address", ["/me", "/people/{id}"])
def test_as_many_statements_for_one_piece_of_evidence_as_for_three(
    cast: dict[str, Person], sign_in: SignIn, count_queries: Callable[[], Any], address: str
) -> None:
    ana = cast["ana"]
    client, counts = sign_in(ana), []
    for more in (1, 2):
        for number in range(more):
            seen(ana, cast["carla"], 3, more * 10 + number)
        client.get(address.format(id=ana.id))
        with count_queries() as statements:
            client.get(address.format(id=ana.id))
        counts.append(len(statements))
    assert counts[0] == counts[1]


class TestMissing:
    """What the rules say is missing is what would do."""

    def visit(self, number: int, level: int, **about: Any) -> Shown:
        known = {"observer": 7, "touch_point": f"t{number}", "source": f"v{number}"}
        return Shown(kind=Kind.OBSERVATION, level=level, on=DAY + timedelta(days=number), **{**known, **about})

    IMPROVED = Shown(kind=Kind.IMPROVEMENT, level=0, on=DAY)

    def test_for_level_three(self) -> None:
        assert rules.missing_for(3, []) == Missing(observations=2)
        assert rules.missing_for(3, [self.visit(1, 3), self.visit(2, 2)]) == Missing(observations=1)
        at_one_place = [self.visit(1, 3), self.visit(2, 3, touch_point="t1")]
        assert rules.missing_for(3, at_one_place) == Missing(observations=1)

    def test_for_level_four(self) -> None:
        three = [self.visit(number, 4) for number in range(3)]
        assert rules.missing_for(4, three[:2]) == Missing(observations=1, while_helping=True, improvement=True)
        assert rules.missing_for(4, three) == Missing(observations=1, while_helping=True, improvement=True)
        helped = [*three[:2], self.visit(2, 4, while_helping=True)]
        assert rules.missing_for(4, helped) == Missing(improvement=True)
        found = rules.held([*helped, self.IMPROVED])
        assert found is not None
        assert (found.level, rules.missing_for(4, [*helped, self.IMPROVED])) == (4, Missing())

    def test_in_words(self, cast: dict[str, Person]) -> None:
        from lms.learning.levels import needs_for

        ana, carla = cast["ana"], cast["carla"]
        seen(ana, carla, 4, 1)
        seen(ana, carla, 4, 2)
        pieces = queries.evidence_of(ana.id)
        said = needs_for(4, {piece.shown: piece for piece in pieces}, pieces)
        assert said == (
            "Missing for level 4: 1 more observation at level 4, on another day and at another touch point, "
            "one of the observations must be while helping a colleague, "
            "an improvement of a touch point that the leader confirms."
        )
