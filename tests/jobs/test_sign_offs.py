"""Holders sign each version once; what waits is known of everyone, and HR sees who signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.catalog import job_publishing
from lms.db import db
from lms.errors import NotFound
from lms.jobs import queries, sign_offs
from lms.jobs.models import JobSignOff
from lms.jobs.sign_offs import NewerVersion
from tests import make
from tests.jobs import job_text

KEY = "receptionist"


def another_version() -> None:
    job_publishing.publish_file(
        KEY,
        job_text.of(KEY, purpose="Everyone is met by name.").encode(),
        note="Names matter.",
        counts_from=None,
        now=clock.now(),
        by=None,
    )
    db.session.commit()


def sign(person: int, number: int) -> None:
    today = clock.today()
    sign_offs.sign(person, queries.job_line(KEY, today).id, number, on=today, now=clock.now())
    db.session.commit()


def test_a_version_waits_until_it_is_signed_and_the_next_waits_again(app: Flask) -> None:
    ana, today = make.person("Ana", job=KEY), clock.today()
    assert [(each.key, each.version, each.signed) for each in queries.unsigned_of(ana.id, today)] == [
        (KEY, 1, 0)
    ]
    sign(ana.id, 1)
    assert queries.unsigned_of(ana.id, today) == []
    another_version()
    assert [(each.version, each.signed, each.note) for each in queries.unsigned_of(ana.id, today)] == [
        (2, 1, "Names matter.")
    ]


def test_signing_twice_is_one_signature(app: Flask) -> None:
    ana = make.person("Ana", job=KEY)
    sign(ana.id, 1)
    sign(ana.id, 1)
    assert db.session.scalar(select(func.count()).select_from(JobSignOff)) == 1


def test_one_signs_what_one_has_read(app: Flask) -> None:
    ana = make.person("Ana", job=KEY)
    another_version()
    with pytest.raises(NewerVersion, match="Version 2 is newer than the one you read"):
        sign(ana.id, 1)


def test_nobody_signs_a_job_they_do_not_hold(app: Flask) -> None:
    zoe = make.person("Zoe")
    late = make.person("Lea")
    make.appointment(late, KEY, since=clock.today() + timedelta(days=9))
    for person in (zoe, late):
        with pytest.raises(NotFound):
            sign(person.id, 1)
        assert queries.unsigned_of(person.id, clock.today()) == []


def test_hr_sees_first_who_has_not_signed(app: Flask) -> None:
    people = [make.person(name, job=KEY) for name in ("Ana", "Bea", "Cleo")]
    sign(people[0].id, 1)
    job_id, today = queries.job_line(KEY, clock.today()).id, clock.today()
    assert (sign_offs.counts(job_id, today).signed, sign_offs.counts(job_id, today).holders) == (1, 3)
    found = sign_offs.signatures(job_id, today, first=0, many=50)
    assert [(each.name, each.signed_at is not None) for each in found] == [
        ("Bea", False),
        ("Cleo", False),
        ("Ana", True),
    ]
