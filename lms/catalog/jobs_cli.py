"""`jobs import` and `jobs export`: the Markdown file of one job, byte for byte."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from lms import clock
from lms.db import db
from lms.texts import _

group = AppGroup("jobs", help="Job descriptions, one file each.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("export")
@click.argument("key", metavar="JOB")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; else it is printed."
)
def export(key: str, output: Path | None) -> None:
    """Write the Markdown of JOB as it is published."""
    from lms.jobs import versions

    found = versions.newest([key]).get(key)
    if found is None:
        raise click.ClickException(_("There is no job “%(key)s”.", key=key))
    content = found.source.encode()
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    output.write_bytes(content)
    click.echo(_("Wrote %(path)s, version %(number)s of %(key)s.", path=output, number=found.number, key=key))


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", default="", help="What changed and why; those who hold the job read it.")
@click.option(
    "--from", "counts_from", type=click.DateTime(["%Y-%m-%d"]), help="The day from which raised levels count."
)
def import_(file: Path, reason: str, counts_from: datetime | None) -> None:
    """Publish the job that FILE describes as its newest version, if nothing is wrong with it."""
    from lms.catalog import job_publishing
    from lms.catalog.job_writing import read_text

    content = file.read_bytes()
    text = read_text(content.decode("utf-8", "replace"))
    key = text.id if text else file.stem
    reading = job_publishing.publish_file(
        key,
        content,
        note=reason[:500],
        counts_from=counts_from.date() if counts_from else None,
        now=clock.now(),
        by=None,
    )
    db.session.commit()
    for finding in reading.findings:
        click.echo(str(replace(finding, file=os.path.relpath(file) if not file.is_absolute() else str(file))))
    if reading.made is None:
        click.get_current_context().exit(1)
    click.echo(_("%(key)s stands as this file says.", key=key))
