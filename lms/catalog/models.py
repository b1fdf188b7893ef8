"""What has been published: contents by hash, revisions of things, and which revision came when.

Nothing here is changed after it was written, apart from `FileFinding` (what the
last reading said), `Voided` (what the newest revision says) and `Reading`
(a copy that can be made again).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.things import THING_KINDS
from lms.db import Base


class StoredFile(Base):
    """The bytes of a file as its author wrote them; many revisions may share one."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Revision(Base):
    """A course, framework, map or job with the content its hash names; never changed.

    `checked_against` notes the revisions of the framework and the misconceptions
    at that time, and where links into other courses led.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("kind", "key", "revision"),
        CheckConstraint(f"kind IN {THING_KINDS}", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    revision: Mapped[str] = mapped_column(String(64))
    checked_against: Mapped[dict[str, Any]] = mapped_column(JSON)

    files: Mapped[list[RevisionFile]] = relationship(order_by="RevisionFile.path")


class RevisionFile(Base):
    """One line of a revision's manifest; a course's paths start at its own folder."""

    __tablename__ = "revision_file"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(400), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))


class Publication(Base):
    """A revision became the newest of its thing; only ever added to.

    `number` counts per thing: of two publishers at once the database lets one through.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("kind", "key", "number"),
        Index("ix_publication_revision_id", "revision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None for a command."""

    revision: Mapped[Revision] = relationship()


class Reading(Base):
    """A revision as the readers understood it, kept so that a start need not read files again.

    `readers` names the readers' own version: others read the files anew.
    """

    __tablename__ = "reading"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    readers: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class FileFinding(Base):
    """What the last reading of the files said; replaced by the next one."""

    __tablename__ = "file_finding"
    __table_args__ = (Index("ix_file_finding_kind_key", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    file: Mapped[str] = mapped_column(String(400))
    line: Mapped[int]
    column: Mapped[int] = mapped_column("file_column")
    rule: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(Text)
    mend: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(String(10))
    found_at: Mapped[datetime]

    @property
    def blocks(self) -> bool:
        return self.severity == "error"

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Voided(Base):
    """An item, or one option of it, that the newest revision declares void.

    Answers of every revision are graded without it. `option` is "" for the whole item.
    """

    __tablename__ = "voided"
    __table_args__ = (Index("ix_voided_course", "course"),)

    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    option: Mapped[str] = mapped_column(String(60), primary_key=True)
    course: Mapped[str] = mapped_column(String(60))
    on: Mapped[date] = mapped_column("voided_on")
    reason: Mapped[str] = mapped_column(Text)


class SearchEntry(Base):
    """A job aid or a module that can be found by its words.

    The words themselves lie in `search_words`, which each engine has in its own form and only
    `lms.catalog.search` touches.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("course", "kind", "key"),
        CheckConstraint("kind IN ('aid', 'module')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course: Mapped[str] = mapped_column(String(60))
    revision: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    place: Mapped[int]
    """Its place in the course."""
