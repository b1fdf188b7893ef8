"""Real workers that are killed, stopped and woken: SQLite, PostgreSQL, Valkey.

Seen to fail: without the sweep (a killed worker's task stays), without the handler of SIGTERM (the exit code
tells the signal), and without the bell (it is done after a minute).
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms import tasks
from lms.config import ROOT
from lms.db import db, reading
from lms.tasks import bell
from lms.tasks.models import State, Task
from tests import conftest, servers

pytestmark = pytest.mark.usefixtures("kinds")


@contextmanager
def worker(app: Flask, folder: Path, *, look_every: float = 0.05, **more: Any) -> Iterator[subprocess.Popen[str]]:
    settings = {
        "app": conftest.test_settings(folder, app.config["DATABASE_URL"]) | more,
        "look_every": look_every,
        "stale_after": 1.5,
    }
    command = [sys.executable, "-m", "tests.tasks.working", json.dumps(settings)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, text=True, preexec_fn=servers.die_with_parent())
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


def wish(file: Path, *, shows: bool = False) -> None:
    tasks.enqueue("tests.hang", {"file": str(file), "shows": shows}, key="it", now=datetime.now(UTC))
    db.session.commit()


def the_task() -> Task:
    """As it is now; looking at it must not hold up the worker."""
    with reading():
        found = tasks.find("it")
        assert found is not None
        db.session.expunge(found)
        db.session.rollback()
    return found


def wait_for(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < end, (the_task().state, the_task().tries, the_task().error)
        time.sleep(0.02)


def test_what_a_killed_worker_was_at_is_taken_up_by_another(app: Flask, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    wish(begun)
    with worker(app, tmp_path) as killed:
        wait_for(begun.exists)
        killed.kill()
        killed.wait(10)
    assert the_task().state == State.RUNNING
    with worker(app, tmp_path):
        wait_for(lambda: the_task().state == State.DONE)
    assert the_task().tries == 2


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
def test_one_that_is_told_to_stop_puts_its_task_back_and_ends_well(app: Flask, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    wish(begun, shows=True)
    with worker(app, tmp_path) as told:
        wait_for(begun.exists)
        told.send_signal(signal.SIGTERM)
        assert told.wait(10) == 0
    assert (the_task().state, the_task().tries) == (State.QUEUED, 0)


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
def test_a_bell_wakes_it_at_once(app: Flask, tmp_path: Path, valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would look by itself only after a minute."""
    begun = tmp_path / "begun"
    begun.touch()
    monkeypatch.setitem(app.extensions, "bell", bell.Bell(valkey_url))
    with worker(app, tmp_path, look_every=60, QUEUE_URL=valkey_url):
        wish(begun)
        wait_for(lambda: the_task().state == State.DONE)


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
def test_without_the_bell_everything_goes_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The shared place is away: the wish is taken, a worker goes on looking no faster than before, and it is told once."""
    away = bell.Bell(f"redis://127.0.0.1:{servers.free_port()}/0")
    monkeypatch.setitem(app.extensions, "bell", away)
    wish(Path("nowhere"))
    assert the_task().state == State.QUEUED
    began = time.monotonic()
    away.wait(0.2)
    assert 0.2 <= time.monotonic() - began < 5
    assert [record.getMessage() for record in caplog.records if record.name == "lms.tasks.bell"] == [
        "no bell for workers (ConnectionError); they look by themselves"
    ]
