"""What goes by itself each day, and what stays because a level rests on it.

Meant to catch: `~current` left out of forgetting, the months read from the defaults alone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.admin import retention, settings
from lms.admin.settings import Retention
from lms.coaching import service as coaching
from lms.coaching.models import Visit, VisitComment, VisitRating
from lms.competencies import queries as competencies
from lms.competencies import service as evidence
from lms.competencies.models import Evidence, Kind
from lms.db import Base, db
from lms.demo import deeds
from lms.learning import queries as learning
from lms.people import service as people
from lms.people.models import Person
from lms.people.staff_service import ChangedMeanwhile
from lms.quizzes.models import Answer, Attempt
from tests import make
from tests.coaching import visiting
from tests.conftest import START, MovableClock


@pytest.fixture
def ana(app: Flask) -> Person:
    return make.person("Ana")


def shown(person: Person, kind: Kind, level: int, on: date, *, source: str, observer: Person | None = None) -> None:
    evidence.record(
        person.id, kind, source, "Something", [("empathy-tone", level)], on=on, now=START,
        observer_id=observer.id if observer else None, touch_point="first-call" if observer else None,
    )
    db.session.commit()


def kinds_of(person: Person) -> list[str]:
    return list(db.session.scalars(select(Evidence.kind).where(Evidence.person_id == person.id).order_by(Evidence.id)))


def level_of(person: Person) -> int:
    held = competencies.levels_of([person.id]).get(person.id, {}).get("empathy-tone")
    return held.level if held else 0


def a_day(now: datetime) -> None:
    retention.run(now=now)
    db.session.commit()


class TestEvidence:
    def test_of_a_quiz_goes_after_24_months_and_the_level_with_it(self, ana: Person, clock: MovableClock) -> None:
        shown(ana, Kind.QUIZ, 1, date(2025, 5, 3), source="attempt:1")
        a_day(START)
        assert (kinds_of(ana), level_of(ana)) == (["quiz"], 1)
        a_day(clock.move(days=1))
        assert (kinds_of(ana), level_of(ana)) == ([], 0)

    def test_stays_while_refreshers_keep_the_level_up(self, ana: Person) -> None:
        shown(ana, Kind.QUIZ, 1, date(2025, 1, 1), source="attempt:1")
        shown(ana, Kind.REFRESHER, 1, date(2027, 1, 1), source="refresher:1")
        a_day(START)
        assert level_of(ana) == 1
        assert kinds_of(ana) == ["quiz", "refresher"]

    def test_of_an_observation_goes_after_36_months(self, ana: Person, clock: MovableClock) -> None:
        shown(ana, Kind.OBSERVATION, 2, date(2024, 5, 3), source="observation:1", observer=make.person("Dora"))
        a_day(START)
        assert kinds_of(ana) == ["observation"]
        a_day(clock.move(days=1))
        assert kinds_of(ana) == []

    def test_what_was_set_aside_goes_too(self, ana: Person) -> None:
        shown(ana, Kind.QUIZ, 1, date(2025, 1, 1), source="attempt:1")
        number = db.session.scalars(select(Evidence.id)).one()
        evidence.set_aside(number, reason="Not hers.", by=None, now=START)
        a_day(START)
        assert kinds_of(ana) == []


class TestVisits:
    """Three years later: what was said and seen is gone, whatever still rests on it."""

    def seen(self, ana: Person) -> None:
        carla = make.person("Carla", roles=("coach",))
        people.coach(coach=carla, person=ana)
        db.session.commit()
        visiting.calibrate(carla)
        visit = visiting.visit(carla, ana, {visiting.GREETING: 2})
        coaching.comment(visit, "It was market day.", number=1, now=START)
        db.session.commit()

    def left(self) -> list[int]:
        return [count(table) for table in (Visit, VisitRating, VisitComment)]

    def test_go_with_their_ratings_comments_and_evidence(self, ana: Person) -> None:
        self.seen(ana)
        a_day(START.replace(year=2030))
        assert (self.left(), level_of(ana)) == ([1, 1, 1], 2)
        a_day(START.replace(year=2030) + timedelta(days=1))
        assert (self.left(), kinds_of(ana), level_of(ana)) == ([0, 0, 0], [], 0)

    def test_go_though_a_level_that_is_kept_up_still_rests_on_their_evidence(self, ana: Person) -> None:
        self.seen(ana)
        shown(ana, Kind.REFRESHER, 2, date(2030, 4, 1), source="refresher:1")
        a_day(START.replace(year=2030) + timedelta(days=1))
        assert (self.left(), kinds_of(ana), level_of(ana)) == ([0, 0, 0], ["observation", "refresher"], 2)


class TestAnswers:
    def test_go_and_that_there_was_a_try_stays(self, ana: Person, clock: MovableClock) -> None:
        deeds.complete(ana, deeds.course("core"), start=START - timedelta(days=20))
        db.session.commit()
        before = learning.progress_of(ana.id)
        a_day(START + timedelta(days=700))
        assert count(Answer) > 0
        a_day(START + timedelta(days=735))
        assert count(Answer) == 0
        assert count(Attempt) > 0
        assert learning.progress_of(ana.id) == before


class TestPeopleWhoLeft:
    def test_are_erased_after_12_months_and_not_before(self, ana: Person) -> None:
        people.leave(ana, on=date(2026, 5, 4))
        db.session.commit()
        number = ana.id
        found = []
        for days in range(3):
            a_day(START + timedelta(days=days))
            found.append(db.session.get_one(Person, number).erased_on)
        assert found == [None, date(2027, 5, 4), date(2027, 5, 4)]

    def test_who_works_here_never_is(self, ana: Person) -> None:
        a_day(START + timedelta(days=4000))
        assert ana.erased_on is None


class TestSettings:
    def test_other_months_hold_from_then_on(self, ana: Person) -> None:
        adam = make.person("Adam")
        settings.set_retention(Retention(attempts=6, observations=36, certificates=12), by=adam.id, now=START)
        shown(ana, Kind.QUIZ, 1, date(2026, 4, 1), source="attempt:1")
        a_day(START)
        assert kinds_of(ana) == []

    def test_two_admins_do_not_overwrite_each_other(self, ana: Person) -> None:
        adam = make.person("Adam")
        first = settings.retention()
        settings.set_retention(Retention(attempts=6, observations=36, certificates=12), by=adam.id, now=START)
        with pytest.raises(ChangedMeanwhile):
            settings.set_retention(
                Retention(attempts=24, observations=48, certificates=12, edition=first.edition), by=adam.id, now=START
            )
        assert settings.retention().attempts == 6


def count(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
