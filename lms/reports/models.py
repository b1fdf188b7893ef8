"""What people decide about reports; what reports tell is kept where it happens."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class TeamNeed(Base):
    """How many people who hold what is asked a team needs in each competency, as HR set it."""

    __tablename__ = "team_need"
    __table_args__ = (CheckConstraint("people between 1 and 999", name="people"),)

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True, autoincrement=False)
    people: Mapped[int]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class ReportSchedule(Base):
    """A report that goes to somebody by mail each week or month, until it is stopped.

    `filters` is what follows the question mark of the report's address. `last_period` names the
    newest week or month it was sent in ("2027-W18", "2027-05"), "" before the first. `stopped_why`
    is "" as long as it runs; see `schedules`.
    """

    __tablename__ = "report_schedule"
    __table_args__ = (
        UniqueConstraint("recipient_id", "report", "filters", "every"),
        CheckConstraint("every in ('week', 'month')", name="every"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report: Mapped[str] = mapped_column(String(20))
    filters: Mapped[str] = mapped_column(String(300))
    every: Mapped[str] = mapped_column(String(10))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    began_on: Mapped[date]
    """From this day on: the day it was made, or begun again."""
    last_period: Mapped[str] = mapped_column(String(10), default="")
    last_sent_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    stopped_why: Mapped[str] = mapped_column(String(20), default="")
