from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Job(Base):
    """A job of the company. `key` is the id authors gave it; `newest_version_id` is the one that holds."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(10), default="live")
    version_id: Mapped[int | None]
    """The newest JobVersion. Without a foreign key: the two tables would each have to come first."""


class JobVersion(Base):
    """A job description as it was published once; never changed."""

    __tablename__ = "job_version"
    __table_args__ = (UniqueConstraint("job_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    number: Mapped[int]
    revision: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    """The whole description in Markdown, front matter included."""
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Requirement(Base):
    """What a version of a job asks for in one competency."""

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint("level between 1 and 4", name="level"),
        CheckConstraint("weight between 1 and 5", name="weight"),
    )

    job_version_id: Mapped[int] = mapped_column(ForeignKey("job_version.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[int]
    essential: Mapped[bool] = mapped_column(default=True)
    weight: Mapped[int] = mapped_column(default=1)


class Appointment(Base):
    """A person holds a job from a day on, perhaps until a day (its last). Several at once are fine."""

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("person_id", "job_id", "starts_on"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="order_of_days"),
        Index("ix_appointment_job_id", "job_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
