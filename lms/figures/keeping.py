"""Keeping the figures up to date: a task that comes back every few minutes, and a command that proves them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import click
from flask import Flask
from flask.cli import AppGroup

from lms import clock, tasks
from lms.db import db
from lms.figures import service
from lms.texts import _, ngettext

EVERY = timedelta(minutes=10)
"""Changes of so long at most are corrected by each page that shows figures."""
NEXT_DAYS_TASK_FROM = time(5)

group = AppGroup("figures", help="Counts kept for coverage.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@tasks.daily("figures.fold")
def fold(*, now: datetime) -> None:
    """Count in whoever changed, and again in a while, until the task of the next day takes over."""
    if service.is_due(clock.day_of(now)):
        service.fold_all(clock.day_of(now), after_each=db.session.commit)
    again = now + EVERY
    if not _local(now) < NEXT_DAYS_TASK_FROM <= _local(again):
        raise tasks.Later(again)


@group.command("check")
def check() -> None:
    """Count everybody anew from levels, appointments and teams; list and mend what differs (then exit code 1)."""
    service.fold_all(clock.today(), after_each=db.session.commit)
    wrong = service.prove(clock.today(), after_each=db.session.commit)
    if not wrong:
        click.echo(_("The kept figures say what the levels say."))
        return
    number = len(wrong)
    click.echo(ngettext("%(num)s kept figure was wrong.", "%(num)s kept figures were wrong.", number))
    for each in wrong[:20]:
        click.echo(each)
    click.echo(_("All of them are counted anew now."))
    raise click.exceptions.Exit(1)


def _local(moment: datetime) -> time:
    return moment.astimezone(clock.zone()).time()
