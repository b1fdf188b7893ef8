"""Every row of the database as plain values, to see what a request changed."""

from __future__ import annotations

from sqlalchemy import LargeBinary, Table, select

from lms.db import Base, db, reading

Rows = dict[str, list[tuple[object, ...]]]


def everything(*, but: tuple[str, ...] = ()) -> Rows:
    """Table -> its rows in a fixed order."""
    with reading(), db.engine.connect() as connection:
        return {
            table.name: sorted(tuple(map(repr, row)) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def _columns(table: Table) -> list[object]:
    """All but the files themselves, which their hashes stand for."""
    return [column for column in table.columns if not isinstance(column.type, LargeBinary)]


def changed(before: Rows, after: Rows) -> dict[str, tuple[int, int]]:
    """Tables that differ, with how many rows went and how many came."""
    return {
        name: (len(set(before[name]) - set(after[name])), len(set(after[name]) - set(before[name])))
        for name in after
        if before[name] != after[name]
    }
