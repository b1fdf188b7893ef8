"""What each engine must do so that an acknowledged answer is never lost."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.exc import OperationalError, StatementError

from lms import db as database
from lms.db import db, insert_once
from lms.errors import ConfigurationError
from lms.people.models import Coaching, Person
from tests import make, servers
from tests.at_once import at_once

ONLY_SQLITE = pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")


@ONLY_SQLITE
def test_sqlite_waits_for_the_disk_and_minds_references(app: Flask) -> None:
    found = {
        name: db.session.execute(text(f"PRAGMA {name}")).scalar()
        for name in ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
    }
    full = 2
    assert found == {"synchronous": full, "journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10000}


@ONLY_SQLITE
def test_four_who_read_and_then_write_lose_nothing(app: Flask) -> None:
    """Two hundred times "one more than there was": BEGIN IMMEDIATE lets them do it one after the other."""
    ana_id = make.person("Ana").id

    def count_up() -> None:
        for _ in range(50):
            seen = db.session.execute(select(Person.session_epoch).where(Person.id == ana_id)).scalar_one()
            db.session.execute(update(Person).where(Person.id == ana_id).values(session_epoch=seen + 1))
            db.session.commit()

    at_once(app, *[count_up] * 4)
    assert db.session.execute(select(Person.session_epoch)).scalar_one() == 200


@ONLY_SQLITE
def test_readers_neither_wait_for_a_writer_nor_stop_one(app: Flask) -> None:
    make.person("Ana")
    db.session.commit()
    make.person("Ben")  # now holds the write lock
    with app.app_context(), database.reading():
        assert db.session.scalars(select(Person.name)).all() == ["Ana"]
        db.session.rollback()


@ONLY_SQLITE
def test_a_writer_who_waits_too_long_is_told_to_try_again(app: Flask, tmp_path: Path) -> None:
    db.session.execute(text("PRAGMA busy_timeout=1"))
    db.session.rollback()  # the session's next connection is this one again
    other = sqlite3.connect(db.engine.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError) as locked:
        db.session.execute(text("SELECT 1"))
    other.close()
    assert database.is_overload(locked.value)


def test_postgresql_that_would_lose_answers_is_refused(postgresql_server: str) -> None:
    servers.create_database(postgresql_server, "careless")
    engine = create_engine(f"{postgresql_server}/careless")
    with engine.connect() as connection:
        connection.execute(text("ALTER DATABASE careless SET synchronous_commit = off"))
        connection.commit()
    engine.dispose()
    database.prepare(engine)
    with pytest.raises(ConfigurationError, match=r"synchronous_commit = off and would lose stored answers"):
        engine.connect()
    engine.dispose()
    servers.drop_database(postgresql_server, "careless")


class TestInsertOnce:
    def test_a_unique_constraint_decides(self, app: Flask) -> None:
        coach, person = make.person("Carla"), make.person("Ana")
        row = {"coach_id": coach.id, "person_id": person.id}
        assert insert_once(Coaching, [row]) == 1
        assert insert_once(Coaching, [row]) == 0
        assert insert_once(Coaching, [row, {"coach_id": person.id, "person_id": coach.id}]) == 1
        assert insert_once(Coaching, []) == 0

    def test_the_number_of_a_new_row_comes_back(self, app: Flask) -> None:
        row = {"email": "a@example.com", "name": "A", "session_epoch": 0, "is_demo": False, "created_at": NOON}
        made = database.insert_new(Person, row, returning=Person.id)
        assert made == db.session.scalars(select(Person.id)).one()
        assert database.insert_new(Person, row, returning=Person.id) is None


NOON = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)


class TestMoments:
    def test_come_back_in_utc(self, app: Flask) -> None:
        east = timezone(timedelta(hours=5, minutes=45))
        ana = make.person("Ana")
        ana.created_at = NOON.astimezone(east)
        db.session.commit()
        assert ana.created_at == NOON
        assert ana.created_at.utcoffset() == timedelta(0)

    def test_without_a_zone_are_refused(self, app: Flask) -> None:
        ana = make.person("Ana")
        ana.created_at = NOON.replace(tzinfo=None)
        with pytest.raises(StatementError, match=r"a moment needs its time zone"):
            db.session.flush()


@pytest.mark.parametrize(
    ("says", "busy"),
    [
        ("database is locked", True),
        ("database or disk is full", True),
        ("disk I/O error", True),
        ("connection to server at 127.0.0.1 failed", True),
        ("UNIQUE constraint failed: person.email", False),
        ("no such table: person", False),
    ],
)
def test_only_busy_and_full_databases_may_be_tried_again(says: str, busy: bool) -> None:
    assert database.is_overload(OperationalError("x", {}, sqlite3.OperationalError(says))) is busy
