"""Bringing the tables up to date, with a copy of an SQLite file first."""

from __future__ import annotations

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lms import clock
from lms.config import ROOT
from lms.db import db
from lms.errors import Refusal
from lms.operating import backup
from lms.texts import _


class FromANewerVersion(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The database was changed by a newer version of Salesfit. Start that version, or restore the backup"
                " that was made before the update. Nothing was changed."
            )
        )


class NotUpToDate(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("The database is not the one of this version. Run `python3 -m lms db upgrade` first, or start the site.")
        )


@click.group("db", help="The database.")
def database_group() -> None:
    pass


@database_group.command("upgrade")
def upgrade_command() -> None:
    """Copy an SQLite file, then bring the tables to the newest form."""
    copied = upgrade()
    if copied:
        click.echo(f"Copied the database to {copied} before changing it.")
    click.echo("The database is up to date.")


def is_current() -> bool:
    """Do the tables have the form this version of the code expects?"""
    return _present() == newest()


def must_be_current() -> None:
    """Raises FromANewerVersion, NotUpToDate."""
    _must_not_be_newer()
    if not is_current():
        raise NotUpToDate


def newest() -> str | None:
    return ScriptDirectory.from_config(migrations()).get_current_head()


def migrations() -> Config:
    """Where the migrations are; they run on the app's own engine (see migrations/env.py)."""
    return Config(str(ROOT / "migrations" / "alembic.ini"))


def upgrade() -> Path | None:
    """Migrate if needed; returns where the SQLite file was copied to, if it held anything.

    Raises FromANewerVersion.
    """
    if is_current():
        return None
    _must_not_be_newer()
    copied = _copy_first()
    db.session.remove()
    command.upgrade(migrations(), "head")
    return copied


def _present() -> str | None:
    """The migration the tables are at; None where there are none."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _must_not_be_newer() -> None:
    """Migrations are numbered, so that one we do not know has a higher number."""
    if (_present() or "") > (newest() or ""):
        raise FromANewerVersion


def _copy_first() -> Path | None:
    file = backup.sqlite_file()
    if file is None or not file.exists() or not backup.has_tables(file):
        return None
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    target = file.with_name(f"{file.stem}-before-update-{stamp}.sqlite")
    backup.copy_sqlite(file, target)
    return target
