from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class State(enum.StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    """It was being handed over when the program or the line broke; it may have arrived."""
    FAILED = "failed"


class Mail(Base):
    """One mail to one address, from the wish to the end of it; `key` says what it is about, once.

    Its text is emptied when it was sent: it may hold a link that opens an account. `error` says why it was
    not sent, in words for an admin. `person_id` is a number without a foreign key, as in the audit log.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'unsure', 'failed')", name="state"),
        Index("ix_mail_person_id", "person_id"),
        Index("ix_mail_state_created_at", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")
