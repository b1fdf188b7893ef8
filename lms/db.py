"""The database: the base of all models, and the habits of each engine.

SQLite: a writing transaction takes its lock at once (`BEGIN IMMEDIATE`), because two that read
first and write later would lose one another's work; a reading one takes none, which is why a GET
must never write. `synchronous=FULL`, because a power cut loses acknowledged answers otherwise.
PostgreSQL: `synchronous_commit` must be on, for the same reason.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ClauseElement,
    CursorResult,
    DateTime,
    Dialect,
    Executable,
    FromClause,
    MetaData,
    Table,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

from lms.errors import ConfigurationError


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table stands on; constraints have names, or they could not be changed later."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant}


db = SQLAlchemy(metadata=Base.metadata)

_reading: ContextVar[bool] = ContextVar("reading", default=False)


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def prepare(engine: Engine) -> None:
    """Teach the engine the habits named above."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begins)
    else:
        event.listen(engine, "connect", _postgresql_connected)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun in here take no write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def request_only_reads(only_reads: bool) -> None:
    """Say of the request that begins now whether it may write."""
    _reading.set(only_reads)


def rows_of(statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Rows of a statement that was put together once and waits for its values.

    For what every page asks. Putting a statement together and handing it through the session's
    machinery for objects costs many times what the database takes to answer it.
    """
    session = db.session()
    session.flush()  # what this request changed is seen, as with the session's own reads
    kept: tuple[object, Connection] | None = session.info.get("connection")
    transaction = session.get_transaction()
    if kept is None or transaction is None or kept[0] is not transaction:
        # Asking the session for its connection takes a third of a small read, so once a transaction.
        connection = session.connection()
        kept = session.info["connection"] = (session.get_transaction(), connection)
    return kept[1].execute(statement, values)


def insert_once(table: type[Base] | Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows that are not there yet; a unique constraint decides. Returns how many are new."""
    values = list(rows)
    if not values:
        return 0
    statement = _insert_unless_there(table if isinstance(table, Table) else table.__table__)
    # PostgreSQL's driver forgets the count of an insert once its result is closed, so it is kept at once.
    keep = {"preserve_rowcount": True}
    if len(values) == 1:
        result = db.session.execute(*_one_row(statement, values[0]), execution_options=keep)
    else:
        result = db.session.execute(statement.values(values), execution_options=keep)
    return int(result.rowcount)  # type: ignore[attr-defined]


def insert_new(table: type[Base], row: Mapping[str, Any], *, returning: InstrumentedAttribute[int]) -> int | None:
    """Insert a row and return the number it got; None when it was there already."""
    statement = _insert_unless_there(table.__table__).returning(returning)
    return db.session.execute(*_one_row(statement, row)).scalar_one_or_none()


def _insert_unless_there(table: FromClause) -> Any:
    assert isinstance(table, Table)
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


def _one_row(statement: Any, row: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The statement and its values apart: so it is put into words once, not again with each row."""
    asked = {name: value for name, value in row.items() if isinstance(value, ClauseElement)}
    return statement.values(asked) if asked else statement, {
        name: value for name, value in row.items() if name not in asked
    }


def is_overload(problem: DBAPIError) -> bool:
    """Is this the database being locked, full or out of reach, so that trying again may help?"""
    text = str(problem.orig).lower()
    return bool(re.search(r"locked|disk is full|disk i/o|no space|could not connect|connection", text))


def _sqlite_connected(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begins(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def _postgresql_connected(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        value = cursor.fetchone()[0]
    connection.rollback()
    if value == "off":
        raise ConfigurationError(
            "The PostgreSQL server has synchronous_commit = off and would lose stored answers. "
            "Set it to on for this database."
        )
