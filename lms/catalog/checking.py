"""`courses check`: needs files and rules, but no application and no database."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
from flask import current_app

from lms import clock, config
from lms.catalog.findings import Finding
from lms.texts import ngettext

folder_argument = click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@click.command("check")
@folder_argument
def command(folder: Path | None) -> None:
    """Tell every problem in FOLDER (a package, or one course of it), or in the folders of LMS_COURSES."""
    from lms.catalog.check import check as run_check

    one_course = folder is not None and (folder / "course.yaml").is_file()
    folders = [folder.resolve().parent] if folder and one_course else folders_of(folder)
    found = run_check(*folders, today=_today()).findings
    if folder and one_course:
        found = tuple(each for each in found if each.file.startswith(f"{folder.resolve().name}/"))
    print_all(found, folders)
    if any(each.blocks for each in found):
        click.get_current_context().exit(1)


def _today() -> date:
    """The company's day where an app runs; else the day in UTC, which is near enough for a review."""
    return clock.today() if current_app else clock.system_clock().date()


def folders_of(folder: Path | None) -> list[Path]:
    """The folder that was named, or those of LMS_COURSES, as the running app has them where there is one."""
    settings = current_app.config if current_app else config.load(os.environ)
    return [folder] if folder else [Path(each) for each in settings["COURSES"]]


def print_all(findings: Iterable[Finding], folders: list[Path]) -> None:
    """Every finding on a line, and how many there are of each weight."""
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
