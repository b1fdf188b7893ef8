"""Understanding a staff file: its lines go into a table of their own, a batch at a time, and are checked there.

Checks that need more than one line are single statements, so that they cost the same memory for any file.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import BinaryIO

from sqlalchemy import delete, func, insert, select

from lms.admin.models import StaffImport, StaffImportPart, StaffImportRow
from lms.admin.staff_files import compare
from lms.admin.staff_files.rules import (
    NOTHING,
    Fault,
    Header,
    NotUnderstood,
    named_only,
    read_header,
    read_line,
)
from lms.db import db
from lms.jobs.models import Job
from lms.people.models import Team
from lms.people.rules import folded
from lms.sheets import CannotRead, Row, read_rows
from lms.texts import _

AT_ONCE = 2_000
MOST_LINES = 1_000_000
MOST_TOLD = 200
"""So many faults are told one by one; of more, only how many there are."""

Tell = Callable[[int, int], None]
"""How many lines were read, of how many (0 where that is not known)."""


@dataclass(slots=True)
class Faults:
    """Lines that cannot be taken, and why. Of very many the first are kept, for nobody reads more."""

    told: list[tuple[int, str]] = field(default_factory=list)
    number: int = 0

    def add(self, line: int, sentence: str) -> None:
        self.number += 1
        if len(self.told) < MOST_TOLD:
            self.told.append((line, sentence))


def look(found: StaffImport, file: BinaryIO, *, today: date, tell: Tell) -> dict[str, object]:
    """Understand and check the whole file; returns the report. Where `tell` is called, saving is right."""
    db.session.execute(delete(StaffImportRow).where(StaffImportRow.import_id == found.id))
    faults, header = Faults(), None
    try:
        rows = read_rows(file)
        header = _header(rows)
        for batch in _batches(_understood(rows, header, _jobs(), faults), AT_ONCE):
            db.session.execute(insert(StaffImportRow), [{"import_id": found.id, **each} for each in batch])
            found.rows_read = int(str(batch[-1]["line"]))
            tell(found.rows_read, 0)
    except CannotRead as problem:
        faults.add(problem.line, problem.sentence)
    db.session.flush()
    return report(found.id, faults, unread=header.unread if header else (), today=today)


def report(import_id: int, faults: Faults, *, unread: Iterable[str], today: date) -> dict[str, object]:
    """What would be added and changed, or why nothing will be."""
    for line, sentence in compare.faults(import_id, today):
        faults.add(line, sentence)
    for line in _in_circles(import_id):
        faults.add(line, _("The leaders go round in a circle: following them from here leads back here."))
    told = sorted(faults.told)
    lines: dict[str, object] = {"rejected": [list(each) for each in told], "rejected_number": faults.number}
    if not faults.number and not compare.number_of_lines(import_id):
        lines = {"rejected": [[1, _("There is no line below the names of the columns.")]], "rejected_number": 1}
    return {**lines, **compare.outcome(import_id, today), "unread": list(unread)}


def _header(rows: Iterator[Row]) -> Header:
    first = next(rows, None)
    if first is None:
        raise CannotRead(_("The file is empty. Choose one with a line of column names and a line for each person."))
    try:
        return read_header(first.cells)
    except Fault as fault:
        raise CannotRead(fault.sentence, first.line) from None


def _understood(rows: Iterator[Row], header: Header, jobs: dict[str, int], faults: Faults) -> Iterator[dict[str, object]]:
    """The lines that make sense by themselves; of the others the e-mail stays, for other lines may name it."""
    teams = {folded(name): name for name in db.session.scalars(select(Team.name))} | {"": "", NOTHING: NOTHING}
    for number, row in enumerate(rows, 1):
        if number > MOST_LINES:
            raise CannotRead(_("The file has more than 1,000,000 lines. Send it in parts."), row.line)
        try:
            line = read_line(row.cells, header, jobs)
        except NotUnderstood as problem:
            for sentence in problem.sentences:
                faults.add(row.line, sentence)
            known = named_only(row.cells, header)
            if known is None:
                continue
            line = known
        yield {
            "line": row.line,
            "email": line.email,
            "name": line.name,
            "sort_name": folded(line.name)[:120],
            "leader": line.leader,
            "team": teams.setdefault(folded(line.team), line.team),
            "roles": line.roles,
            "job_id": line.job_id,
            "starts_on": line.starts_on,
            "ends_on": line.ends_on,
        }


def _jobs() -> dict[str, int]:
    """By id and by title, in small letters; an id wins over another job's title."""
    jobs = list(db.session.execute(select(Job.id, Job.key, Job.title).where(Job.status == "live")))
    return {job.title.casefold(): job.id for job in jobs} | {job.key.casefold(): job.id for job in jobs}


def _batches(lines: Iterable[dict[str, object]], size: int) -> Iterator[list[dict[str, object]]]:
    rest = iter(lines)
    while batch := list(islice(rest, size)):
        yield batch


def _in_circles(import_id: int) -> list[int]:
    """One line of each circle that leaders would go round in.

    Lines are numbers, and each leads to the line of its leader, or to none: an array holds that for
    very many. Somebody who is here but not in the file leads on by the leader they have.
    """
    last = db.session.scalar(select(func.max(StaffImportRow.line)).where(StaffImportRow.import_id == import_id)) or 0
    above = array("l", bytes(array("l").itemsize * (last + 1)))
    for line, leads_to in compare.lines_above(import_id):
        above[line] = leads_to
    seen, circles = array("l", bytes(array("l").itemsize * (last + 1))), []
    for start in range(1, last + 1):
        line = start
        while line and not seen[line]:
            seen[line] = start
            line = above[line]
        if line and seen[line] == start:
            circles.append(line)
    return circles[:MOST_TOLD]


def kept_file(import_id: int) -> BinaryIO:
    """The parts of the file put together again, on disk where they are many."""
    file = tempfile.SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115 - the caller closes it
    numbers = select(StaffImportPart.number).where(StaffImportPart.import_id == import_id)
    for number in db.session.scalars(numbers.order_by(StaffImportPart.number)).all():
        part = select(StaffImportPart.content).where(
            StaffImportPart.import_id == import_id, StaffImportPart.number == number
        )
        file.write(db.session.scalars(part).one())
    return file  # type: ignore[return-value]
