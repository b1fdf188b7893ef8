"""Where the file of a job and what HR published in the browser differ, both are kept and neither wins.

The job goes on as HR wrote it. The file waits until somebody takes one of the two: exports the
browser's words into the file, or takes the file's words in the browser. Once both say the same,
the file may lead again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lms.catalog import job_changes
from lms.catalog.files import Files, revision_of
from lms.catalog.findings import Finding
from lms.catalog.job_reading import path_of
from lms.catalog.package_files import Made, thing_of
from lms.catalog.things import JOB, Thing
from lms.jobs import service, versions
from lms.jobs.description import JobDescription
from lms.jobs.models import BROWSER
from lms.jobs.versions import Newest
from lms.texts import _, day

RULE = "J15"
SENTENCES = 3


def hold_back(made: Mapping[Thing, Made], files: Files, *, now: datetime) -> dict[Thing, Finding]:
    """Those of the files just read that must not be published, each with the finding that says so.

    `made` are the things without errors. A file with errors is held back by these; it still meets
    the browser where it says the same.
    """
    by_job: dict[Thing, dict[str, bytes]] = {}
    for path, content in files.items():
        thing = thing_of(path)
        if thing is not None and thing.kind == JOB:
            by_job.setdefault(thing, {})[path] = content
    newest = versions.newest([thing.key for thing in by_job])
    held_back: dict[Thing, Finding] = {}
    for thing, own_files in by_job.items():
        before = newest.get(thing.key)
        if before is None or before.origin != BROWSER:
            continue
        if before.revision == revision_of(own_files):
            service.meet_file(before.version_id)
            service.let_file_go(before.job_id)
        elif thing in made and isinstance(description := made[thing].value, JobDescription):
            service.let_file_wait(
                before.job_id, revision=description.revision, source=description.source, now=now
            )
            held_back[thing] = _finding(thing.key, before, description)
    return held_back


def _finding(key: str, before: Newest, description: JobDescription) -> Finding:
    sentences = [
        _(
            "This file differs from version %(number)s of the job, which %(name)s published in the browser on %(day)s.",
            number=before.number,
            name=before.by or _("somebody"),
            day=day(before.published_at),
        )
    ]
    comparison = job_changes.between(before.source, description.source)
    changes = job_changes.told(comparison) if comparison else []
    if changes:
        sentences.append(_("In the file: %(changes)s", changes=" ".join(changes[:SENTENCES])))
    return Finding(
        file=path_of(key),
        line=1,
        column=1,
        rule=RULE,
        sentence=" ".join(sentences),
        mend=_(
            "The job stays as it is. To keep the browser's words, write them here:"
            " python3 -m lms jobs export %(key)s --output FILE. To take the file's, open /jobs/%(key)s/draft,"
            " or python3 -m lms jobs import FILE.",
            key=key,
        ),
    )
