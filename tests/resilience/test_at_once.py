"""Scorecard R10: twelve at once from two processes: one try at a check, one completion, one certificate.

Seen to fail: certificates.service.issue looking first instead of leaving it to the constraint, a
check without its pause, and course completions without the lock on the person.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.certificates.models import Certificate
from lms.config import ROOT
from lms.db import db
from lms.demo import deeds
from lms.learning.models import CourseCompletion, Plan
from lms.people.models import Person
from lms.quizzes.models import Answer, Attempt
from tests import make
from tests.conftest import MovableClock

PROCESSES, THREADS = 2, 6


@pytest.fixture
def ana(app: Flask, clock: MovableClock) -> Person:
    """She passed every module three days ago, so the check is open."""
    person = make.person("Ana")
    deeds.pass_modules(person, deeds.course("core"), ["core-1", "core-2"], start=clock() - timedelta(days=5))
    db.session.commit()
    return person


def test_one_try_at_a_check(app: Flask, ana: Person, clock: MovableClock, tmp_path: Path) -> None:
    told = _all_at_once(app, "check", ana, clock, tmp_path)
    assert "try 1, finished" in told
    assert not [each for each in told if each.startswith("try 2")], told
    tries = list(db.session.scalars(select(Attempt).where(Attempt.quiz == "core-check")))
    assert [(each.number, each.finished) for each in tries] == [(1, True)]
    answers = db.session.scalar(select(func.count()).select_from(Answer).where(Answer.attempt_id == tries[0].id))
    assert answers == tries[0].asked


def test_one_completion_and_one_certificate(app: Flask, ana: Person, clock: MovableClock, tmp_path: Path) -> None:
    deeds.pass_quiz(ana, deeds.course("core"), "core-check", at=clock())
    told = _all_at_once(app, "course", ana, clock, tmp_path)
    assert told == ["planned"] * PROCESSES * THREADS
    assert db.session.scalar(select(func.count()).select_from(Plan)) == THREADS
    assert db.session.scalar(select(func.count()).select_from(CourseCompletion)) == 1
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_one_certificate_and_everyone_is_given_it(
    app: Flask, ana: Person, clock: MovableClock, tmp_path: Path
) -> None:
    told = _all_at_once(app, "certificate", ana, clock, tmp_path)
    assert set(told) == {db.session.scalars(select(Certificate.code)).one()}
    assert len(told) == PROCESSES * THREADS


def _all_at_once(app: Flask, deed: str, person: Person, clock: MovableClock, folder: Path) -> list[str]:
    """What came of each thread of each process."""
    db.session.commit()
    task = {
        "deed": deed,
        "person": person.id,
        "threads": THREADS,
        "database": app.config["DATABASE_URL"],
        "folder": str(folder),
        "now": clock().isoformat(),
    }
    db.session.commit()
    command = [sys.executable, "-m", "tests.resilience.worker", json.dumps(task)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(PROCESSES)]  # type: ignore[call-overload]
    try:
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        told = [each for worker in workers for each in json.loads(worker.communicate(timeout=90)[0])]
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    db.session.expire_all()
    return told
