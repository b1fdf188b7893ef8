"""The verbs about staff files: one is sent, looked through, agreed to; tasks do the longer part."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import delete, select, update

from lms import audit, clock, tasks
from lms.admin.models import StaffImport, StaffImportPart, StaffImportRow, State
from lms.admin.staff_files import importing, looking
from lms.admin.staff_files.looking import Faults, Tell
from lms.db import db, insert_new
from lms.errors import Refusal
from lms.figures import service as figures
from lms.people.service import EmailTaken
from lms.people.staff_service import LastAdmin
from lms.texts import _

LARGEST = 25_000_000
AT_ONCE = 60_000
"""Files up to this size are looked through while one waits: a few hundred people, less than a second."""
_PIECE = 500_000
LOOK, BRING_IN = "admin.look-through-staff-file", "admin.import-staff-file"
COUNT_ANEW = "admin.count-anew-after-staff-file"
"""Kept counts learn of everyone who came; until then each page would count them by itself."""
_PLAIN = {"synchronize_session": False}


class FileMissing(Refusal):
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Choose a file first: CSV, or a workbook (.xlsx)."))


class FileEmpty(Refusal):
    status = 422

    def __init__(self) -> None:
        super().__init__(_("The file is empty. Choose one with a line of column names and a line for each person."))


class FileTooLarge(Refusal):
    status = 413

    def __init__(self, size: int) -> None:
        super().__init__(
            _("The file is %(size)d MB. Choose one under 25 MB, or let an operator import it by the command.",
              size=-(-size // 1_000_000))
        )


class NotReady(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This file is still being looked through. Wait until you have read what would change."))


def receive(file: BinaryIO, *, name: str, key: str, by: int, now: datetime) -> int:
    """Keep the file until it was looked through. The same file from the same page is one. Raises FileMissing, FileEmpty, FileTooLarge."""
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise FileEmpty if name else FileMissing
    if size > LARGEST:
        raise FileTooLarge(size)
    number = _begin(key, name=name, size=size, by=by, now=now)
    if number is None:
        return db.session.scalars(select(StaffImport.id).where(StaffImport.key == key)).one()
    for place, piece in enumerate(iter(lambda: file.read(_PIECE), b"")):
        db.session.add(StaffImportPart(import_id=number, number=place, content=piece))
        db.session.flush()
    if size <= AT_ONCE:
        _look(number, now=now, tell=_silence)
    else:
        tasks.enqueue(LOOK, {"import": number}, key=f"{LOOK}:{number}", now=now)
    return number


def _begin(key: str, *, name: str, size: int, by: int | None, now: datetime) -> int | None:
    row = {
        "key": key,
        "file_name": " ".join(name.split())[-200:],
        "size": size,
        "state": State.WAITING,
        "rows_read": 0,
        "by_id": by,
        "sent_at": now,
    }
    return insert_new(StaffImport, row, returning=StaffImport.id)


@tasks.handler(LOOK)
def look_through(payload: dict[str, Any], *, now: datetime, progress: Tell) -> None:
    """Commits after each batch, so that others can write meanwhile; begun anew it starts from the first line."""

    def tell(done: int, total: int) -> None:
        db.session.commit()
        progress(done, total)

    _look(payload["import"], now=now, tell=tell)


def _look(import_id: int, *, now: datetime, tell: Tell) -> None:
    found = db.session.get(StaffImport, import_id)
    if found is None or found.state != State.WAITING:
        return
    with looking.kept_file(import_id) as file:
        _judge(found, file, now=now, tell=tell)
    db.session.execute(delete(StaffImportPart).where(StaffImportPart.import_id == import_id), execution_options=_PLAIN)


def _judge(found: StaffImport, file: BinaryIO, *, now: datetime, tell: Tell) -> None:
    found.report = looking.look(found, file, today=clock.day_of(now), tell=tell)
    _end(found, State.REFUSED if found.report["rejected_number"] else State.READY, now)


def _end(found: StaffImport, state: State, now: datetime) -> None:
    found.state, found.ended_at = state, now
    if state != State.READY:
        mine = StaffImportRow.import_id == found.id
        db.session.execute(delete(StaffImportRow).where(mine), execution_options=_PLAIN)
    db.session.flush()


def agree(import_id: int, *, by: int, now: datetime) -> None:
    """Import what was looked through. Two admins who agree at once agree to one import. Raises NotReady."""
    ready = update(StaffImport).where(StaffImport.id == import_id, StaffImport.state == State.READY)
    agreed = db.session.execute(ready.values(state=State.AGREED, by_id=by), execution_options=_PLAIN)
    found = db.session.get_one(StaffImport, import_id, populate_existing=True)
    if not agreed.rowcount:  # type: ignore[attr-defined]
        if found.state == State.WAITING:
            raise NotReady
        return
    if found.size <= AT_ONCE:
        _bring_in(found, now=now, tell=_silence)
    else:
        tasks.enqueue(BRING_IN, {"import": import_id}, key=f"{BRING_IN}:{import_id}", now=now)


@tasks.handler(BRING_IN)
def bring_in(payload: dict[str, Any], *, now: datetime, progress: Tell) -> None:
    """All in the task's own transaction: stopped half-way, nothing was changed."""
    found = db.session.get(StaffImport, payload["import"])
    if found is not None and found.state == State.AGREED:
        _bring_in(found, now=now, tell=progress)


