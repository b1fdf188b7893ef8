from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base


class Passport(Base):
    """One page about a person and their job as it was on a day; nothing in it changes afterwards.

    `fingerprint` is a hash of all that is printed, so that the same page made twice is one of them.
    """

    __tablename__ = "passport"
    __table_args__ = (UniqueConstraint("person_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    """16 signs of Crockford's base 32, like a certificate's, and from the same 80 random bits."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    jobs: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    """[{"title": "Receptionist", "version": 3}, ...]"""
    levels: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    """For each competency that is asked for or held: title, asks, has, since, until, one_observer, shown by."""
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    issuer_name: Mapped[str] = mapped_column(String(120))
    issuer_contact: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64))

    withdrawal: Mapped[PassportWithdrawal | None] = relationship(lazy="raise", passive_deletes=True)


class PassportWithdrawal(Base):
    """The holder, or HR with a reason, took the page back."""

    __tablename__ = "passport_withdrawal"

    passport_id: Mapped[int] = mapped_column(ForeignKey("passport.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(500))
    withdrawn_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
