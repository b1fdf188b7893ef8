"""The history of the tables: it leads to the models, and changing a table loses no row."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import text

from lms.config import ROOT
from lms.db import db
from lms.operating import database

ONLY_SQLITE = pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")


def test_they_lead_to_the_models(app: Flask) -> None:
    """On each engine: the tables as migrated here differ in nothing from what the models say."""
    assert database.is_current()
    db.session.remove()
    command.check(database.migrations())


def test_they_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:5] for name in names] == [f"{number:04}_" for number in range(1, len(names) + 1)]


def test_a_migration_names_nothing_of_the_application() -> None:
    """It must still run when that has changed."""
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "lms" not in path.read_text()


@pytest.fixture
def history(app: Flask, tmp_path: Path) -> Callable[[str], Config]:
    """Our migrations with one more, which runs the given lines."""
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    config = Config(str(tmp_path / "migrations" / "alembic.ini"))

    def add(lines: str) -> Config:
        number = len(list((tmp_path / "migrations" / "versions").glob("*.py"))) + 1
        header = (
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '{number:04}'\ndown_revision = '{number - 1:04}'\n\ndef upgrade():\n"
        )
        body = "".join(f"    {line}\n" for line in dedent(lines).strip().splitlines())
        (tmp_path / "migrations" / "versions" / f"{number:04}_next.py").write_text(header + body)
        db.session.remove()
        return config

    return add


PARENT_AND_CHILD = """
    op.create_table("parent", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "child",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("parent.id", ondelete="CASCADE")),
    )
    op.execute("INSERT INTO parent VALUES (1), (2)")
    op.execute("INSERT INTO child VALUES (10, 1), (20, 2)")
"""


def children() -> list[tuple[int, int]]:
    found = [tuple(row) for row in db.session.execute(text("SELECT id, parent_id FROM child ORDER BY id"))]
    db.session.remove()
    return found


@ONLY_SQLITE
def test_a_child_survives_when_sqlite_copies_its_parent(history: Callable[[str], Config]) -> None:
    command.upgrade(history(PARENT_AND_CHILD), "head")
    change = """
        with op.batch_alter_table("parent", recreate="always") as table:
            table.add_column(sa.Column("name", sa.String(20)))
    """
    command.upgrade(history(change), "head")
    assert children() == [(10, 1), (20, 2)]


@ONLY_SQLITE
def test_rows_that_would_point_nowhere_stop_a_migration_and_undo_it(history: Callable[[str], Config]) -> None:
    command.upgrade(history(PARENT_AND_CHILD), "head")
    with pytest.raises(Exception, match=r"rows point nowhere"):
        command.upgrade(history('op.execute("DELETE FROM parent WHERE id = 1")'), "head")
    assert children() == [(10, 1), (20, 2)]
    assert db.session.execute(text("SELECT count(*) FROM parent")).scalar_one() == 2


@ONLY_SQLITE
def test_references_are_minded_again_afterwards(history: Callable[[str], Config]) -> None:
    command.upgrade(history("pass"), "head")
    assert db.session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


class TestBeforeAnUpdate:
    @ONLY_SQLITE
    def test_an_sqlite_file_is_copied_first(self, app: Flask) -> None:
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        db.session.commit()
        file = Path(db.engine.url.database or "")
        copied = database._copy_first()
        assert copied is not None
        assert copied.name == f"{file.stem}-before-update-20270503-090000.sqlite"
        assert database.backup.has_tables(copied)
        copied.unlink()

    def test_tables_that_are_current_are_left_alone(self, app: Flask) -> None:
        db.session.remove()
        assert database.upgrade() is None
