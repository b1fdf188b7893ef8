"""Runs migrations; see lms/db.py for what each engine needs.

On SQLite a table is changed by copying it, and dropping the old copy would empty its children by
ON DELETE CASCADE, or fail. So foreign keys are off meanwhile, which works only before BEGIN, and
checked before COMMIT.
"""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import text
from sqlalchemy.engine import Connection

from lms.db import Base, Instant, db

config = context.config


class BrokenReferences(Exception):
    """A migration would leave rows that point nowhere."""


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, "OFF")
    try:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=_is_ours,
            render_item=_render,
            transaction_per_migration=False,
            # Alembic does not trust SQLite with this and would commit each migration before the check below;
            # our own BEGIN (lms/db.py) makes it true.
            transactional_ddl=True,
        )
        with connection.begin():
            context.run_migrations()
            if sqlite:
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise BrokenReferences(f"rows point nowhere: {broken[:5]}")
    finally:
        if sqlite:
            _foreign_keys(connection, "ON")


def _render(kind: str, item: object, _context: object) -> str | bool:
    """A migration names no class of the application: it must still run when that has changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The words of the search have a form of each engine's own, with helper tables on SQLite; no model tells it."""
    return not (kind == "table" and (name or "").startswith("search_words"))


def _foreign_keys(connection: Connection, state: str) -> None:
    """On the raw connection: inside a transaction SQLite ignores this without a word."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute(f"PRAGMA foreign_keys={state}")  # type: ignore[attr-defined]


if current_app:
    with db.engine.connect() as connection:
        run(connection)
