"""Scorecard P1 and P2: every column that can say something about a person is marked, then looked for.

The tables are walked, so a new one is in the test without being named: where Ana has no row in it,
one is made up. What is exported must hold every mark; after erasure none may be anywhere, in no
table and in no file of the database.

Seen to fail: `visit` put among the tables that keep their rows, the reason of a withdrawal kept,
mails that name somebody kept.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
    text,
    update,
)

from lms.admin import erasing
from lms.admin.models import StaffImport
from lms.certificates import queries as certificates
from lms.db import Base, Instant, db
from lms.learning import account_of_me
from lms.mail import Mail
from lms.people import service as people
from lms.people import traces
from lms.people.models import Person
from lms.tasks.models import Task
from tests import make
from tests.security.world import World, build

ONLY_SQLITE = pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")

NOT_TEXT_OF_THEIRS = {
    "certificate": {"name"},
    "certificate_withdrawal": {"reason"},
    "person": {"name", "email", "password_hash"},
    "audit_entry": set(),
}
"""Tables that keep rows: of these the columns that must not keep a word. All others must not keep a row."""


@pytest.fixture
def world(app: Flask) -> World:
    return build()


@pytest.fixture
def marks(world: World) -> dict[str, str]:
    """table.column -> a text that stands there, in a row about Ana, and nowhere else."""
    ana = world.people["learner"].id
    _as_free_as_a_test_must_be()
    planted: dict[str, str] = {}
    for table in traces.tables_about_people():
        if table.name != "audit_entry" and not _rows(table, ana):
            db.session.execute(insert(table).values(_made_up(table, ana)))
        planted |= _mark(table, ana)
    _mention(planted["person.name"], planted["person.email"])
    db.session.commit()
    assert len(planted) > 60
    return planted


def _mention(name: str, email: str) -> None:
    """Where a name may stand in words that are not in a record about the person."""
    letter = {"address": "carla@example.com", "text": "", "state": "sent", "created_at": make.clock.now()}
    db.session.add_all(
        [
            Mail(key="about", subject=f"{name} is late", **letter),
            Task(kind="x", payload={}, created_at=make.clock.now(), not_before=make.clock.now(), error=f"{email} is taken"),
            StaffImport(key="old", file_name=f"{name}.csv", size=1, state="done", report={"added": [[2, name, []]]},
                        sent_at=make.clock.now()),
        ]
    )


def _rows(table: Table, person_id: int) -> list[Any]:
    found = select(*table.primary_key.columns).where(account_of_me.is_mine(table, person_id))
    return list(db.session.execute(found.order_by(*table.primary_key.columns)))


def _mark(table: Table, person_id: int) -> dict[str, str]:
    """One row is enough; columns that lead elsewhere stay."""
    rows = _rows(table, person_id)
    if not rows:
        return {}
    this_row = [column == value for column, value in zip(table.primary_key.columns, rows[0], strict=True)]
    wanted = NOT_TEXT_OF_THEIRS.get(table.name, {column.name for column in table.columns})
    found = {}
    for column in table.columns:
        mark = f"canary {table.name}.{column.name}."
        value = _marked(column, mark)
        if column.name in wanted and value is not None and not column.primary_key and not column.foreign_keys:
            db.session.execute(update(table).where(*this_row).values({column.name: value}))
            found[f"{table.name}.{column.name}"] = mark
    return found


def _marked(column: Column[Any], mark: str) -> Any:
    if isinstance(column.type, LargeBinary):
        return mark.encode()
    if isinstance(column.type, JSON):
        return [mark]
    return mark if isinstance(column.type, String) else None


def _made_up(table: Table, person_id: int) -> dict[str, Any]:
    """A row of anything, about this person."""
    owners = {column.name for column in traces.owners_of(table)}
    return {column.name: person_id if column.name in owners else _value(column, person_id) for column in table.columns}


def _value(column: Column[Any], person_id: int) -> Any:
    for key in column.foreign_keys:
        target = key.column.table
        about = traces.is_about(target, person_id) if target in traces.tables_about_people() else text("1=1")
        return db.session.scalar(select(key.column).where(about).limit(1))
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, (Integer, Float)):
        return 900_001 if column.primary_key else 1
    if isinstance(column.type, Instant):
        return datetime(2027, 1, 1, tzinfo=UTC)
    if isinstance(column.type, Date):
        return date(2027, 1, 1)
    if isinstance(column.type, (LargeBinary, JSON, String)):
        return _marked(column, "made up")
    raise AssertionError(f"say what to write into {column}")


def _as_free_as_a_test_must_be() -> None:
    """Marks are no known kinds or states."""
    db.session.commit()
    db.session.execute(text("PRAGMA ignore_check_constraints=ON"))


@ONLY_SQLITE
def test_every_column_of_the_export_is_there(world: World, marks: dict[str, str]) -> None:
    """P1. What is left out stands in a list with its reason."""
    ana = world.people["learner"]
    exported = json.dumps(account_of_me.all_about(ana.id), ensure_ascii=False, default=str)
    missing = [
        place
        for place, mark in marks.items()
        if place not in account_of_me.LEFT_OUT and place.split(".")[0] not in account_of_me.LEFT_OUT
        if mark not in exported and not _encoded(mark, exported)
    ]
    assert not missing
    left = [place for place, mark in marks.items() if place in account_of_me.LEFT_OUT and mark in exported]
    assert not left


def _encoded(mark: str, exported: str) -> bool:
    return b64encode(mark.encode()).decode() in exported


@ONLY_SQLITE
def test_nothing_of_an_erased_person_is_anywhere(world: World, marks: dict[str, str], app: Flask) -> None:
    """P2: no table, no index, no file."""
    ana = world.people["learner"]
    number = ana.id
    _erase(ana)
    found = [
        f"{place} in {table}"
        for table, row in _everything()
        for place, mark in marks.items()
        if mark in row
    ]
    assert not found
    file = Path(db.engine.url.database or "")
    erasing.sweep_up()
    for each in (file, file.with_name(f"{file.name}-wal")):
        content = each.read_bytes() if each.exists() else b""
        left = [place for place, mark in marks.items() if mark.encode() in content]
        assert not left, each.name
    assert [table.name for table in traces.tables_about_people() if table.name not in erasing.KEPT and _about(table, number)] == []


def _about(table: Table, number: int) -> bool:
    return db.session.execute(select(1).select_from(table).where(traces.must_go(table, number)).limit(1)).first() is not None


def _everything() -> Iterator[tuple[str, str]]:
    """Every row of every table there is, with those no model knows."""
    names = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
    for name in names:
        for row in db.session.execute(text(f'SELECT * FROM "{name}"')):
            yield name, " ".join(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row)


def _erase(person: Person) -> None:
    people.leave(person, on=make.clock.today())
    erasing.erase(person.id, by=None, now=make.clock.now(), on=make.clock.today())
    db.session.commit()


class TestWhatStays:
    def test_a_number_and_certificates_without_a_name(self, world: World, client: FlaskClient) -> None:
        ana = world.people["learner"]
        certificate = certificates.certificates_of(ana.id)[0]
        code, course = certificate.code, certificate.course_title
        _erase(ana)
        person = db.session.get_one(Person, ana.id)
        assert (person.name, person.password_hash, person.erased_on) == (f"Erased person {ana.id}", None, make.clock.today())
        assert person.email == f"erased-{ana.id}@erased.invalid"
        page = client.get(f"/verify/{code}").text
        assert "Valid" in page
        assert course in page
        assert "The name is no longer kept" in page
        assert "The name fits." in client.post(f"/verify/{code}", data={"name": " ANA "}).text
        assert "This is not the name" in client.post(f"/verify/{code}", data={"name": "Anna"}).text
        assert client.post(f"/verify/{code}", data={"name": " "}).status_code == 422

    def test_records_of_others_keep_the_number(self, world: World) -> None:
        """Dora saw Ana, and leaves: that somebody saw Ana stays, and so do Ana's levels."""
        dora, ana = world.people["coach"], world.people["learner"]
        before = _evidence_of(ana)
        _erase(dora)
        assert _evidence_of(ana) == before
        assert any(observer == dora.id for _id, observer in before)

    def test_nobody_who_works_here_is_erased(self, world: World) -> None:
        with pytest.raises(erasing.StillHere):
            erasing.erase(world.people["learner"].id, by=None, now=make.clock.now(), on=make.clock.today())


def _evidence_of(person: Person) -> list[Any]:
    evidence = Base.metadata.tables["evidence"]
    found = select(evidence.c.id, evidence.c.observer_id).where(evidence.c.person_id == person.id)
    return list(db.session.execute(found.order_by(evidence.c.id)))


def test_every_number_of_a_person_is_known_as_one(app: Flask) -> None:
    """A column that ends in person_id, or names somebody, is a foreign key or goes by a known name."""
    suspicious = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(("person_id", "viewer_id", "_by_id", "by_id", "about_id", "coach_id", "observer_id"))
        and column.name not in traces.person_columns(table)
    ]
    assert not suspicious
