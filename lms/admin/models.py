from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
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
    """To be looked through."""
    READY = "ready"
    """Looked through without a fault; its rows wait for a yes."""
    AGREED = "agreed"
    DONE = "done"
    REFUSED = "refused"


class StaffImport(Base):
    """A staff file somebody sent, and what became of it."""

    __tablename__ = "staff_import"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("state in ('waiting', 'ready', 'agreed', 'done', 'refused')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    """Of the page it was sent from, so that sending twice is one import."""
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)
    rows_read: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Counts, and the first lines of each kind with their reasons; it names people, so it is not kept for long."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StaffImportPart(Base):
    """A piece of a staff file that waits to be looked through; gone once it was."""

    __tablename__ = "staff_import_part"

    import_id: Mapped[int] = mapped_column(ForeignKey("staff_import.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class StaffImportRow(Base):
    """A line of a staff file as it was understood, until it is imported or refused.

    None or "" leaves what is there as it is; "-" as leader, team or roles takes it away.
    """

    __tablename__ = "staff_import_row"
    __table_args__ = (Index("ix_staff_import_row_import_id_email", "import_id", "email"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("staff_import.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120))
    leader: Mapped[str] = mapped_column(String(254))
    team: Mapped[str] = mapped_column(String(120))
    roles: Mapped[str] = mapped_column(String(120))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    person_id: Mapped[int | None]
    """Whom it is about, once that is known: no foreign key, for it is looked up anew each time."""
    leader_id: Mapped[int | None]
    team_id: Mapped[int | None]
