"""What is done is appended in the transaction that does it, one after the other, and never changed.

Seen to fail: without the lock on PostgreSQL (two entries of one number), without the listener of rollbacks
(what was undone is in the log), and without the refusal of updates.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, text, update

from lms import audit
from lms.audit.chain import Head, prove
from lms.audit.cli import NotAHead, NotWhole, prove_command
from lms.audit.models import AuditEntry, Unchangeable
from lms.db import _reading, db, request_only_reads
from lms.people.models import Person
from tests import make
from tests.at_once import at_once
from tests.conftest import START


def record(count: int = 1) -> None:
    for number in range(count):
        audit.record("role.given", by=1, about=number + 1, details={"role": "hr"}, now=START)
    db.session.commit()


def numbers() -> list[int]:
    found = [entry.number for entry in audit.entries()]
    db.session.commit()
    return found


def proves(*arguments: str) -> str:
    """What the command prints; its refusals are raised."""
    db.session.commit()
    done = CliRunner().invoke(prove_command, arguments)
    db.session.rollback()
    if done.exception:
        raise done.exception
    return done.output


def test_an_entry_keeps_who_did_what_to_whom(app: Flask) -> None:
    audit.record("role.given", by=4, about=7, details={"role": "hr", "level": 3}, now=START)
    assert numbers() == []  # not before the transaction ends
    db.session.commit()
    [entry] = audit.entries()
    assert (entry.number, entry.at, entry.act, entry.by_id, entry.about_id) == (1, START, "role.given", 4, 7)
    assert entry.details == {"role": "hr", "level": 3}


def test_what_was_undone_leaves_none(app: Flask) -> None:
    audit.record("role.given", by=1, now=START)
    db.session.rollback()
    record()
    assert numbers() == [1]


def test_it_stands_and_falls_with_what_it_tells_of(app: Flask) -> None:
    make.person("Ana")
    audit.record("person.added", by=None, about=1, now=START)
    db.session.rollback()
    record()
    assert db.session.query(Person).count() == 0
    assert len(audit.entries()) == 1


@pytest.mark.parametrize(
    ("act", "details"),
    [
        ("Role given", {}),
        ("", {}),
        ("role.given", {"name": "Ana"}),
        ("role.given", {"mail": "ana@example.com"}),
        ("role.given", {"reason": "too many words"}),
        ("role.given", {"Who": 1}),
        ("role.given", {"x": "y" * 81}),
    ],
)
def test_names_and_texts_are_refused(app: Flask, act: str, details: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no name of an act|keeps nothing else"):
        audit.record(act, by=1, details=details, now=START)


def test_those_who_act_at_once_stand_one_after_the_other(app: Flask) -> None:
    def act() -> None:
        for _ in range(5):
            record(2)

    at_once(app, *[act] * 6)
    found = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.number)).all()
    assert [entry.number for entry in found] == list(range(1, 61))
    assert isinstance(prove(found), Head)


def test_a_page_that_only_reads_may_leave_one(app: Flask) -> None:
    """An export: its entry stands before it leaves, and the rest of the request takes no lock."""
    request_only_reads(True)
    audit.record_while_reading("report.exported", by=1, details={"report": "gaps"}, now=START)
    assert numbers() == [1]
    assert _reading.get()
    request_only_reads(False)


def test_pages_and_people(app: Flask, count_queries: Callable[[], Any]) -> None:
    record(60)
    assert [entry.number for entry in audit.entries(1)] == list(range(60, 10, -1))
    with count_queries() as statements:
        assert [entry.number for entry in audit.entries(2)] == list(range(10, 0, -1))
    assert len(statements) == 1
    assert [entry.number for entry in audit.entries(about=3)] == [3]


class TestItIsNeverChanged:
    def test_not_as_an_object(self, app: Flask) -> None:
        record()
        audit.entries()[0].about_id = 2
        with pytest.raises(Unchangeable):
            db.session.flush()
        db.session.rollback()
        db.session.delete(audit.entries()[0])
        with pytest.raises(Unchangeable):
            db.session.flush()
        db.session.rollback()

    @pytest.mark.parametrize("statement", [update(AuditEntry).values(about_id=2), delete(AuditEntry)])
    def test_nor_by_a_statement(self, app: Flask, statement: Any) -> None:
        record()
        with pytest.raises(Unchangeable):
            db.session.execute(statement)
        db.session.rollback()


class TestTheProof:
    def test_says_how_many_entries_fit(self, app: Flask) -> None:
        assert proves().startswith("The log is whole: 0 entries.")
        record(3)
        assert proves().startswith("The log is whole: 3 entries.\n3:")

    @pytest.mark.parametrize(
        ("deed", "sentence"),
        [
            ("UPDATE audit_entry SET about_id = 9 WHERE number = 2", "entry 2 was changed, or put in"),
            ("UPDATE audit_entry SET details = '{\"role\": \"admin\"}' WHERE number = 3", "entry 3 was changed"),
            ("UPDATE audit_entry SET at = '2027-05-03 09:00:01+00:00' WHERE number = 4", "entry 4 was changed"),
            ("DELETE FROM audit_entry WHERE number = 1", "entry 1 is missing"),
            ("DELETE FROM audit_entry WHERE number = 3", "entry 3 is missing"),
        ],
    )
    def test_names_the_first_that_does_not(self, app: Flask, deed: str, sentence: str) -> None:
        record(5)
        db.session.execute(text(deed))
        with pytest.raises(NotWhole, match=sentence):
            proves()

    def test_notices_an_end_cut_off_by_what_it_kept(self, app: Flask, tmp_path: Path) -> None:
        kept = tmp_path / "end"
        record(3)
        proves("--keep", str(kept))
        record(2)
        proves("--keep", str(kept))
        assert kept.read_text().startswith("5:")
        db.session.execute(text("DELETE FROM audit_entry WHERE number > 3"))
        assert "3 entries" in proves()
        with pytest.raises(NotWhole, match="entry 4 is missing"):
            proves("--keep", str(kept))
        assert kept.read_text().startswith("5:")

    def test_reads_no_file_of_another_kind(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "letter"
        file.write_text("Dear Ana")
        with pytest.raises(NotAHead):
            proves("--keep", str(file))
        assert file.read_text() == "Dear Ana"
