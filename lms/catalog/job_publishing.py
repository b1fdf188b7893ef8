"""A job description is published from the browser or from one file, as `courses publish` would do it.

Two who publish one job at once: whoever comes first wins, and the other reads what changed.
"""

from __future__ import annotations

from datetime import date, datetime

from lms import audit
from lms.catalog import job_changes, job_reading, service, shelf
from lms.catalog.findings import Finding
from lms.catalog.job_reading import JobReading
from lms.db import db
from lms.errors import Refusal
from lms.jobs import drafts, versions
from lms.jobs import service as job_service
from lms.jobs.models import BROWSER, FILE
from lms.jobs.versions import Newest
from lms.texts import _, day, time_of_day


class PublishedMeanwhile(Refusal):
    """Somebody else was first."""

    def __init__(self, newest: Newest, changes: list[str]) -> None:
        sentences = [
            _(
                "%(name)s published version %(number)s of this job on %(day)s at %(time)s, before you.",
                name=newest.by or _("Somebody"),
                number=newest.number,
                day=day(newest.published_at),
                time=time_of_day(newest.published_at),
            ),
            *changes,
            _("Nothing of yours was published. Open the job, and begin again from that version."),
        ]
        super().__init__(" ".join(sentences))


class NotReady(Refusal):
    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0]
        super().__init__(
            _("This draft cannot be published yet. %(sentence)s", sentence=f"{first.sentence} {first.mend}")
        )


class NothingChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The draft says what is published already, so there is nothing to publish."))


def publish_draft(
    key: str,
    *,
    edition: int,
    version: int,
    note: str,
    counts_from: date | None,
    now: datetime,
    by: int,
) -> int:
    """The draft becomes the version that holds; answers its number. The same form twice is one version.

    `edition` and `version` are those of the draft and of the job that the publisher looked at. Raises
    PublishedMeanwhile, DraftMoved, NotReady or NothingChanged.
    """
    service.wait_for_turn()
    newest = versions.newest([key]).get(key)
    draft = drafts.find(key)
    if draft is None and newest is not None and _is_this_one(newest, version, note, by):
        return newest.number
    if newest is not None and newest.number != version:
        raise PublishedMeanwhile(newest, _changes_since(newest, version))
    if not drafts.discard(key, edition=edition):
        raise drafts.DraftMoved(None)
    assert draft is not None
    reading = job_reading.read(key, draft.source.encode())
    if reading.made is None:
        raise NotReady(reading.errors)
    if newest is not None and newest.revision == reading.made.revision:
        raise NothingChanged
    _publish(reading, newest, note=note, counts_from=counts_from, now=now, by=by)
    return newest.number + 1 if newest else 1


def publish_file(
    key: str, content: bytes, *, note: str, counts_from: date | None, now: datetime, by: int | None
) -> JobReading:
    """One file becomes the version that holds, if it has no errors and says something new."""
    service.wait_for_turn()
    reading = job_reading.read(key, content)
    newest = versions.newest([key]).get(key)
    if reading.made is not None and (newest is None or newest.revision != reading.made.revision):
        _publish(reading, newest, note=note, counts_from=counts_from, now=now, by=by)
    return reading


def _publish(
    reading: JobReading,
    newest: Newest | None,
    *,
    note: str,
    counts_from: date | None,
    now: datetime,
    by: int | None,
) -> None:
    made, description = reading.made, reading.description
    assert made is not None
    assert description is not None
    waiting = drafts.waiting_file(newest.job_id) if newest else None
    met = waiting is not None and waiting.revision == made.revision
    links = {path: [page.kind, page.address] for path, page in sorted(reading.links.items())}
    basis: dict[str, object] = {"framework": shelf.current().framework.revision}
    service.publish_one(made, basis | ({"links": links} if links else {}), now=now, by=by)
    job_service.publish(
        description, now=now, by=by, origin=FILE if met else BROWSER, note=note, counts_from=counts_from
    )
    if met and newest is not None:
        job_service.let_file_go(newest.job_id)
    number = newest.number + 1 if newest else 1
    days = (counts_from - now.date()).days if counts_from else 0
    audit.record(
        "job.published",
        by=by,
        details={"job": description.id, "version": number, "grace_days": days},
        now=now,
    )
    db.session.flush()
    shelf.forget()


def _is_this_one(newest: Newest, version: int, note: str, by: int) -> bool:
    """The same form came before, and did it."""
    return (newest.number, newest.by_id, newest.note) == (version + 1, by, note)


def _changes_since(newest: Newest, version: int) -> list[str]:
    seen = versions.versions(newest.job_id, [version]).get(version)
    comparison = job_changes.between(seen.source, newest.source) if seen else None
    return job_changes.told(comparison) if comparison else []