def _bring_in(found: StaffImport, *, now: datetime, tell: Tell) -> None:
    """Looked at once more, for people may have come and gone since."""
    _one_at_a_time()
    today, unread = clock.day_of(now), list((found.report or {}).get("unread", []))
    report = looking.report(found.id, Faults(), unread=unread, today=today)
    if report["rejected_number"]:
        found.report = report
        _end(found, State.REFUSED, now)
        return
    try:
        with db.session.begin_nested():
            importing.bring_in(found.id, by=found.by_id, today=today, now=now, tell=tell)
    except (LastAdmin, EmailTaken) as refused:
        found.report = {**report, "rejected": [[0, refused.sentence]], "rejected_number": 1}
        _end(found, State.REFUSED, now)
        return
    found.report = report
    _end(found, State.DONE, now)
    numbers = {name: int(str(report[f"{name}_number"])) for name in ("added", "changed", "unchanged")}
    if report["added_number"] or report["changed_number"]:
        tasks.enqueue(COUNT_ANEW, {}, key=f"{COUNT_ANEW}:{found.id}", now=now)
    audit.record("people.imported", by=found.by_id, details={"import": found.id, **numbers}, now=now)


@tasks.handler(COUNT_ANEW)
def count_anew(payload: dict[str, Any], *, now: datetime, progress: Tell) -> None:
    """Not in the import's own transaction: nobody should wait for it, and it is right without."""
    figures.fold_all(clock.day_of(now), after_each=db.session.commit)


def _one_at_a_time() -> None:
    """Two imports at once would each check without the other's people."""
    db.session.execute(select(StaffImport.id).order_by(StaffImport.id).with_for_update())


def run_file(file: BinaryIO, *, name: str, dry_run: bool, now: datetime, tell: Tell) -> StaffImport:
    """The same for a command: looked through and, unless that finds a fault or is all that is wanted, imported.

    Commits on its way; what is left behind goes with the daily tidying, or at the end of this.
    """
    size = file.seek(0, 2)
    number = _begin(secrets.token_hex(12), name=name, size=size, by=None, now=now)
    assert number is not None
    found = db.session.get_one(StaffImport, number)

    def save(done: int, total: int) -> None:
        db.session.commit()
        tell(done, total)

    _judge(found, file, now=now, tell=save)
    db.session.commit()
    if found.state == State.READY and not dry_run:
        found.state = State.AGREED
        _bring_in(found, now=now, tell=tell)
    elif found.state == State.READY:
        _end(found, State.REFUSED, now)  # only asked; its lines go
    db.session.commit()
    return found


def lately(*, most: int = 20) -> list[StaffImport]:
    return list(db.session.scalars(select(StaffImport).order_by(StaffImport.id.desc()).limit(most)))


def _silence(done: int, total: int) -> None:
    """Nobody waits to be told."""
