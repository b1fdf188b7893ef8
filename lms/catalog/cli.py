"""`courses check` and `courses publish`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from lms import clock
from lms.catalog import checking
from lms.db import db
from lms.texts import _

group = AppGroup("courses", help="Courses, jobs and competencies as their authors write them.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)
    group.add_command(checking.command)


@group.command("publish")
@checking.folder_argument
def publish(folder: Path | None) -> None:
    """Make what changed in FOLDER (or the folders of LMS_COURSES) the newest; what has errors stays as it was."""
    from lms.catalog import service

    folders = checking.folders_of(folder)
    report = service.publish([str(each) for each in folders], now=clock.now())
    db.session.commit()
    checking.print_all(report.findings, folders)
    for thing in report.published:
        click.echo(_("Published: %(kind)s %(key)s", kind=thing.kind, key=thing.key))
    if not report.published:
        click.echo(_("Nothing new was published."))
    if any(each.blocks for each in report.findings):
        click.get_current_context().exit(1)
