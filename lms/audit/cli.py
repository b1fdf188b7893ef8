"""`audit prove`: is the log whole?"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import Select, select

from lms.audit.chain import NOTHING_YET, Fault, Head, prove
from lms.audit.models import AuditEntry
from lms.db import db
from lms.errors import Refusal
from lms.texts import _, ngettext

group = AppGroup("audit", help="The log of what was done.")


class NotAHead(Refusal):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _("%(path)s was not written by this command. Name another file to keep the end of the log in.", path=path)
        )


class NotWhole(Refusal):
    """The sentence names the first entry that does not fit."""

    def __init__(self, fault: Fault) -> None:
        sentences = {
            "changed": _("The log is not whole: entry %(number)s was changed, or put in.", number=fault.number),
            "missing": _("The log is not whole: entry %(number)s is missing.", number=fault.number),
            "another": _(
                "The log is not the one that was proved before: another entry stands at number %(number)s."
                " After a backup was brought back that is so: move the kept file away, then prove again.",
                number=fault.number,
            ),
        }
        super().__init__(sentences[fault.why])


@group.command("prove")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file for the end of the log: held against the log first, then written anew. Keep it on another machine.",
)
def prove_command(keep: Path | None) -> None:
    """Go through the whole log and say how many entries fit; exit code 1 names the first that does not.

    An entry that was changed, put in or cut out is found. That entries were cut off at the end, or the whole
    log was written anew, is found only with --keep, from the end that was kept the last time.
    """
    kept = _read(keep) if keep else NOTHING_YET
    with closing(db.session.scalars(_all())) as links:
        found = prove(links, kept)
    if isinstance(found, Fault):
        raise NotWhole(found)
    click.echo(ngettext("The log is whole: %(num)s entry.", "The log is whole: %(num)s entries.", found.number))
    click.echo(str(found))
    if keep:
        keep.write_text(f"{found}\n", "ascii")


def _all() -> Select[AuditEntry]:
    """Bit by bit, so that a log of millions needs no more memory than one of ten."""
    return select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1000)


def _read(path: Path) -> Head:
    if not path.exists():
        return NOTHING_YET
    written = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})\s*", path.read_text("ascii", "replace"))
    if written is None:
        raise NotAHead(path)
    return Head(int(written[1]), written[2])
