from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class ModuleCompletion(Base):
    """A module's quiz, or a course's check, was passed for the first time."""

    __tablename__ = "module_completion"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    module: Mapped[str] = mapped_column(String(60), primary_key=True)
    """The id of the module, or of the check."""
    course: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    completed_at: Mapped[datetime]


class CourseCompletion(Base):
    """Everything a course asks for was done."""

    __tablename__ = "course_completion"
    __table_args__ = (UniqueConstraint("person_id", "course"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    revision: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int]
    completed_at: Mapped[datetime]


class Plan(Base):
    """When ..., I will ..., by ...: what someone means to do after a module or a course."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("person_id", "module", "situation", "act"),
        Index("ix_plan_person_id_course", "person_id", "course"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(String(60))
    module: Mapped[str] = mapped_column(String(60))
    situation: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(200))
    by_day: Mapped[date]
    made_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    shared: Mapped[bool] = mapped_column(default=False)
    """Their coaches and their leader may read it."""


class Assignment(Base):
    """A course is asked of everyone in a job, of a team or of one person, by a day; ended, never deleted.

    `basis` says what the day is counted from: `fixed` has its day in `due_on`, the others ask for it
    `due_days` after the first day in the job (`job-start`), after the appointment was recorded
    (`appointment`), or after another course was completed (`completion`, of `after_course`).
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("holding"),
        CheckConstraint(
            "(case when job_id is null then 0 else 1 end) + (case when team_id is null then 0 else 1 end)"
            " + (case when person_id is null then 0 else 1 end) = 1",
            name="one_target",
        ),
        CheckConstraint(
            "(basis = 'fixed' and due_on is not null and due_days is null)"
            " or (basis <> 'fixed' and due_on is null and due_days is not null)",
            name="one_way_of_counting",
        ),
        CheckConstraint("(basis = 'completion') = (after_course is not null)", name="completion_of_a_course"),
        Index("ix_assignment_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course: Mapped[str] = mapped_column(String(60))
    competency: Mapped[str | None] = mapped_column(String(60))
    """What the course is meant to raise, where somebody said so."""
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    basis: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date | None]
    due_days: Mapped[int | None]
    after_course: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(300))
    holding: Mapped[str | None] = mapped_column(String(140))
    """Whom and which course, while it holds, so that nobody is asked twice; None once it has ended."""
    made_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AssignmentException(Base):
    """What somebody decided for one person about one assignment; the highest number holds.

    `choice`: `moved` to `due_on`, `excused`, or `kept` as it was counted.
    """

    __tablename__ = "assignment_exception"
    __table_args__ = (
        CheckConstraint("choice in ('moved', 'excused', 'kept')", name="choice"),
        CheckConstraint("(choice = 'moved') = (due_on is not null)", name="moved_to_a_day"),
        Index("ix_assignment_exception_person_id", "person_id"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    choice: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ExtensionRequest(Base):
    """Somebody asks for more time, and is answered once. `number` counts those for one assignment."""

    __tablename__ = "extension_request"
    __table_args__ = (
        UniqueConstraint("person_id", "assignment_id", "number"),
        CheckConstraint("(answered_at is null) = (granted is null)", name="answered"),
        Index("ix_extension_request_assignment_id", "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    number: Mapped[int]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReminderPause(Base):
    """Since when somebody wants no weekly mail; `resumed_at` once they want it again."""

    __tablename__ = "reminder_pause"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    paused_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]
