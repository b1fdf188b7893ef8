from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Setting(Base):
    """A figure that an admin changed, such as how many months something is kept."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class StaffImport(Base):
    """A staff file somebody sent, and what became of it."""

    __tablename__ = "staff_import"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("state in ('waiting', 'done', 'refused')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    """Of the page it was sent from, so that sending twice is one import."""
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    dry_run: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)
    rows_read: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Counts, and the first lines of each kind with their reasons; it names people, so it is not kept for long."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StaffImportPart(Base):
    """A piece of a staff file that waits to be read; gone once it was."""

    __tablename__ = "staff_import_part"

    import_id: Mapped[int] = mapped_column(ForeignKey("staff_import.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
