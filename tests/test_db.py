"""The habits of the database that everything above relies on."""

from __future__ import annotations

from flask import Flask

from lms import clock
from lms.audit import PageView
from lms.db import insert_once


def test_insert_once_says_how_many_rows_are_new(app: Flask) -> None:
    """Seen to fail on PostgreSQL: without preserve_rowcount the answer there is -1, and no quiz ever ends."""
    rows = [{"viewer_id": 1, "person_id": person, "viewed_on": clock.today()} for person in (2, 3)]
    assert insert_once(PageView, rows[:1]) == 1
    assert insert_once(PageView, rows[:1]) == 0
    assert insert_once(PageView, rows) == 1
    assert insert_once(PageView, []) == 0


def test_insert_once_counts_rows_whose_number_the_database_gives(app: Flask) -> None:
    from lms.people.models import Team

    assert insert_once(Team, [{"key": "service", "name": "Service"}]) == 1
    assert insert_once(Team, [{"key": "service", "name": "Service"}]) == 0
