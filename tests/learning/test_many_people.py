"""What one person's pages ask does not depend on how many others there are: the same statements, each by an index.

Meant to catch: a query of attempts without its person, `ix_appointment_job_id` used to find one person's jobs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from lms import clock
from lms.competencies.models import HeldLevel
from lms.db import db
from lms.jobs.models import Appointment, Job
from lms.people.models import Person
from lms.quizzes.models import Attempt, AttemptKind, RefresherCard
from tests.learning.sitting import Learner

MANY = 1000
LARGE = ("person", "appointment", "held_level", "attempt", "refresher_card", "evidence", "answer", "module_completion")
ONLY_SQLITE = pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")


def others(how_many: int) -> None:
    """People with jobs, levels, attempts and questions that come back, in few statements."""
    now, today = clock.now(), clock.today()
    job = db.session.scalars(select(Job.id).order_by(Job.id)).first()
    people = [
        {"email": f"of-{how_many}-{number}@example.com", "name": f"O{number}", "sort_name": f"o{number}", "session_epoch": 0, "created_at": now}
        for number in range(how_many)
    ]  # fmt: skip
    db.session.execute(insert(Person), people)
    ids = list(db.session.scalars(select(Person.id).where(Person.email.startswith(f"of-{how_many}-"))))
    attempt = {
        "kind": AttemptKind.QUIZ, "course": "core", "quiz": "core-1", "title": "?", "revision": "r", "number": 1, "asked": 5,
        "started_at": now, "finished_at": now, "right": 5, "counted": 5, "passed": True,
    }  # fmt: skip
    card = {
        "item": "core-1-q1", "asked": "core-1-q1", "right": True, "turns": 1, "stability": 9.0, "difficulty": 2.0,
        "seen_on": today - timedelta(days=9), "due_on": today,
    }  # fmt: skip
    level = {"competency": "empathy-tone", "level": 1, "since": today, "current_until": today}
    for table, row in (
        (Attempt, attempt),
        (RefresherCard, card),
        (HeldLevel, level),
        (Appointment, {"job_id": job, "starts_on": today}),
    ):
        db.session.execute(insert(table), [{"person_id": each, **row} for each in ids])
    db.session.commit()


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("address", ["/refresher", "/", "/me"])
def test_the_same_statements_among_few_and_among_many(
    ben: Learner, count_queries: Callable[[], Any], address: str
) -> None:
    ben.take("core-1")
    counts = []
    for more in (10, 500):
        others(more)
        ben.client.get(address)
        with count_queries() as statements:
            ben.client.get(address)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@ONLY_SQLITE
@pytest.mark.parametrize("address", ["/refresher", "/", "/me"])
def test_each_is_answered_by_an_index(app: Flask, ben: Learner, address: str) -> None:
    ben.take("core-1")
    others(MANY)
    ben.client.get(address)
    with asked() as statements:
        assert ben.client.get(address).status_code == 200
    walked = []
    for statement, values in statements:
        for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
            step = re.match(r"SCAN (\w+)", row[3])
            if step and step[1] in LARGE:
                walked.append(f"{row[3]}: {' '.join(statement.split())}")
    assert not walked, "\n" + "\n".join(walked)
