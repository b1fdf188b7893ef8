from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

SLOTS = ("promise", "offer", "manner", "support_phone", "reply_standard")


class CompanyCard(Base):
    """The one card of this company; `edition` rises with each change, so that kept pages notice."""

    __tablename__ = "company_card"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[int] = mapped_column(default=1)
    promise: Mapped[str] = mapped_column(String(140), default="")
    offer: Mapped[str] = mapped_column(String(140), default="")
    manner: Mapped[str] = mapped_column(String(140), default="")
    support_phone: Mapped[str] = mapped_column(String(40), default="")
    reply_standard: Mapped[str] = mapped_column(String(60), default="")
    issuer_name: Mapped[str] = mapped_column(String(120), default="")
    issuer_contact: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
