"""A draft becomes the version that holds: once, by one of two, with its day and its reason.

Seen to fail: the version not compared in publish_draft, the draft not discarded, `wait_for_turn` left out.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.audit import log
from lms.catalog import job_publishing, shelf
from lms.catalog.job_publishing import NothingChanged, NotReady, PublishedMeanwhile
from lms.db import db
from lms.errors import Refusal
from lms.jobs import drafts, queries, versions
from lms.jobs.drafts import DraftMoved
from lms.jobs.models import BROWSER, JobVersion
from tests import make
from tests.at_once import at_once
from tests.jobs import job_text

JOB = "receptionist"
PROMISES = "promise-keeping"


def save(source: str, *, by: int, edition: int = 0, key: str = JOB) -> None:
    drafts.save(key, source, "Receptionist", edition=edition, begun_from=1, by=by, now=clock.now())
    db.session.commit()


def publish(
    by: int, *, edition: int = 1, version: int = 1, note: str = "Guests ask for dates.", days: int = 0
) -> int:
    number = job_publishing.publish_draft(
        JOB,
        edition=edition,
        version=version,
        note=note,
        counts_from=clock.today() + timedelta(days=days) if days else None,
        now=clock.now(),
        by=by,
    )
    db.session.commit()
    return number


def test_a_draft_becomes_the_version_that_holds(app: Flask) -> None:
    henry = make.person("Henry")
    ana = make.person("Ana", job=JOB)
    save(job_text.of(JOB, levels={PROMISES: 3}, purpose="Everyone is met by name."), by=henry.id)
    assert publish(henry.id, days=60) == 2
    newest = versions.newest([JOB])[JOB]
    assert (newest.number, newest.origin, newest.by, newest.note) == (
        2,
        BROWSER,
        "Henry",
        "Guests ask for dates.",
    )
    assert drafts.find(JOB) is None
    shown = shelf.current().job(JOB)
    assert shown is not None
    assert "met by name" in shown.source
    today = clock.today()
    assert queries.duties_of(ana.id, today).levels[PROMISES] == 1
    assert queries.duties_of(ana.id, today + timedelta(days=59)).levels[PROMISES] == 1
    assert queries.duties_of(ana.id, today + timedelta(days=60)).levels[PROMISES] == 3
    assert [(each.competency, each.level) for each in versions.coming(ana.id, today)] == [(PROMISES, 3)]
    entry = log.entries()[0]
    assert (entry.act, entry.by_id, entry.details["job"], entry.details["grace_days"]) == (
        "job.published",
        henry.id,
        JOB,
        60,
    )


def test_the_same_form_twice_is_one_version(app: Flask) -> None:
    henry = make.person("Henry")
    save(job_text.of(JOB, levels={PROMISES: 3}), by=henry.id)
    assert [publish(henry.id), publish(henry.id)] == [2, 2]
    assert queries.job_line(JOB, clock.today()).version == 2


def test_of_two_at_once_one_wins_and_the_other_reads_what_changed(app: Flask) -> None:
    henry, hanna = make.person("Henry"), make.person("Hanna")
    save(job_text.of(JOB, levels={PROMISES: 3}), by=henry.id)

    def publisher(by: int, note: str):  # type: ignore[no-untyped-def]
        def run() -> str:
            try:
                return str(publish(by, note=note))
            except Refusal as refused:
                db.session.rollback()
                return refused.sentence

        return run

    answers = at_once(app, publisher(henry.id, "Henry says so."), publisher(hanna.id, "Hanna says so."))
    assert sorted(answers)[0] == "2"
    other = next(each for each in answers if each != "2")
    assert "published version 2 of this job on 3 May 2027 at 09:00, before you" in other
    assert "Promise-keeping goes up from level 1 to 3." in other
    assert "Nothing of yours was published" in other
    assert db.session.scalar(select(func.count()).select_from(JobVersion).where(JobVersion.number == 2)) == 1


def test_a_version_from_elsewhere_is_told_before_it_is_replaced(app: Flask) -> None:
    henry = make.person("Henry")
    save(job_text.of(JOB, levels={PROMISES: 3}), by=henry.id)
    file = job_text.of(JOB, levels={"empathy-tone": 3}).encode()
    job_publishing.publish_file(JOB, file, note="", counts_from=None, now=clock.now(), by=None)
    db.session.commit()
    with pytest.raises(
        PublishedMeanwhile, match=r"Somebody published version 2 .* goes up from level 2 to 3"
    ):
        publish(henry.id)


def test_a_draft_that_was_saved_again_is_looked_at_again(app: Flask) -> None:
    henry, hanna = make.person("Henry"), make.person("Hanna")
    save(job_text.of(JOB, levels={PROMISES: 3}), by=henry.id)
    save(job_text.of(JOB, levels={PROMISES: 4}), by=hanna.id, edition=1)
    with pytest.raises(DraftMoved, match="Hanna saved this draft"):
        publish(henry.id)
    assert queries.job_line(JOB, clock.today()).version == 1


def test_what_the_check_forbids_is_not_published(app: Flask) -> None:
    henry = make.person("Henry")
    save(job_text.of(JOB, purpose="Met <script>alert(1)</script>."), by=henry.id)
    with pytest.raises(NotReady, match="HTML stands in the text"):
        publish(henry.id)


def test_a_job_without_a_purpose_is_not_published(app: Flask) -> None:
    henry = make.person("Henry")
    drafts.begin("porter", job_text.empty("porter"), "Porter", by=henry.id, now=clock.now())
    db.session.commit()
    with pytest.raises(NotReady, match="Write the customer purpose first"):
        job_publishing.publish_draft(
            "porter", edition=1, version=0, note="New.", counts_from=None, now=clock.now(), by=henry.id
        )


def test_nothing_new_is_no_version(app: Flask) -> None:
    henry = make.person("Henry")
    save(versions.newest([JOB])[JOB].source, by=henry.id)
    with pytest.raises(NothingChanged):
        publish(henry.id)
