"""`people import`: a staff file without a browser, for files of any size."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from lms import clock
from lms.admin.models import State
from lms.admin.staff_files import service
from lms.errors import Refusal
from lms.texts import _, ngettext


class FileRefused(Refusal):
    def __init__(self, number: int) -> None:
        super().__init__(
            ngettext(
                "The file has %(num)d fault. Nothing was changed.",
                "The file has %(num)d faults. Nothing was changed.",
                number,
            )
        )


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def people_import(file: Path, dry_run: bool) -> None:
    """Import the staff FILE (CSV or .xlsx with email, name, job, leader, from): all of it or nothing."""
    with file.open("rb") as content:
        found = service.run_file(content, name=file.name, dry_run=dry_run, now=clock.now(), tell=_tell)
    if sys.stderr.isatty():
        click.echo("", err=True)
    report: dict[str, Any] = found.report or {}
    for line, sentence in report["rejected"]:
        click.echo(_("Line %(line)d: %(sentence)s", line=line, sentence=sentence))
    if report["rejected_number"]:
        raise FileRefused(report["rejected_number"])
    _say(report, done=found.state == State.DONE)


def _say(report: dict[str, Any], *, done: bool) -> None:
    if report["unread"]:
        click.echo(_("Columns nobody read: %(names)s", names=", ".join(report["unread"])))
    if report["teams"]:
        click.echo(_("New teams: %(names)s", names=", ".join(report["teams"])))
    for line, name, what in report["changed"]:
        click.echo(_("Line %(line)d: %(name)s, %(what)s", line=line, name=name, what=", ".join(what)))
    counts = {name: report[f"{name}_number"] for name in ("added", "changed", "unchanged")}
    if done:
        click.echo(_("%(added)d added, %(changed)d changed, %(unchanged)d as they were.", **counts))
    else:
        click.echo(
            _("Would be: %(added)d added, %(changed)d changed, %(unchanged)d as they were. Nothing was changed.", **counts)
        )


def _tell(done: int, total: int) -> None:
    """How far it is, on one line of a terminal; a file that is written to gets none of it."""
    if sys.stderr.isatty():
        words = _("%(done)d of %(total)d", done=done, total=total) if total else _("%(done)d lines read", done=done)
        click.echo(f"\r{words}   ", nl=False, err=True)
