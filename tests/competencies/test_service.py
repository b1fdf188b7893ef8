"""Recording evidence, setting it aside, counting anew: by the rows these leave."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms.competencies import queries, service
from lms.competencies.models import Evidence, EvidenceIsNeverChanged, HeldLevel, Kind, SetAside
from lms.competencies.rules import Held
from lms.competencies.service import OwnObservation, ReasonMissing
from lms.db import db
from lms.people.models import Person
from lms.people.service import add_person

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def ana(app: Flask) -> Person:
    return add_person(email="ana@larkmoor.example", name="Ana Lindqvist", now=NOW)


@pytest.fixture
def carla(app: Flask) -> Person:
    return add_person(email="carla@larkmoor.example", name="Carla Ruiz", now=NOW)


def passed_quiz(person: Person, *competencies: str, source: str = "attempt:1", on: date = TODAY) -> int:
    shown = [(competency, 1) for competency in competencies]
    return service.record(
        person.id, Kind.QUIZ, source, "When someone is unhappy", shown, on=on, now=NOW, revision="abc"
    )


def observed(
    person: Person, by: Person, level: int, *, on: date = TODAY, at: str = "phone", source: str = "o:1"
) -> int:
    return service.record(
        person.id,
        Kind.OBSERVATION,
        source,
        "At the front desk",
        [("empathy-tone", level)],
        on=on,
        now=NOW,
        observer_id=by.id,
        touch_point=at,
    )


def levels(person: Person) -> dict[str, int]:
    return {competency: held.level for competency, held in queries.levels_of([person.id])[person.id].items()}


def test_a_passed_quiz_leaves_evidence_and_a_level_in_each_competency(ana: Person) -> None:
    assert passed_quiz(ana, "active-listening", "bad-news") == 2
    held = queries.levels_of([ana.id])[ana.id]
    assert held == dict.fromkeys(
        ("active-listening", "bad-news"), Held(level=1, since=TODAY, current_until=date(2028, 5, 3))
    )
    piece = queries.evidence_of(ana.id)[0]
    assert (piece.title, piece.revision, piece.source) == ("When someone is unhappy", "abc", "attempt:1")
    assert (piece.recorded_at, piece.counts) == (NOW, True)


def test_the_same_source_twice_is_one_fact(ana: Person) -> None:
    passed_quiz(ana, "bad-news")
    assert passed_quiz(ana, "bad-news", on=date(2027, 5, 9)) == 0
    assert len(queries.evidence_of(ana.id)) == 1
    assert queries.levels_of([ana.id])[ana.id]["bad-news"].since == TODAY


def test_a_source_that_shows_one_competency_more_adds_that_one(ana: Person) -> None:
    passed_quiz(ana, "bad-news")
    assert passed_quiz(ana, "bad-news", "empathy-tone") == 1
    assert levels(ana) == {"bad-news": 1, "empathy-tone": 1}


def test_levels_rise_with_what_is_added(ana: Person, carla: Person) -> None:
    passed_quiz(ana, "empathy-tone")
    service.record(ana.id, Kind.SCENARIO, "run:1", "Unhappy caller", [("empathy-tone", 2)], on=TODAY, now=NOW)
    assert levels(ana) == {"empathy-tone": 2}
    observed(ana, carla, 3, source="o:1")
    observed(ana, carla, 3, source="o:2", on=date(2027, 5, 2), at="mail")
    found = queries.levels_of([ana.id])[ana.id]["empathy-tone"]
    assert (found.level, found.one_observer) == (3, True)


def test_evidence_that_shows_nothing_leaves_no_level(ana: Person) -> None:
    service.record(ana.id, Kind.REFRESHER, "refresher:1", "Quiz", [("bad-news", 1)], on=TODAY, now=NOW)
    assert levels(ana) == {}


def test_nobody_observes_themselves(ana: Person) -> None:
    with pytest.raises(OwnObservation) as refusal:
        observed(ana, ana, 4)
    assert "Nobody observes themselves" in refusal.value.sentence


@pytest.mark.parametrize("number", [1, 14])
def test_recording_takes_three_statements_for_any_number(
    ana: Person, count_queries: Callable[[], Any], number: int
) -> None:
    ana_id = ana.id
    with count_queries() as statements:
        shown = [(f"competency-{index}", 1) for index in range(number)]
        service.record(ana_id, Kind.QUIZ, "attempt:1", "Check", shown, on=TODAY, now=NOW)
    assert len(statements) == 3
    assert len(levels(ana)) == number


def test_recording_the_same_again_takes_one_statement(ana: Person, count_queries: Callable[[], Any]) -> None:
    passed_quiz(ana, "bad-news")
    with count_queries() as statements:
        passed_quiz(ana, "bad-news")
    assert len(statements) == 1


def test_evidence_set_aside_is_as_if_it_were_not_there_but_stays_readable(ana: Person, carla: Person) -> None:
    passed_quiz(ana, "empathy-tone")
    observed(ana, carla, 2)
    observation = next(each for each in queries.evidence_of(ana.id) if each.kind == Kind.OBSERVATION)
    service.set_aside(observation.id, reason="  It was somebody else. ", by=carla.id, now=NOW)
    assert levels(ana) == {"empathy-tone": 1}
    piece = queries.find_evidence(ana.id, observation.id)
    assert piece.aside
    assert (piece.aside.reason, piece.aside.by_id, piece.counts) == ("It was somebody else.", carla.id, False)


def test_a_level_goes_when_all_its_evidence_is_set_aside(ana: Person) -> None:
    passed_quiz(ana, "bad-news", "empathy-tone")
    piece = queries.evidence_of(ana.id)[0]
    service.set_aside(piece.id, reason="The quiz had a fault.", by=None, now=NOW)
    assert piece.competency not in levels(ana)
    assert len(levels(ana)) == 1


def test_setting_aside_twice_keeps_the_first_reason(ana: Person) -> None:
    passed_quiz(ana, "bad-news")
    piece = queries.evidence_of(ana.id)[0]
    service.set_aside(piece.id, reason="First.", by=None, now=NOW)
    service.set_aside(piece.id, reason="Second.", by=None, now=NOW)
    assert db.session.scalars(select(SetAside.reason)).all() == ["First."]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_setting_aside_needs_a_reason(ana: Person, reason: str) -> None:
    passed_quiz(ana, "bad-news")
    with pytest.raises(ReasonMissing):
        service.set_aside(queries.evidence_of(ana.id)[0].id, reason=reason, by=None, now=NOW)


def test_evidence_is_never_changed(ana: Person) -> None:
    passed_quiz(ana, "bad-news")
    row = db.session.scalars(select(Evidence)).one()
    row.level = 4
    with pytest.raises(EvidenceIsNeverChanged):
        db.session.flush()
    db.session.rollback()


def test_counting_anew_finds_no_difference(ana: Person, carla: Person) -> None:
    passed_quiz(ana, "empathy-tone", "bad-news")
    observed(ana, carla, 3)
    passed_quiz(carla, "bad-news", source="attempt:2")
    assert service.recompute(batch=1) == service.Recount(levels=3, differences=())


def test_counting_anew_mends_what_differs_and_says_what(ana: Person, carla: Person) -> None:
    passed_quiz(ana, "bad-news", "empathy-tone")
    db.session.execute(update(HeldLevel).where(HeldLevel.competency == "bad-news").values(level=3))
    db.session.add(
        HeldLevel(person_id=carla.id, competency="bad-news", level=4, since=TODAY, current_until=TODAY)
    )
    db.session.flush()
    found = service.recompute()
    assert [(each.person_id, each.competency) for each in found.differences] == [
        (ana.id, "bad-news"),
        (carla.id, "bad-news"),
    ]
    assert found.differences[0].kept.level == 3  # type: ignore[union-attr]
    assert found.differences[1].counted is None
    assert levels(ana) == {"bad-news": 1, "empathy-tone": 1}
    assert levels(carla) == {}
    assert service.recompute().differences == ()


def test_the_command_says_so_and_mends(app: Flask, ana: Person) -> None:
    passed_quiz(ana, "bad-news")
    db.session.commit()
    runner = app.test_cli_runner()
    result = runner.invoke(args=["evidence", "recompute"])
    assert (result.exit_code, result.output) == (0, "No difference in 1 level.\n")
    db.session.execute(update(HeldLevel).values(level=2))
    db.session.commit()
    result = runner.invoke(args=["evidence", "recompute"])
    assert result.exit_code == 1
    assert "bad-news: kept level 2 since 2027-05-03" in result.output
    assert "Mended 1 level." in result.output
    assert runner.invoke(args=["evidence", "recompute"]).exit_code == 0


def test_two_that_record_at_once_do_not_lose_each_others_evidence(
    app: Flask, ana: Person, carla: Person
) -> None:
    """Each of two observations alone shows level 2; both together show 3."""
    ana_id, carla_id = ana.id, carla.id
    db.session.commit()

    def observe(number: int) -> None:
        service.record(
            ana_id,
            Kind.OBSERVATION,
            f"observation:{number}",
            "At the desk",
            [("empathy-tone", 3), ("bad-news", 3)],
            on=date(2027, 4, number),
            now=NOW,
            observer_id=carla_id,
            touch_point=f"point-{number}",
        )

    def observe_meanwhile() -> None:
        with app.app_context():
            observe(2)
            db.session.commit()

    observe(1)
    other = threading.Thread(target=observe_meanwhile)
    other.start()
    other.join(0.5)  # without the lock it would have counted by now, on its own evidence alone
    db.session.commit()
    other.join(20)
    assert levels(ana) == {"bad-news": 3, "empathy-tone": 3}
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 4
