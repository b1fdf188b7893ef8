"""Reads of what has been published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.catalog.models import FileFinding, Publication, Reading, Revision, RevisionFile, StoredFile, Voided
from lms.catalog.things import COURSE, Thing
from lms.db import db, rows_of


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest revision of a thing, as the tables name it."""

    thing: Thing
    revision_id: int
    revision: str
    number: int


_LAST = (
    select(Publication.id, Publication.kind, Publication.key, Publication.published_at, Revision.revision)
    .join(Revision, Revision.id == Publication.revision_id)
    .order_by(Publication.id.desc())
    .limit(1)
)


def last_publication() -> tuple[object, ...] | None:
    """What the newest publication is, in one cheap statement; equal as long as nothing was published."""
    row = rows_of(_LAST).first()
    return tuple(row) if row is not None else None


def newest() -> dict[Thing, Newest]:
    """The newest revision of everything."""
    last = select(func.max(Publication.id)).group_by(Publication.kind, Publication.key)
    rows = db.session.execute(
        select(Publication.kind, Publication.key, Publication.number, Revision.id, Revision.revision)
        .join(Publication.revision)
        .where(Publication.id.in_(last))
        .order_by(Publication.kind, Publication.key)
    )
    found = (
        Newest(Thing(kind, key), revision_id, revision, number)
        for kind, key, number, revision_id, revision in rows
    )
    return {each.thing: each for each in found}


def newest_of(thing: Thing) -> Newest | None:
    """The newest revision of one thing."""
    row = db.session.execute(
        select(Publication.number, Revision.id, Revision.revision)
        .join(Publication.revision)
        .where(Publication.kind == thing.kind, Publication.key == thing.key)
        .order_by(Publication.number.desc())
        .limit(1)
    ).first()
    return Newest(thing, row.id, row.revision, row.number) if row is not None else None


def readings(revision_ids: Collection[int], readers: str) -> dict[int, bytes]:
    """The kept readings of these revisions that this version of the readers wrote."""
    if not revision_ids:
        return {}
    rows = db.session.execute(
        select(Reading.revision_id, Reading.content).where(
            Reading.revision_id.in_(revision_ids), Reading.readers == readers
        )
    )
    return {revision_id: content for revision_id, content in rows}


def find_revision(thing: Thing, revision: str) -> Revision | None:
    return db.session.scalars(
        select(Revision).filter_by(kind=thing.kind, key=thing.key, revision=revision)
    ).first()


def files_of(revision_id: int) -> dict[str, bytes]:
    """All files of a revision, byte for byte, by path within it."""
    rows = db.session.execute(
        select(RevisionFile.path, StoredFile.content)
        .join(StoredFile, StoredFile.sha256 == RevisionFile.sha256)
        .where(RevisionFile.revision_id == revision_id)
        .order_by(RevisionFile.path)
    )
    return {path: content for path, content in rows}


def stored_hashes(hashes: Collection[str]) -> set[str]:
    """Those of these hashes whose content is stored already."""
    return set(db.session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(hashes))))


def find_picture(course: str, name: str, hash_begins: str) -> tuple[str, bytes] | None:
    """A picture that any revision of the course ever held, newest first: its hash and content."""
    row = db.session.execute(
        select(StoredFile.sha256, StoredFile.content)
        .join(RevisionFile, RevisionFile.sha256 == StoredFile.sha256)
        .join(Revision, Revision.id == RevisionFile.revision_id)
        .where(
            Revision.kind == COURSE,
            Revision.key == course,
            RevisionFile.path == f"images/{name}",
            StoredFile.sha256.startswith(hash_begins, autoescape=True),
        )
        .order_by(Revision.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row is not None else None


def findings(thing: Thing | None = None) -> list[FileFinding]:
    """What the last reading said, errors first; about one thing or everything."""
    wanted = select(FileFinding).order_by(
        FileFinding.severity, FileFinding.file, FileFinding.line, FileFinding.column, FileFinding.id
    )
    if thing is not None:
        wanted = wanted.filter_by(kind=thing.kind, key=thing.key)
    return list(db.session.scalars(wanted))


def publications_of(thing: Thing) -> list[Publication]:
    """The history of a thing, newest first."""
    return list(
        db.session.scalars(
            select(Publication).filter_by(kind=thing.kind, key=thing.key).order_by(Publication.number.desc())
        )
    )


def voids_of(course: str) -> list[Voided]:
    """The items and options that the newest revision of a course sets aside."""
    return list(
        db.session.scalars(select(Voided).filter_by(course=course).order_by(Voided.item, Voided.option))
    )


def published_at() -> dict[str, datetime]:
    """When each course was published last, by its id."""
    last = select(Publication.key, func.max(Publication.published_at)).where(Publication.kind == COURSE)
    return {key: moment for key, moment in db.session.execute(last.group_by(Publication.key))}
