from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, event
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column

from lms.db import Base, db


class AuditEntry(Base):
    """One act, in a chain: `hash` is made of all that stands here, `previous` among it.

    Numbers run without gaps. `by_id` and `about_id` are people's numbers and outlive the people; None for a
    command of the operator, or an act that is about nobody.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_about_id", "about_id"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[int | None]
    about_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Unchangeable(AssertionError):
    """Someone tried to change or delete an entry of the audit log; it is only ever appended to."""


def _refuse(_mapper: object, _connection: object, entry: AuditEntry) -> None:
    raise Unchangeable(f"entry {entry.number}")


def _refuse_many(statement: ORMExecuteState) -> None:
    if statement.is_update or statement.is_delete:
        target = getattr(statement.statement, "table", None)
        if getattr(target, "name", "") == AuditEntry.__tablename__:
            raise Unchangeable(str(statement.statement))


event.listen(AuditEntry, "before_update", _refuse)
event.listen(AuditEntry, "before_delete", _refuse)
event.listen(db.session, "do_orm_execute", _refuse_many)
