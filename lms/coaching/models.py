from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Visit(Base):
    """`observer` watched `person` at work. A draft is the observer's alone until it is shared, once.

    `number` counts the visits of these two, so that the same form sent twice begins one. What is
    watched for is fixed when the visit begins: `items` of the checklist in this revision, and
    "level:..." where a competency has no item of its own.
    """

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("observer_id", "person_id", "number"),
        CheckConstraint("observer_id <> person_id", name="not_oneself"),
        Index("ix_visit_person_id_seen_on", "person_id", "seen_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    checklist: Mapped[str] = mapped_column(String(60))
    """Its id; "" where the job has none and the levels of the framework are watched for."""
    course: Mapped[str] = mapped_column(String(60))
    revision: Mapped[str | None] = mapped_column(String(64))
    items: Mapped[list[str]] = mapped_column(JSON)
    situation: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(20))
    touch_point: Mapped[str | None] = mapped_column(String(60))
    while_helping: Mapped[bool] = mapped_column(default=False)
    seen_on: Mapped[date]
    begun_at: Mapped[datetime]
    edition: Mapped[int] = mapped_column(default=0)
    own_view: Mapped[str] = mapped_column(String(2000), default="")
    """What the person said of it, asked before the observer says theirs."""
    strength: Mapped[str] = mapped_column(String(1000), default="")
    next_step: Mapped[str] = mapped_column(String(500), default="")
    next_on: Mapped[date | None]
    shared_at: Mapped[datetime | None]

    @property
    def shared(self) -> bool:
        return self.shared_at is not None


class VisitRating(Base):
    """What was seen or heard of one item, and the level; None: not seen that day."""

    __tablename__ = "visit_rating"
    __table_args__ = (CheckConstraint("level between 0 and 4", name="level"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(80), primary_key=True)
    competency: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    seen: Mapped[str] = mapped_column(String(2000), default="")
    level: Mapped[int | None]
    edition: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]


class VisitComment(Base):
    """What the observed person says to a visit; read by the two of them."""

    __tablename__ = "visit_comment"
    __table_args__ = (UniqueConstraint("visit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(2000))
    made_at: Mapped[datetime]


class Dispute(Base):
    """The owner of a piece of evidence questions it; a second observer is asked to look.

    Withdrawn, settled or open; open ones whose day has passed stay under review.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("evidence_id", "number"),
        CheckConstraint("verdict in ('stands', 'set-aside')", name="verdict"),
        Index("ix_dispute_person_id", "person_id"),
        Index("ix_dispute_asked_id", "asked_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    competency: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    due_on: Mapped[date]
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="SET NULL"))
    """The second observation."""
    verdict: Mapped[str | None] = mapped_column(String(10))
    because: Mapped[str] = mapped_column(String(500), default="")

    @property
    def open(self) -> bool:
        return self.settled_at is None and self.withdrawn_at is None

    def lapsed(self, today: date) -> bool:
        """The day for a second observation has passed, and it is still under review."""
        return self.open and self.due_on < today


class Calibration(Base):
    """One round of rating the sample cases of one checklist; complete once `asked` of them are rated."""

    __tablename__ = "calibration"
    __table_args__ = (UniqueConstraint("coach_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    checklist: Mapped[str] = mapped_column(String(60))
    course: Mapped[str] = mapped_column(String(60))
    revision: Mapped[str] = mapped_column(String(64))
    asked: Mapped[int]
    begun_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class SampleRating(Base):
    """How a coach rated one sample case, stored once, beside what its authors agreed on then."""

    __tablename__ = "sample_rating"

    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id", ondelete="CASCADE"), primary_key=True)
    sample: Mapped[str] = mapped_column(String(60), primary_key=True)
    levels: Mapped[dict[str, int]] = mapped_column(JSON)
    reference: Mapped[dict[str, int]] = mapped_column(JSON)
    rated_at: Mapped[datetime]


class Improvement(Base):
    """A person made a touch point better; with the leader's word it is evidence."""

    __tablename__ = "improvement"
    __table_args__ = (UniqueConstraint("person_id", "competency", "touch_point", "made_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    competency: Mapped[str] = mapped_column(String(60))
    touch_point: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(500))
    made_on: Mapped[date]
    proposed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed: Mapped[bool] = mapped_column(default=False)
    because: Mapped[str] = mapped_column(String(500), default="")
    """Why the leader did not confirm it."""


class PracticePair(Base):
    """Two people practise a module together until a day. `one_id` is the smaller number."""

    __tablename__ = "practice_pair"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id", "module"),
        CheckConstraint("one_id < other_id", name="order_of_people"),
        Index("ix_practice_pair_other_id", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(60))
    until: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
