from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base


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
    """Someone who works here, or did: leaving sets `left_on`, the row stays for their certificates."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_epoch: Mapped[int] = mapped_column(default=0)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    left_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    role_rows: Mapped[list[PersonRole]] = relationship(lazy="raise", cascade="all, delete-orphan")
    team: Mapped[Team | None] = relationship(lazy="raise")

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return "".join(f"{part[0]}." for part in self.name.split())


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
