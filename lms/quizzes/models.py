from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base


class AttemptKind(StrEnum):
    QUIZ = "quiz"
    CHECK = "check"


class Attempt(Base):
    """One try at a quiz or a check. It begins with its first stored answer and keeps its revision."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("person_id", "quiz", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    course: Mapped[str] = mapped_column(String(60))
    quiz: Mapped[str] = mapped_column(String(60))
    """The id of the module, or of the check."""
    title: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    asked: Mapped[int]
    """How many questions it has."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    right: Mapped[int | None]
    counted: Mapped[int | None]
    """Of how many questions `right` is said: those set aside leave the score."""
    passed: Mapped[bool] = mapped_column(default=False)

    answers: Mapped[list[Answer]] = relationship(lazy="raise", order_by="Answer.position")

    @property
    def finished(self) -> bool:
        return self.finished_at is not None


class Answer(Base):
    """What was chosen at one question: names of options, never their text."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "item"),
        CheckConstraint("position >= 1", name="position"),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(60))
    chosen: Mapped[list[str]] = mapped_column(JSON)
    right: Mapped[bool]
    answered_at: Mapped[datetime]


class RefresherCard(Base):
    """A question of a passed module that came back at least once, and when it returns next."""

    __tablename__ = "refresher_card"
    __table_args__ = (CheckConstraint("turns >= 1", name="turns"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    """The question itself; what was asked may have been another wording of it."""
    asked: Mapped[str] = mapped_column(String(60))
    """The wording that was answered last."""
    right: Mapped[bool]
    turns: Mapped[int]
    stability: Mapped[float]
    difficulty: Mapped[float]
    seen_on: Mapped[date]
    due_on: Mapped[date]


class RefresherAnswer(Base):
    """What was answered when a question came back: names of options, never their text."""

    __tablename__ = "refresher_answer"
    __table_args__ = (
        UniqueConstraint("person_id", "card", "turn"),
        Index("ix_refresher_answer_person_id_given_on", "person_id", "given_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    card: Mapped[str] = mapped_column(String(60))
    turn: Mapped[int]
    """The first, second ... time that this person answered this card."""
    item: Mapped[str] = mapped_column(String(60))
    course: Mapped[str] = mapped_column(String(60))
    module: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    chosen: Mapped[list[str]] = mapped_column(JSON)
    believed: Mapped[list[str]] = mapped_column(JSON)
    """The misconceptions behind what was chosen."""
    right: Mapped[bool]
    sure: Mapped[str] = mapped_column(String(10))
    given_on: Mapped[date]
    answered_at: Mapped[datetime]
