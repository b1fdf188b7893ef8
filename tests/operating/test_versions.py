"""A database of another version is told in a sentence, and left as it is."""

from __future__ import annotations

import contextvars
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from lms import commands
from lms.db import db
from lms.operating import database
from lms.operating.database import FromANewerVersion, NotUpToDate


def at(number: str) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": number})
    db.session.commit()
    db.session.remove()


def test_one_of_a_newer_version_is_left_alone(app: Flask) -> None:
    at("9999")
    with pytest.raises(FromANewerVersion, match=r"Start that version, or restore the backup"):
        database.upgrade()
    with pytest.raises(FromANewerVersion):
        database.must_be_current()
    assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_command_wants_the_tables_of_its_version(app: Flask) -> None:
    database.must_be_current()
    at("0001")
    with pytest.raises(NotUpToDate, match=r"python3 -m lms db upgrade"):
        database.must_be_current()


def test_the_first_command_on_an_empty_machine_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LMS_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite'}")
    monkeypatch.setenv("LMS_SECRET_KEY", "x")
    done = contextvars.Context().run(commands.main, ["people", "add", "adam@example.com", "Adam"])
    assert done == 1
    assert "Run `python3 -m lms db upgrade` first" in capsys.readouterr().err
