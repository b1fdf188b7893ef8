"""Everything the company holds about a person, as one plain value to take away.

The tables are walked, not listed, so that what a new one holds is in it from the first day. Left out
are secrets (of no use to their owner, of much use to a thief) and, of records about somebody else,
all but which they are and when.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from sqlalchemy import ColumnElement, Date, Table, and_, select, true

from lms.coaching.models import Visit
from lms.db import Base, Instant, db
from lms.people import queries as people
from lms.people import traces

LEFT_OUT = {
    "person.password_hash": "a secret",
    "person.session_epoch": "a secret",
    "person.edition": "counts changes of the row",
    "person.sort_name": "the name once more, for sorting",
    "person_word": "the name once more, for finding",
    "one_time_link.token_hash": "a secret",
    "mail.text": "may hold a link that opens an account; emptied once it was sent",
    "mail.key": "may hold part of such a link",
    "staff_import_row": "a line of a staff file on its way in, gone within a day",
    "figures_changed": "a note that kept figures are to be counted anew",
}
"""Tables and columns, each with its reason."""

NAMES = {
    "appointment": "appointments",
    "attempt": "attempts",
    "answer": "answers",
    "module_completion": "module_completions",
    "course_completion": "course_completions",
    "plan": "plans",
    "refresher_answer": "refresher_answers",
    "refresher_card": "refresher_cards",
    "scenario_run": "scenario_runs",
    "reply_taken": "replies",
    "held_level": "held_levels",
    "page_view": "page_views",
    "certificate": "certificates",
}
"""What those who read the file with a program know it by; any other table goes by its own name."""


def all_about(person_id: int) -> dict[str, Any]:
    """Table by table, each row with its own columns; moments and days in ISO 8601.

    Under "done" stands which records of others name this person, as coach or otherwise, and when.
    """
    people.get(person_id)
    about: dict[str, Any] = {
        NAMES.get(table.name, table.name): _rows(table, person_id)
        for table in traces.tables_about_people()
        if table.name not in LEFT_OUT
    }
    [about["person"]] = about["person"]
    about["done"] = _done(person_id)
    return about


def _rows(table: Table, person_id: int) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if f"{table.name}.{column.name}" not in LEFT_OUT]
    found = select(*columns).where(is_mine(table, person_id)).order_by(*table.primary_key.columns)
    return [{name: _plain(value) for name, value in row.items()} for row in db.session.execute(found).mappings()]


def is_mine(table: Table, person_id: int) -> ColumnElement[bool]:
    """Rows about the person that are theirs to read."""
    return and_(traces.is_about(table, person_id), _is_shared(table))


def _is_shared(table: Table) -> ColumnElement[bool]:
    """A visit is its observer's own until it is shared, and so is what was noted in it."""
    if table.name == "visit":
        return table.c.shared_at.is_not(None)
    if table.name == "visit_rating":
        return table.c.visit_id.in_(select(Visit.id).where(Visit.shared_at.is_not(None)))
    return true()


def _done(person_id: int) -> dict[str, list[dict[str, Any]]]:
    done = {}
    for table in Base.metadata.sorted_tables:
        for column in traces.doers_of(table):
            shown = [each for each in table.columns if each.primary_key or isinstance(each.type, (Date, Instant))]
            found = select(*shown).where(column == person_id).order_by(*table.primary_key.columns)
            rows = [{name: _plain(value) for name, value in row.items()} for row in db.session.execute(found).mappings()]
            if rows:
                done[f"{table.name}.{column.name}"] = rows
    return done


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else value
