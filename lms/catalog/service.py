"""The verb of authors: publishing. What they wrote becomes the newest revision, if it has no errors."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, text

from lms import clock
from lms.catalog import queries, search, shelf, waiting_files
from lms.catalog.check import CheckReport, check
from lms.catalog.content import Course
from lms.catalog.findings import Finding
from lms.catalog.models import FileFinding, Publication, Reading, Revision, RevisionFile, StoredFile, Voided
from lms.catalog.package_files import Made, thing_of
from lms.catalog.readings import readers_version, to_bytes
from lms.catalog.things import FRAMEWORK, JOB, MISCONCEPTIONS, Thing
from lms.db import db, insert_once
from lms.jobs import service as job_service
from lms.jobs.description import JobDescription

_PACKAGE = Thing("package", "package")
"""In `FileFinding`: what is about no thing by itself."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was published, and all that the check found."""

    report: CheckReport
    published: tuple[Thing, ...]
    waiting: tuple[Finding, ...] = ()
    """Files of jobs that differ from what HR published in the browser."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(sorted((*self.report.findings, *self.waiting), key=lambda each: (each.file, each.line)))

    @property
    def held_back(self) -> tuple[Thing, ...]:
        """Things that were read and have errors; what was published of them before stays."""
        broken = {thing_of(finding.file) for finding in self.findings if finding.blocks}
        return tuple(sorted(thing for thing in broken if thing is not None))


def publish_configured(*, now: datetime, by: int | None = None) -> PublishReport:
    """Publishes the folders of LMS_COURSES."""
    return publish(current_app.config["COURSES"], now=now, by=by)


def publish(folders: Iterable[str], *, now: datetime, by: int | None = None) -> PublishReport:
    """Checks the folders as one package and makes each changed thing without errors the newest.

    A broken thing stays as it was published before. The same content again
    publishes nothing; content that was published earlier becomes the newest
    again. The folders are read before the database is asked for its lock.
    """
    report = check(*folders, today=clock.day_of(now))
    wait_for_turn()
    waiting = waiting_files.hold_back(report.made, report.reading.files, now=now)
    published = _publish_changed(report, waiting, now, by)
    search.keep(made.value for made in report.made.values() if isinstance(made.value, Course))
    found = PublishReport(report, tuple(published), tuple(waiting.values()))
    _keep_findings(found.findings, now)
    db.session.flush()
    shelf.forget()
    return found


def publish_one(made: Made, basis: dict[str, object], *, now: datetime, by: int | None) -> None:
    """Makes this the newest revision of its thing. `basis` is what it was held against."""
    before = queries.newest_of(made.thing)
    revision_id = _stored_revision(made, basis)
    _add_publication(made.thing, before, revision_id, now, by)
    _keep_reading(made, revision_id)


def wait_for_turn() -> None:
    """One publisher at a time. SQLite's write lock does this by itself."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE publication IN SHARE ROW EXCLUSIVE MODE"))


def _publish_changed(
    report: CheckReport, waiting: Collection[Thing], now: datetime, by: int | None
) -> list[Thing]:
    newest = queries.newest()
    published: list[Thing] = []
    revision_ids: dict[Thing, int] = {}
    for thing, made in sorted(report.made.items()):
        if thing in waiting:
            continue
        before = newest.get(thing)
        if before is not None and before.revision == made.revision:
            revision_ids[thing] = before.revision_id
            continue
        revision_ids[thing] = _stored_revision(made, _checked_against(made, report))
        _add_publication(thing, before, revision_ids[thing], now, by)
        published.append(thing)
        if isinstance(made.value, Course):
            _keep_voids(made.value)
        if thing.kind == JOB and isinstance(made.value, JobDescription):
            job_service.publish(made.value, now=now, by=by)
    _keep_readings(report, revision_ids)
    return published


def _add_publication(
    thing: Thing, before: queries.Newest | None, revision_id: int, now: datetime, by: int | None
) -> None:
    db.session.add(
        Publication(
            kind=thing.kind,
            key=thing.key,
            number=before.number + 1 if before else 1,
            revision_id=revision_id,
            published_at=now,
            published_by_id=by,
        )
    )


def _stored_revision(made: Made, basis: dict[str, object]) -> int:
    """The row of this revision, with its files; it is there already when the content comes back."""
    found = queries.find_revision(made.thing, made.revision)
    if found is not None:
        return found.id
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in made.files.items()}
    _store(made, hashes)
    row = Revision(
        kind=made.thing.kind,
        key=made.thing.key,
        revision=made.revision,
        checked_against=basis,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        RevisionFile(revision_id=row.id, path=path, sha256=sha256) for path, sha256 in sorted(hashes.items())
    )
    db.session.flush()
    return row.id


def _store(made: Made, hashes: dict[str, str]) -> None:
    there = queries.stored_hashes(set(hashes.values()))
    missing = {sha256: made.files[path] for path, sha256 in hashes.items() if sha256 not in there}
    insert_once(StoredFile, [{"sha256": sha256, "content": content} for sha256, content in missing.items()])


def _checked_against(made: Made, report: CheckReport) -> dict[str, object]:
    """The revisions that the names in it were held against, and where its links out of it lead."""
    basis: dict[str, object] = {}
    for kind in (FRAMEWORK, MISCONCEPTIONS):
        found = report.made.get(Thing(kind, kind))
        if found is not None and made.thing.kind != kind:
            basis[kind] = found.revision
    links = report.links_out_of(made.thing)
    if links:
        basis["links"] = {path: [page.kind, page.address] for path, page in sorted(links.items())}
    return basis


def _keep_voids(course: Course) -> None:
    db.session.execute(delete(Voided).where(Voided.course == course.id))
    items = {item.id: item for module in course.modules for item in (*module.quiz.items, *module.reserve)}
    items |= {item.id: item for item in course.check.items} if course.check else {}
    for item in items.values():
        marks = [("", item.void), *((option.name, option.void) for option in item.options)]
        for option, void in marks:
            if void is not None:
                row = {"item": item.id, "option": option, "course": course.id}
                insert_once(Voided, [{**row, "voided_on": void.on, "reason": void.reason}])


def _keep_readings(report: CheckReport, revision_ids: dict[Thing, int]) -> None:
    """Keeps what the readers understood, for those revisions whose reading is not kept yet."""
    readers = readers_version()
    there = queries.readings(_numbers(revision_ids), readers)
    for thing, revision_id in revision_ids.items():
        if revision_id not in there:
            _keep_reading(report.made[thing], revision_id)
    db.session.execute(delete(Reading).where(Reading.readers != readers))


def _keep_reading(made: Made, revision_id: int) -> None:
    content = to_bytes(made.thing.kind, made.value)
    insert_once(Reading, [{"revision_id": revision_id, "readers": readers_version(), "content": content}])


def _numbers(revision_ids: dict[Thing, int]) -> Collection[int]:
    return set(revision_ids.values())


def _keep_findings(findings: Iterable[Finding], now: datetime) -> None:
    """Replaces what the last reading said."""
    db.session.execute(delete(FileFinding))
    for finding in findings:
        thing = thing_of(finding.file) or _PACKAGE
        db.session.add(
            FileFinding(
                kind=thing.kind,
                key=thing.key[:60],
                file=finding.file[:400],
                line=finding.line,
                column=finding.column,
                rule=finding.rule,
                sentence=finding.sentence,
                mend=finding.mend,
                severity=finding.severity,
                found_at=now,
            )
        )
