"""The weekly mails of ten thousand people who passed a dozen modules each: prepared, not sent."""

from __future__ import annotations

import time
from datetime import date, timedelta
from statistics import median

from sqlalchemy import Select, delete, insert, select

from benchmarks.bench import Bench
from benchmarks.rounds import ROUNDS
from benchmarks.table import Result
from lms import clock
from lms.catalog import shelf
from lms.db import db
from lms.learning import reminders
from lms.people.models import Person
from lms.quizzes.models import Attempt, AttemptKind, RefresherCard
from lms.quizzes.refreshers import deck

PEOPLE = 10_000
MODULES = 12
CARDS_OF_A_MODULE = 3
DOMAIN = "reminders.example"


def measure(bench: Bench) -> list[Result]:
    """The crowd is made for this row and taken away again."""
    with bench.app.app_context():
        try:
            _make(clock.today())
            took, written = [], 0
            for _ in range(ROUNDS):
                began = time.monotonic()
                written = sum(1 for _each in reminders.prepare(clock.today(), address="https://learn.example"))
                took.append(time.monotonic() - began)
        finally:
            _take_away()
    assert written >= PEOPLE, written
    return [
        Result(
            row="reminders", what="weekly mails of 10,000 people prepared", value=round(median(took), 2), unit="s",
            must=10.0, aim=5.0, spread=(round(min(took), 2), round(max(took), 2)), detail=f"{written} texts",
        )
    ]  # fmt: skip


def _make(today: date) -> None:
    courses = shelf.current().courses
    modules = [(course, module, cards) for course in courses for module, cards in deck.subjects_of(course).items()]
    people = [
        {"email": f"p{number}@{DOMAIN}", "name": f"Person {number}", "session_epoch": 0, "is_demo": True,
         "created_at": clock.now()}
        for number in range(PEOPLE)
    ]  # fmt: skip
    db.session.execute(insert(Person), people)
    ids = list(db.session.scalars(_crowd()))
    finished = clock.now() - timedelta(days=40)
    for course, module, cards in modules[:MODULES]:
        attempt = {
            "kind": AttemptKind.QUIZ, "course": course.id, "quiz": module, "title": module, "revision": course.revision,
            "number": 1, "asked": 5, "started_at": finished, "finished_at": finished, "right": 5, "counted": 5,
            "passed": True,
        }  # fmt: skip
        db.session.execute(insert(Attempt), [{"person_id": each, **attempt} for each in ids])
        kept = {
            "right": True, "turns": 1, "stability": 9.0, "difficulty": 2.0, "seen_on": today - timedelta(days=9),
            "due_on": today + timedelta(days=30),
        }  # fmt: skip
        for card in cards[:CARDS_OF_A_MODULE]:
            rows = [{"person_id": each, "item": card.id, "asked": card.id, **kept} for each in ids]
            db.session.execute(insert(RefresherCard), rows)
    db.session.commit()


def _take_away() -> None:
    db.session.rollback()
    for table in (RefresherCard, Attempt):
        db.session.execute(
            delete(table).where(table.person_id.in_(_crowd())), execution_options={"synchronize_session": False}
        )
    db.session.execute(
        delete(Person).where(Person.email.endswith(f"@{DOMAIN}")), execution_options={"synchronize_session": False}
    )
    db.session.commit()


def _crowd() -> Select[tuple[int]]:
    return select(Person.id).where(Person.email.endswith(f"@{DOMAIN}"))
