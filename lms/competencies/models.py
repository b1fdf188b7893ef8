from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from lms.db import Base


class Kind(StrEnum):
    """How something was shown. The kinds are kept apart for ever; what each can show is in `rules`."""

    QUIZ = "quiz"
    SCENARIO = "scenario"
    OBSERVATION = "observation"
    REFRESHER = "refresher"
    IMPROVEMENT = "improvement"
    PRIOR_LEARNING = "prior-learning"


class Evidence(Base):
    """One thing a person showed, in one competency, at one level, on one day. Never changed.

    `source` names the thing it came from, for ever and across databases: "attempt:17",
    "observation:4". The same source gives the same competency once.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("person_id", "competency", "kind", "source"),
        CheckConstraint("level between 0 and 4", name="level"),
        Index("ix_evidence_person_id_competency", "person_id", "competency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    competency: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    level: Mapped[int]
    source: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    """What the source was called then: the module, the scenario, the checklist item."""
    revision: Mapped[str | None] = mapped_column(String(64))
    shown_on: Mapped[date]
    recorded_at: Mapped[datetime]
    observer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    touch_point: Mapped[str | None] = mapped_column(String(60))
    while_helping: Mapped[bool] = mapped_column(default=False)


class SetAside(Base):
    """Evidence that no longer counts, by whom and why. The evidence itself stays as it was."""

    __tablename__ = "evidence_set_aside"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class HeldLevel(Base):
    """The level that a person's evidence adds up to; rewritten in the transaction of each piece.

    Whether it is fresh is read against today: `current_until` is kept, "fresh" is not.
    """

    __tablename__ = "held_level"
    __table_args__ = (
        CheckConstraint("level between 1 and 4", name="level"),
        # Coverage reads this index alone, level by level, without touching the rows.
        Index("ix_held_level_competency_level_person_id", "competency", "level", "person_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[int]
    since: Mapped[date]
    current_until: Mapped[date]
    one_observer: Mapped[bool] = mapped_column(default=False)

    def is_fresh(self, today: date) -> bool:
        return today <= self.current_until


class EvidenceIsNeverChanged(AssertionError):
    pass


@event.listens_for(Evidence, "before_update")
def _refuse(_mapper: Mapper[Evidence], _connection: Connection, row: Evidence) -> None:
    raise EvidenceIsNeverChanged(row.id)
