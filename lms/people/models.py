from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms.db import Base
from lms.people import rules

BY_SIGN = String(120).with_variant(String(120, collation="C"), "postgresql")
"""Folded text, compared sign by sign on each engine, so that an index serves its order and its beginnings."""


def _folded_name(context: DefaultExecutionContext) -> str:
    values: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return rules.folded(values["name"])[:120]


class Role(StrEnum):
    """What someone may do beyond learning, which everyone does."""

    COACH = "coach"
    TRAINER = "trainer"
    HR = "hr"
    EXECUTIVE = "executive"
    ADMIN = "admin"


class Team(Base):
    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class Person(Base):
    """Someone who works here, or did: leaving sets `left_on`, the row stays for their certificates.

    Once erased, it is a number and no more: `erased_on` says since when.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("works_percent between 1 and 100", name="works_percent"),
        Index("ix_person_sort_name_id", "sort_name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(BY_SIGN, default=_folded_name)
    """The name without case and accents: lists are in its order."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_epoch: Mapped[int] = mapped_column(default=0)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    left_on: Mapped[date | None]
    erased_on: Mapped[date | None]
    works_percent: Mapped[int] = mapped_column(default=100)
    edition: Mapped[int] = mapped_column(default=1)
    """Counts the changes by admins: of two who change one person at once, the second reads so."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    role_rows: Mapped[list[PersonRole]] = relationship(lazy="raise", cascade="all, delete-orphan")
    team: Mapped[Team | None] = relationship(lazy="raise")

    def __str__(self) -> str:
        return self.name

    @validates("name")
    def _keep_sort_name(self, _attribute: str, name: str) -> str:
        self.sort_name = rules.folded(name)[:120]
        return name

    @property
    def initials(self) -> str:
        return "".join(f"{part[0]}." for part in self.name.split())


class PersonWord(Base):
    """A folded word of a person's name, by whose beginning they are found."""

    __tablename__ = "person_word"
    __table_args__ = (Index("ix_person_word_person_id", "person_id"),)

    word: Mapped[str] = mapped_column(BY_SIGN, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Leave(Base):
    """Someone is away from this day to that, both counted: dates move on, and nobody reminds them."""

    __tablename__ = "leave"
    __table_args__ = (
        UniqueConstraint("person_id", "starts_on"),
        CheckConstraint("ends_on >= starts_on", name="order_of_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class PersonRole(Base):
    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class Coaching(Base):
    """`coach` observes and helps `person`."""

    __tablename__ = "coaching"

    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class OneTimeLink(Base):
    """Lets its holder choose a password, once, within a day. Only a hash of the token is kept."""

    __tablename__ = "one_time_link"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_one_time_link_person_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
