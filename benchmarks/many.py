"""A company of any size in a database of its own, made by few statements: for what must not grow with people.

Levels are spread by arithmetic, the same for the same size. Nobody has a page of evidence but the first
thousand; figures are kept as after a night's work.
"""

from __future__ import annotations

import contextvars
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, insert, select, text

from benchmarks import company
from lms import clock
from lms.catalog import service as catalog
from lms.catalog import shelf
from lms.db import db
from lms.demo import load as demo
from lms.figures import service as figures
from lms.figures.models import FiguresChanged
from lms.jobs.models import Appointment, Job
from lms.operating import database
from lms.people.models import Person, Team

PEOPLE_OF_A_TEAM = 250
LED_BY_ONE = 20
DAYS = 700


@dataclass(frozen=True)
class Size:
    """What was asked for on the command line."""

    people: int
    postgresql: bool


@contextmanager
def company_of(people: int, folder: Path, server: str = "") -> Iterator[Flask]:
    """An app on a filled database: SQLite in the folder, or PostgreSQL where a server is named."""
    from lms.app import create_app
    from tests import servers

    name = f"bench_{people}"
    if server:
        servers.create_database(server, name)
    url = f"{server}/{name}" if server else f"sqlite:///{folder / name}.sqlite"
    instance = folder / name
    instance.mkdir()
    settings = {"DATABASE_URL": url, "SECRET_KEY": "only for measuring", "INSTANCE": str(instance)}
    os.environ.setdefault("LMS_DEMO_PASSWORD", company.PASSWORD)
    app = create_app(settings)
    with app.app_context():
        _fill(people)
        yield app
        db.session.remove()
        db.engine.dispose()


def visitor(app: Flask, name: str) -> FlaskClient:
    """Somebody of the cast, signed in."""
    person = db.session.scalars(select(Person).where(Person.email == f"{name}@larkmoor.example")).one()
    client, seen = app.test_client(), int(clock.now().timestamp())
    cookie = {"_user_id": f"{person.id}:{person.session_epoch}", "_fresh": True, "seen": seen, "kept": False}

    def plant() -> None:
        with client.session_transaction() as session:
            session.update(cookie)

    contextvars.Context().run(plant)
    db.session.rollback()
    return client


def get(client: FlaskClient, address: str) -> bytes:
    """A whole answer, in a context of its own as in life; our own transaction must not be in its way."""
    db.session.rollback()
    answer: Any = contextvars.Context().run(client.get, address)
    assert answer.status_code == 200, (address, answer.status_code)
    content: bytes = answer.data
    return content


def _fill(people: int) -> None:
    now = clock.now()
    database.upgrade()
    catalog.publish_configured(now=now)
    demo.load_company(now=now, people=0)
    _people(people - (db.session.scalar(select(func.count(Person.id))) or 0))
    _levels(clock.day_of(now))
    db.session.execute(delete(FiguresChanged))
    figures.note_everyone()
    figures.fold_all(clock.day_of(now), after_each=db.session.commit)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":  # does so by itself in life; SQLite never does
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _people(how_many: int) -> None:
    """In teams of one job each; one in twenty leads the next nineteen."""
    jobs = list(db.session.scalars(select(Job.id).order_by(Job.id)))
    teams = [{"key": f"many-{number}", "name": f"Team {number}"} for number in range(max(1, how_many // PEOPLE_OF_A_TEAM))]
    db.session.execute(insert(Team), teams)
    team_ids = list(db.session.scalars(select(Team.id).where(Team.key.startswith("many-")).order_by(Team.id)))
    first = (db.session.scalar(select(func.max(Person.id))) or 0) + 1
    started, now = clock.today() - timedelta(days=600), clock.now()
    for start in range(0, how_many, 10_000):
        some = range(start, min(start + 10_000, how_many))
        people = [
            {
                "id": first + number, "email": f"many{number}@larkmoor.example", "name": f"Person {number}",
                "sort_name": f"person {number}", "session_epoch": 0, "is_demo": True, "created_at": now,
                "team_id": team_ids[number % len(team_ids)],
                "leader_id": first + number - number % LED_BY_ONE if number % LED_BY_ONE else None,
            }
            for number in some
        ]  # fmt: skip
        db.session.execute(insert(Person), people)
        held = [
            {"person_id": first + number, "job_id": _job_of(number % len(team_ids), jobs), "starts_on": started}
            for number in some
        ]
        db.session.execute(insert(Appointment), held)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT setval(pg_get_serial_sequence('person', 'id'), (SELECT max(id) FROM person))"))
    db.session.commit()


def _job_of(team: int, jobs: list[int]) -> int:
    """A fifth of the teams do the first job besides those whose turn it is, so that one job is large."""
    return jobs[0 if team % 5 == 0 else team % len(jobs)]


def _levels(today: date) -> None:
    """Levels 1 to 3 in most competencies, current until days before and after today: by one statement."""
    names = [{"n": number, "name": name} for number, name in enumerate(shelf.current().framework.competencies)]
    days = [{"n": number, "day": (today + timedelta(days=number - 200)).isoformat()} for number in range(DAYS)]
    kind = "date" if db.engine.dialect.name == "postgresql" else "text"
    db.session.execute(text("CREATE TEMPORARY TABLE many_names (n integer PRIMARY KEY, name varchar(60))"))
    db.session.execute(text(f"CREATE TEMPORARY TABLE many_days (n integer PRIMARY KEY, day {kind})"))
    db.session.execute(text("INSERT INTO many_names VALUES (:n, :name)"), names)
    db.session.execute(text("INSERT INTO many_days VALUES (:n, :day)"), days)
    spread = text(
        "INSERT INTO held_level (person_id, competency, level, since, current_until, one_observer)"
        " SELECT p.id, c.name, 1 + (p.id * 7 + c.n * 13) % 3, d.day, d.day, false"
        " FROM person p CROSS JOIN many_names c JOIN many_days d ON d.n = (p.id * 31 + c.n * 101) % :days"
        " WHERE p.email LIKE 'many%' AND (p.id * 17 + c.n * 29) % 100 < 85 ORDER BY p.id"
    )
    db.session.execute(spread, {"days": DAYS})
    db.session.execute(text("DROP TABLE many_names"))
    db.session.execute(text("DROP TABLE many_days"))
    db.session.commit()
