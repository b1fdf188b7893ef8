"""Counts kept beside the rows they come from, so that a page about many reads few rows.

Everything here follows from levels, appointments and people, and can be dropped and counted anew.
Numbers only, and no foreign keys: whoever is deleted elsewhere is noted, and leaves these tables too.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class FiguresChanged(Base):
    """Something about this person changed that the kept counts do not know yet.

    Written by triggers of the database (migration 0012), in the transaction of the change and for
    bulk statements too. Rows are only ever added, and taken away once they were counted: a unique
    number would make two transactions wait for each other.
    """

    __tablename__ = "figures_changed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]


class FiguresState(Base):
    """One row: the order in which competencies are packed, and the last day that was counted for."""

    __tablename__ = "figures_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    competencies: Mapped[list[str]] = mapped_column(JSON)
    counted_on: Mapped[date | None]


class KeptCount(Base):
    """People in one team who hold the same jobs: how many, and how many hold which level.

    `team_id` is 0 for those in no team; `every_team` marks the sums over all teams, which have 0
    there too. `jobs` are numbers with commas between, "" for people without a job.
    """

    __tablename__ = "kept_count"
    __table_args__ = (UniqueConstraint("every_team", "team_id", "jobs"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    every_team: Mapped[bool]
    team_id: Mapped[int]
    jobs: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    counts: Mapped[bytes] = mapped_column(LargeBinary)


class PersonFigures(Base):
    """What of a person is in the kept counts: the group, and all levels in one text (`packing.py`).

    On `changes_on` it is out of date by the calendar alone: a level came due, an appointment began
    or is over.
    """

    __tablename__ = "person_figures"
    __table_args__ = (Index("ix_person_figures_changes_on", "changes_on"),)

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kept_count_id: Mapped[int]
    packed: Mapped[str] = mapped_column(Text)
    changes_on: Mapped[date | None]
