from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

FILE = "file"
BROWSER = "browser"


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
    __table_args__ = (
        UniqueConstraint("job_id", "number"),
        CheckConstraint("origin in ('file', 'browser')", name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    number: Mapped[int]
    revision: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    """The whole description in Markdown, front matter included."""
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    origin: Mapped[str] = mapped_column(String(10), default=FILE)
    """`browser` until a file of the course package says the same: then `file`."""
    note: Mapped[str] = mapped_column(String(500), default="")
    """What changed and why, in the words of HR; holders read it."""


class Requirement(Base):
    """What a version of a job asks for in one competency.

    Where it has a `counts_from`, the level counts from that day on; until then it is
    `level_before`, and 0 means that the job does not ask for it yet.
    """

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint("level between 1 and 4", name="level"),
        CheckConstraint("weight between 1 and 5", name="weight"),
        CheckConstraint("level_before between 0 and 4", name="level_before"),
    )

    job_version_id: Mapped[int] = mapped_column(ForeignKey("job_version.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[int]
    essential: Mapped[bool] = mapped_column(default=True)
    weight: Mapped[int] = mapped_column(default=1)
    counts_from: Mapped[date | None]
    level_before: Mapped[int] = mapped_column(default=0)


class JobDraft(Base):
    """A job description HR is writing, as the Markdown file it will be; one a job, for all of HR.

    `key` is the id of its job, which need not be published yet. `begun_from` is the number of the
    version it started with, 0 for none; `edition` grows with each save.
    """

    __tablename__ = "job_draft"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(120))
    begun_from: Mapped[int]
    edition: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class JobSignOff(Base):
    """A holder said of a version of their job: I have read this."""

    __tablename__ = "job_sign_off"
    __table_args__ = (Index("ix_job_sign_off_job_version_id", "job_version_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    job_version_id: Mapped[int] = mapped_column(ForeignKey("job_version.id"), primary_key=True)
    signed_at: Mapped[datetime]


class WaitingFile(Base):
    """What the file of a job says where it differs from what HR published in the browser.

    It waits until someone takes one of the two; meanwhile the job holds as HR wrote it.
    """

    __tablename__ = "waiting_file"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    revision: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime]


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
    recorded_on: Mapped[date | None]
    """The day on which somebody wrote it down; None for those from before this was kept."""

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Waiver(Base):
    """For a while a person's jobs do not ask for this competency: neither met nor a gap.

    It ends by itself after `ends_on`, its last day, or earlier by hand. `number` counts the waivers
    of a person, so that a form sent twice is one of them.
    """

    __tablename__ = "waiver"
    __table_args__ = (
        UniqueConstraint("person_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="order_of_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    competency: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(300))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
