from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
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
