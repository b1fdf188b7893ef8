"""Salesfit as people start it: a process of its own on its own SQLite file, gone when the tests are."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms import server
from lms.config import ROOT
from tests.servers import die_with_parent, free_port

PASSWORD = "a lantern by the quay"
DATABASE = "salesfit.sqlite"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running installation in `folder`, which holds its database and perhaps its courses."""

    address: str
    folder: Path
    settings: dict[str, str]

    @property
    def courses(self) -> Path:
        return self.folder / "courses"

    def reset(self, database: Path) -> None:
        """Put this database in place of the site's own while it runs."""
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(self.folder / DATABASE)) as target:
            source.backup(target)

    def hours_ahead(self, hours: float) -> None:
        """Let the site believe that it is so much later; only for sites with a clock."""
        written = self.folder / "hours_ahead.new"
        written.write_text(str(hours))
        written.rename(self.folder / "hours_ahead")

    def ask(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows of the site's database: ids that a story cannot read off a page."""
        with closing(sqlite3.connect(self.folder / DATABASE)) as connection:
            return connection.execute(question, values).fetchall()

    def person(self, name: str) -> int:
        """The number of one of the cast."""
        found: int = self.ask("SELECT id FROM person WHERE email = ?", f"{name}@larkmoor.example")[0][0]
        return found

    def command(self, *arguments: str) -> str:
        """What `python3 -m lms ...` prints for this installation."""
        done = subprocess.run(
            [sys.executable, "-m", "lms.commands", *arguments],
            cwd=ROOT, env=self.settings, check=True, capture_output=True, text=True,
        )
        return done.stdout


@contextmanager
def running(folder: Path, *options: str, database: Path | None = None) -> Iterator[Site]:
    """`python3 -m lms run` with these options, on an empty database or on a copy of `database`.

    Without its worker: no story waits for what is done outside a request, and each start is quicker.
    """
    port = free_port()
    command = [sys.executable, "-m", "lms.commands", "run", "--port", str(port), "--no-worker", *options]
    with _started(folder, port, command, database) as site:
        yield site


@contextmanager
def running_with_clock(folder: Path, *, database: Path) -> Iterator[Site]:
    """The same site with a clock that the story moves; served with the options of `run`."""
    port = free_port()
    command = server.gunicorn("tests.browser.site_with_clock:app", bind=f"127.0.0.1:{port}", workers=1, threads=8)
    (folder / "hours_ahead").write_text("0")
    with _started(folder, port, command, database) as site:
        yield site


@contextmanager
def _started(folder: Path, port: int, command: list[str], database: Path | None) -> Iterator[Site]:
    if database is not None:
        shutil.copy(database, folder / DATABASE)
    site = Site(address=f"http://127.0.0.1:{port}", folder=folder, settings=_settings(folder, port))
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=site.settings, stdout=log, stderr=log, preexec_fn=die_with_parent()
        )
    try:
        _wait(f"{site.address}/readyz", process, folder / "log")
        yield site
    finally:
        process.terminate()
        process.wait(20)


def _settings(folder: Path, port: int) -> dict[str, str]:
    courses = folder / "courses"
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("LMS_")},
        "LMS_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "LMS_SECRET_KEY": "only for stories",
        "LMS_DEMO_PASSWORD": PASSWORD,
        "LMS_BASE_URL": f"http://127.0.0.1:{port}",
        "LMS_COURSES": str(courses if courses.is_dir() else ROOT / "courses"),
        "STORY_HOURS_AHEAD": str(folder / "hours_ahead"),
    }


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the site did not start:\n{log.read_text()}") from None
            time.sleep(0.1)
        else:
            return
