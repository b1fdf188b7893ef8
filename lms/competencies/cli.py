"""`evidence recompute`: do the levels kept agree with the evidence?"""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from lms.competencies import service
from lms.competencies.rules import Held
from lms.db import db
from lms.texts import _, ngettext

group = AppGroup("evidence", help="Evidence of what people can do.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("recompute")
def recompute() -> None:
    """Count every level anew from the evidence; list and mend what differs (then exit code 1)."""
    recount = service.recompute(after_each=db.session.commit)
    if not recount.differences:
        click.echo(
            ngettext("No difference in %(num)s level.", "No difference in %(num)s levels.", recount.levels)
        )
        return
    for each in recount.differences:
        click.echo(
            _(
                "Person %(person)s, %(competency)s: kept %(kept)s, the evidence says %(counted)s.",
                person=each.person_id,
                competency=each.competency,
                kept=_in_words(each.kept),
                counted=_in_words(each.counted),
            )
        )
    number = len(recount.differences)
    click.echo(ngettext("Mended %(num)s level.", "Mended %(num)s levels.", number))
    raise click.exceptions.Exit(1)


def _in_words(held: Held | None) -> str:
    if held is None:
        return _("nothing")
    words = _(
        "level %(level)s since %(since)s, current until %(until)s",
        level=held.level,
        since=held.since.isoformat(),
        until=held.current_until.isoformat(),
    )
    return words + (_(", one observer") if held.one_observer else "")
