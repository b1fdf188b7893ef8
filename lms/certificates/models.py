from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base


class Status(StrEnum):
    VALID = "valid"
    WITHDRAWN = "withdrawn"


class Certificate(Base):
    """A true record of a completed course, with every word it was issued with.

    What is printed stands here, so that nothing changes under it: names, titles, levels, issuer.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("person_id", "course", "completed_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    """16 signs of Crockford's base 32: 80 random bits."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    """Empty once the holder's data were erased; then `name_hash` tells whether a name on paper fits."""
    name_hash: Mapped[str | None] = mapped_column(String(200))
    course: Mapped[str] = mapped_column(String(60))
    course_title: Mapped[str] = mapped_column(String(200))
    course_version: Mapped[int]
    revision: Mapped[str] = mapped_column(String(64))
    completed_on: Mapped[date]
    assessed: Mapped[str] = mapped_column(Text)
    shown: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    """[{"competency": id, "title": title, "level": 1}, ...] as evidenced on that day."""
    minutes: Mapped[int]
    issuer_name: Mapped[str] = mapped_column(String(120))
    issuer_contact: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime]
    current_until: Mapped[date]
    initials_only: Mapped[bool] = mapped_column(default=False)
    """The holder wants the public page to show initials instead of the name."""

    withdrawal: Mapped[Withdrawal | None] = relationship(lazy="raise")

    @property
    def status(self) -> Status:
        """Valid or withdrawn; being past `current_until` changes neither."""
        return Status.WITHDRAWN if self.withdrawal else Status.VALID

    def is_current(self, today: date) -> bool:
        return today <= self.current_until


class Withdrawal(Base):
    """The issuer took a certificate back, and says why."""

    __tablename__ = "certificate_withdrawal"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(500))
    withdrawn_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
