"""Appending to the log, and reading it.

What is recorded waits in the session and is chained when that commits, as its last step: on PostgreSQL one
lock then lets one transaction at a time append, and nobody waits for anything else while holding it. What
is rolled back was never done, and leaves no entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, select, text
from sqlalchemy.orm import Session

from lms.audit.chain import NOTHING_YET, Head, hash_of
from lms.audit.models import AuditEntry
from lms.db import db, request_only_reads

PAGE = 50
_WAITING = "audit"
_ACT = re.compile(r"[a-z]+(?:[._-][a-z]+)*")
_KEY = re.compile(r"[a-z0-9._:/+-]{0,80}")


def record(
    act: str,
    *,
    by: int | None,
    about: int | None = None,
    details: Mapping[str, int | str] | None = None,
    now: datetime,
) -> None:
    """Append that `by` did this to `about`; it stands in the log once the session commits.

    `act` is a word or two with dots, such as `role.given`. Details are numbers, ids and keys: a text with a
    capital, a space or an @ is refused with ValueError, for this log is kept when a person is forgotten.
    """
    details = dict(details or {})
    _must_be_numbers_and_keys(act, details)
    row = {"at": now, "act": act, "by_id": by, "about_id": about, "details": details}
    session = db.session()
    if not session.in_transaction():
        session.begin()  # only what has begun can be rolled back
    session.info.setdefault(_WAITING, []).append(row)


def record_while_reading(
    act: str,
    *,
    by: int | None,
    about: int | None = None,
    details: Mapping[str, int | str] | None = None,
    now: datetime,
) -> None:
    """The same for a GET, such as an export, before the page leaves. Call it first: it ends the transaction."""
    db.session.rollback()
    request_only_reads(False)
    record(act, by=by, about=about, details=details, now=now)
    db.session.commit()
    request_only_reads(True)


def entries(page: int = 1, *, about: int | None = None) -> list[AuditEntry]:
    """The latest first, 50 a page; with `about`, those about one person."""
    found = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(PAGE).offset((page - 1) * PAGE)
    if about is not None:
        found = found.where(AuditEntry.about_id == about)
    return list(db.session.scalars(found))


def head() -> Head:
    """The end of the chain as it is now."""
    found = select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    row = db.session.execute(found).first()
    return Head(row.number, row.hash) if row else NOTHING_YET


def _must_be_numbers_and_keys(act: str, details: Mapping[str, Any]) -> None:
    if not _ACT.fullmatch(act):
        raise ValueError(f"{act!r} is no name of an act; write one such as role.given")
    for name, value in details.items():
        if not _KEY.fullmatch(name) or not (isinstance(value, int) or _KEY.fullmatch(value)):
            raise ValueError(f"{name}={value!r} is no number, id or key; the audit log keeps nothing else")


def _append_what_waits(session: Session) -> None:
    waiting: list[dict[str, Any]] | None = session.info.get(_WAITING)
    if not waiting or session.in_nested_transaction():
        return
    session.flush()  # all other locks are taken by now
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one write at a time by itself
        session.execute(text("LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE"))
    del session.info[_WAITING]
    end, rows = head(), []
    for row in waiting:
        link = {**row, "number": end.number + 1, "previous": end.hash}
        end = Head(end.number + 1, hash_of(**link))
        rows.append({**link, "hash": end.hash})
    session.execute(insert(AuditEntry), rows)


def _forget_what_waits(session: Session) -> None:
    session.info.pop(_WAITING, None)


event.listen(db.session, "before_commit", _append_what_waits)
event.listen(db.session, "after_rollback", _forget_what_waits)
