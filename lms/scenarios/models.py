from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class ScenarioRun(Base):
    """One play of a scenario. It begins with its first stored reply and keeps its revision."""

    __tablename__ = "scenario_run"
    __table_args__ = (
        UniqueConstraint("person_id", "scenario", "number"),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_scenario_run_scenario_number", "scenario", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scenario: Mapped[str] = mapped_column(String(60))
    course: Mapped[str] = mapped_column(String(60))
    revision: Mapped[str] = mapped_column(String(64))
    """Of the course."""
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(60))
    """None while the run goes on, and for one that was left for a new beginning."""
    ending_kind: Mapped[str | None] = mapped_column(String(10))
    points: Mapped[int | None]
    best: Mapped[int | None]
    """The points of the best path, which `points` is held against."""
    passed: Mapped[bool] = mapped_column(default=False)
    scores: Mapped[dict[str, int] | None] = mapped_column(JSON)
    """Percent of the best path's points, by competency."""


class ReplyTaken(Base):
    """What was said at one step: names of scene and reply, never their text."""

    __tablename__ = "reply_taken"
    __table_args__ = (CheckConstraint("step >= 1", name="step"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("scenario_run.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    scene: Mapped[str] = mapped_column(String(60))
    reply: Mapped[str] = mapped_column(String(60))
    taken_at: Mapped[datetime]
