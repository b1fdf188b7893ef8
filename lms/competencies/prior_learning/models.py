from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base


class PriorLearning(Base):
    """What somebody learned elsewhere, as they handed it in. Never changed.

    `fingerprint` is a hash of all that was handed in, so that a form sent twice is one of them.
    What hangs on it goes with it when the person's learning is deleted.
    """

    __tablename__ = "prior_learning"
    __table_args__ = (UniqueConstraint("person_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    learned_on: Mapped[date]
    handed_in_at: Mapped[datetime]
    fingerprint: Mapped[str] = mapped_column(String(64))

    claims: Mapped[list[Claim]] = relationship(lazy="raise", order_by="Claim.competency", passive_deletes=True)
    paper: Mapped[Paper] = relationship(lazy="raise", passive_deletes=True)
    review: Mapped[Review | None] = relationship(lazy="raise", passive_deletes=True)


class Claim(Base):
    """The level that the person says this learning shows in a competency."""

    __tablename__ = "prior_learning_claim"
    __table_args__ = (CheckConstraint("level between 1 and 2", name="level"),)

    prior_learning_id: Mapped[int] = mapped_column(
        ForeignKey("prior_learning.id", ondelete="CASCADE"), primary_key=True
    )
    competency: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[int]


class Paper(Base):
    """The file: a certificate, a letter, a picture of one. In a table of its own, so that lists never read it."""

    __tablename__ = "prior_learning_paper"

    prior_learning_id: Mapped[int] = mapped_column(
        ForeignKey("prior_learning.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(120))
    mimetype: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Review(Base):
    """HR looked at it, once: `accepted` holds a level for each competency it counts for, none if declined."""

    __tablename__ = "prior_learning_review"

    prior_learning_id: Mapped[int] = mapped_column(
        ForeignKey("prior_learning.id", ondelete="CASCADE"), primary_key=True
    )
    accepted: Mapped[dict[str, int]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(String(500))
    reviewed_at: Mapped[datetime]
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
