"""`backup create` and `backup restore`: the whole database in one file.

SQLite is copied through its own online backup, so people may go on working. PostgreSQL is dumped
and restored by its own tools, which must be on the machine.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import click
from sqlalchemy import inspect
from sqlalchemy.engine import URL

from lms import clock, mail
from lms.db import db
from lms.errors import Refusal
from lms.mail import Mail
from lms.texts import _, ngettext


class NotABackup(Refusal):
    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            _("%(path)s cannot be restored: %(why)s. The database is as it was.", path=path, why=why)
        )


class ToolMissing(Refusal):
    def __init__(self, tool: str) -> None:
        super().__init__(
            _("%(tool)s is not on this machine. Install the PostgreSQL client programs, then try again.", tool=tool)
        )


class AlreadyThere(Refusal):
    def __init__(self, path: Path) -> None:
        super().__init__(_("%(path)s is already there. Name another file; nothing was written.", path=path))


@click.group("backup", help="Copies of the whole database.")
def backup_group() -> None:
    pass


@backup_group.command("create")
@click.argument("path", required=False, type=click.Path(path_type=Path, dir_okay=False))
def create_command(path: Path | None) -> None:
    """Write the database to PATH (by default a dated file in instance/backups/)."""
    target = path or _dated_file()
    if target.exists():
        raise AlreadyThere(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite_file()
    if file is not None:
        copy_sqlite(file, target)
    else:
        _dump_postgresql(target)
    click.echo(str(target))


@backup_group.command("restore")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Replace the present database without asking.")
def restore_command(path: Path, yes: bool) -> None:
    """Put the database of PATH in place of the present one. Stop the site first."""
    if not path.exists():
        raise NotABackup(path, _("there is no such file"))
    if not yes:
        click.confirm(_("This replaces the present database by %(path)s. Go on?", path=path), abort=True)
    file = sqlite_file()
    if file is not None:
        _restore_sqlite(path, file)
    else:
        _restore_postgresql(path)
    click.echo(_("Restored from %(path)s.", path=path))
    _hold_back_mails()


def _hold_back_mails() -> None:
    """What waited in the backup was most likely sent since; a drill must not write to people either."""
    if not inspect(db.engine).has_table(Mail.__tablename__):
        return  # from before there were mails
    held = mail.hold_back()
    db.session.commit()
    if held:
        click.echo(
            ngettext(
                "%(num)s mail that waited in it is held back. An admin can send it.",
                "%(num)s mails that waited in it are held back. An admin can send them.",
                held,
            )
        )


def sqlite_file() -> Path | None:
    """The file of an SQLite database, or None where there is a server."""
    url = db.engine.url
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole copy, also while others write; it appears under its name only when it is complete."""
    unfinished = target.with_name(target.name + ".part")
    with sqlite3.connect(source) as original, sqlite3.connect(unfinished) as copy:
        original.backup(copy)
    original.close()
    copy.close()
    with open(unfinished, "rb") as written:
        os.fsync(written.fileno())
    unfinished.replace(target)


def has_tables(file: Path) -> bool:
    connection = sqlite3.connect(file)
    try:
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    finally:
        connection.close()


def _restore_sqlite(path: Path, file: Path) -> None:
    _must_be_ours(path)
    db.session.remove()
    db.engine.dispose()
    with sqlite3.connect(path) as saved, sqlite3.connect(file) as present:
        saved.backup(present)
    saved.close()
    present.close()


def _must_be_ours(path: Path) -> None:
    """Raises NotABackup unless the file is a whole SQLite database of Salesfit."""
    connection = sqlite3.connect(path)
    try:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if whole != "ok":
            raise NotABackup(path, whole)
        connection.execute("SELECT version_num FROM alembic_version, person LIMIT 1")
    except sqlite3.DatabaseError as problem:
        raise NotABackup(path, _("it is no backup of Salesfit (%(why)s)", why=problem)) from None
    finally:
        connection.close()


def _dump_postgresql(target: Path) -> None:
    """It appears under its name only when it is complete, as with SQLite."""
    unfinished = target.with_name(target.name + ".part")
    try:
        _pg_tool("pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}", _libpq_url())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _restore_postgresql(path: Path) -> None:
    _pg_tool("pg_restore", "--list", str(path))
    db.session.remove()
    db.engine.dispose()
    _pg_tool(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={_libpq_url()}", str(path)
    )


def _pg_tool(tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool)
    password = {"PGPASSWORD": db.engine.url.password} if db.engine.url.password else {}  # not where `ps` shows it
    environ = {**os.environ, **password}
    done = subprocess.run([program, *arguments], env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(_("%(tool)s refused: %(why)s", tool=tool, why=done.stderr.strip()))


def _libpq_url() -> str:
    """The address as PostgreSQL's own programs know it, without the password."""
    url = db.engine.url
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query).render_as_string()


def _dated_file() -> Path:
    from flask import current_app

    ending = "sqlite" if sqlite_file() else "dump"
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    return Path(current_app.config["INSTANCE"]) / "backups" / f"salesfit-{stamp}.{ending}"
