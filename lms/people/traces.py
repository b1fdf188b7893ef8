"""Where in the database a person is: found by walking the tables, so that a new one is not forgotten.

A row is *about* whoever its owner column names, and so is all that hangs on that row. Any other
number of a person in a row says who *did* something to somebody else's record.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Column, ColumnElement, ForeignKeyConstraint, Table, and_, exists, false, or_, select

from lms.db import Base

OWNERS = (("person_id",), ("holder_id",), ("about_id",), ("recipient_id",), ("coach_id",), ("one_id", "other_id"))
"""Names of columns that say whose row it is; of several in a table, the first in this order. A pair owns together."""
_NUMBERS = ("person_id", "about_id", "viewer_id", "by_id")
"""Columns by these names are numbers of people also where they have no foreign key."""


def owners_of(table: Table) -> list[Column[int]]:
    """The columns that say whose row it is; people own their row themselves."""
    if table.name == "person":
        return [table.c.id]
    found = person_columns(table)
    return next(([found[name] for name in names] for names in OWNERS if set(names) <= set(found)), [])


def doers_of(table: Table) -> list[Column[int]]:
    """The columns that say who did something, in rows that are about somebody else."""
    owners = {column.name for column in owners_of(table)}
    return [column for name, column in person_columns(table).items() if name not in owners and table.name != "person"]


def person_columns(table: Table) -> dict[str, Column[int]]:
    return {column.name: column for column in table.columns if _is_person(column)}


def _is_person(column: Column[int]) -> bool:
    keys = [key.column.table.name for key in column.foreign_keys]
    return "person" in keys or (not keys and column.name in _NUMBERS)


def tables_about_people() -> list[Table]:
    """Those with rows about a person, each after those it hangs on."""
    return [table for table in Base.metadata.sorted_tables if _is_about(table)]


def is_about(table: Table, person_id: int) -> ColumnElement[bool]:
    """Which rows of the table are about this person: their own; where nobody owns rows, what hangs on their own."""
    owners = owners_of(table)
    return _owned(table, person_id) if owners else or_(false(), *_hanging(table, person_id))


def must_go(table: Table, person_id: int) -> ColumnElement[bool]:
    """Which rows cannot stay without this person's: their own, and all that hangs on them, whoever owns it."""
    return or_(_owned(table, person_id), *_hanging(table, person_id))


def _owned(table: Table, person_id: int) -> ColumnElement[bool]:
    return or_(false(), *[column == person_id for column in owners_of(table)])


def _hanging(table: Table, person_id: int) -> list[ColumnElement[bool]]:
    return [
        exists(select(1).select_from(key.referred_table).where(_joined(key), must_go(key.referred_table, person_id)))
        for key in _parents(table)
    ]


def _parents(table: Table) -> list[ForeignKeyConstraint]:
    return [
        key
        for key in table.foreign_key_constraints
        if key.referred_table.name not in ("person", table.name) and _is_about(key.referred_table)
    ]


def _joined(key: ForeignKeyConstraint) -> ColumnElement[bool]:
    return and_(*[element.parent == element.column for element in key.elements])


@cache
def _is_about(table: Table) -> bool:
    return bool(owners_of(table) or _parents(table))
