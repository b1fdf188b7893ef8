"""`courses check` and `courses publish`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from lms import clock
from lms.catalog.findings import Finding
from lms.db import db
from lms.texts import _, ngettext

group = AppGroup("courses", help="Courses, jobs and competencies as their authors write them.")

_folder = click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("check")
@_folder
def check(folder: Path | None) -> None:
    """Tell every problem in FOLDER (a package, or one course of it), or in the folders of LMS_COURSES."""
    from lms.catalog.check import check as run_check

    one_course = folder is not None and (folder / "course.yaml").is_file()
    folders = [folder.resolve().parent] if folder and one_course else _folders(folder)
    found = run_check(*folders).findings
    if folder and one_course:
        found = tuple(each for each in found if each.file.startswith(f"{folder.resolve().name}/"))
    _print_all(found, folders)
    if any(each.blocks for each in found):
        click.get_current_context().exit(1)


@group.command("publish")
@_folder
def publish(folder: Path | None) -> None:
    """Make what changed in FOLDER (or the folders of LMS_COURSES) the newest; what has errors stays as it was."""
    from lms.catalog import service

    folders = _folders(folder)
    report = service.publish([str(each) for each in folders], now=clock.now())
    db.session.commit()
    _print_all(report.findings, folders)
    for thing in report.published:
        click.echo(_("Published: %(kind)s %(key)s", kind=thing.kind, key=thing.key))
    if not report.published:
        click.echo(_("Nothing new was published."))
    if any(each.blocks for each in report.findings):
        click.get_current_context().exit(1)


def _folders(folder: Path | None) -> list[Path]:
    return [folder] if folder else [Path(each) for each in current_app.config["COURSES"]]


def _print_all(findings: Iterable[Finding], folders: list[Path]) -> None:
    found = tuple(findings)
    for finding in found:
        click.echo(str(finding.within(_shown_folder(finding.file, folders))))
    errors = sum(each.blocks for each in found)
    warnings = sum(each.severity == "warning" for each in found)
    hints = len(found) - errors - warnings
    click.echo(
        ", ".join(
            (
                ngettext("%(num)s error", "%(num)s errors", errors),
                ngettext("%(num)s warning", "%(num)s warnings", warnings),
                ngettext("%(num)s hint", "%(num)s hints", hints),
            )
        )
    )


def _shown_folder(file: str, folders: list[Path]) -> str:
    """The folder that holds the file, as one would type it here."""
    folder = next((each for each in folders if (each / file).exists()), folders[0])
    relative = os.path.relpath(folder)
    return str(folder) if relative.startswith("..") else relative
