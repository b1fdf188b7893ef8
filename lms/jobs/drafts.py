"""Drafts of job descriptions: one a job, for all of HR, saved as often as one likes.

Two who write at once both keep their words: the second is told, and shown what the first saved.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select, update

from lms.db import db, insert_once
from lms.errors import Refusal
from lms.jobs.models import Job, JobDraft, WaitingFile
from lms.people.models import Person
from lms.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it was saved last; `by` is who saved it."""

    key: str
    title: str
    source: str
    begun_from: int
    edition: int
    changed_at: datetime
    by_id: int
    by: str


class DraftMoved(Refusal):
    """Somebody else saved this draft meanwhile, or published or discarded it; `theirs` is what stands now."""

    def __init__(self, theirs: Draft | None) -> None:
        super().__init__(
            _(
                "%(name)s saved this draft while you were writing. Nothing is overwritten: compare both, then save again.",
                name=theirs.by,
            )
            if theirs
            else _(
                "This draft was published or discarded while you were writing. Open the job to see how it is now."
            )
        )
        self.theirs = theirs


class NameTaken(Refusal):
    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "There is a job or a draft with the short name “%(key)s” already. Choose another title.",
                key=key,
            )
        )


def find(key: str) -> Draft | None:
    row = db.session.execute(_drafts().where(JobDraft.key == key)).first()
    return Draft(**row._mapping) if row is not None else None


def all_drafts() -> list[Draft]:
    """By title."""
    return [
        Draft(**row._mapping) for row in db.session.execute(_drafts().order_by(JobDraft.title, JobDraft.key))
    ]


def save(key: str, source: str, title: str, *, edition: int, begun_from: int, by: int, now: datetime) -> None:
    """Keep the draft; `edition` is the one it was written over, 0 for none yet. Raises DraftMoved.

    The same words again are one save, whoever sends them.
    """
    there = find(key)
    if there is not None and there.source == source and edition in (there.edition, there.edition - 1):
        return
    values = {"source": source, "title": title, "changed_at": now, "changed_by_id": by}
    if edition == 0:
        first = {"key": key, "begun_from": begun_from, "edition": 1, **values}
        saved = insert_once(JobDraft, [first])
    else:
        kept = update(JobDraft).where(JobDraft.key == key, JobDraft.edition == edition)
        saved = db.session.execute(kept.values(edition=edition + 1, **values)).rowcount  # type: ignore[attr-defined]
    if not saved:
        db.session.expire_all()
        raise DraftMoved(find(key))
    db.session.flush()


def begin(key: str, source: str, title: str, *, by: int, now: datetime) -> None:
    """The first draft of a job that is not there yet. Raises NameTaken; the same twice is one draft."""
    there = find(key)
    if there is not None and there.source == source and there.by_id == by:
        return
    taken = db.session.scalar(select(Job.id).where(Job.key == key))
    first = {"key": key, "source": source, "title": title, "begun_from": 0, "edition": 1}
    if taken is not None or not insert_once(JobDraft, [{**first, "changed_at": now, "changed_by_id": by}]):
        raise NameTaken(key)


def discard(key: str, *, edition: int) -> bool:
    """Drop the draft if it is still this edition; says whether there was one. Raises DraftMoved."""
    gone = db.session.execute(delete(JobDraft).where(JobDraft.key == key, JobDraft.edition == edition))
    if gone.rowcount:  # type: ignore[attr-defined]
        return True
    theirs = find(key)
    if theirs is not None:
        raise DraftMoved(theirs)
    return False


def waiting_file(job_id: int) -> WaitingFile | None:
    """What the file of this job says, where it differs from what HR published in the browser."""
    return db.session.get(WaitingFile, job_id)


def waiting(job_ids: Collection[int]) -> set[int]:
    """Those of these jobs whose file waits."""
    found = select(WaitingFile.job_id).where(WaitingFile.job_id.in_(list(job_ids)))
    return set(db.session.scalars(found))


def _drafts() -> Select[str, str, str, int, int, datetime, int, str]:
    return select(
        JobDraft.key,
        JobDraft.title,
        JobDraft.source,
        JobDraft.begun_from,
        JobDraft.edition,
        JobDraft.changed_at,
        JobDraft.changed_by_id.label("by_id"),
        Person.name.label("by"),
    ).join(Person, Person.id == JobDraft.changed_by_id)
