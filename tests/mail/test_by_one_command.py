"""`python3 -m lms run` is the site and its worker: a mail leaves, and nothing is left behind.

Seen to fail: run with --no-worker (the mail stays), and a worker that does not ask for its parent (it stays).
"""

from __future__ import annotations

import contextvars
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from lms import mail
from lms.app import create_app
from lms.config import ROOT
from lms.db import db
from tests import conftest, servers
from tests.mail.conftest import PostOffice


def test_a_mail_leaves_and_all_ends_with_the_site(tmp_path: Path, post_office: PostOffice) -> None:
    settings = {
        "LMS_DATABASE_URL": f"sqlite:///{tmp_path / 'one.sqlite'}",
        "LMS_SECRET_KEY": "a key for both",
        "LMS_COURSES": str(conftest.TINY_PACKAGE),
        "LMS_MAIL_URL": f"smtp://127.0.0.1:{post_office.port}",
        "LMS_MAIL_FROM": "training@larkmoor.example",
    }
    port = str(servers.free_port())
    command = [sys.executable, "-m", "lms.commands", "run", "--no-watch", "--no-demo", "--port", port]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    with open(tmp_path / "log", "wb") as log:
        site = subprocess.Popen(
            command, cwd=ROOT, env=environment | settings, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait_for(lambda: "Salesfit serves" in (tmp_path / "log").read_text(), tmp_path)
        contextvars.Context().run(_write_a_mail, tmp_path, settings)
        _wait_for(lambda: len(post_office.arrived) == 1, tmp_path)
        site.send_signal(signal.SIGTERM)
        assert site.wait(30) == 0
        _wait_for(lambda: not _is_anybody_there(site.pid), tmp_path)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(site.pid, signal.SIGKILL)
        site.wait(10)
    assert post_office.to == ["ana@example.com"]


def _write_a_mail(folder: Path, settings: dict[str, str]) -> None:
    more = {name.removeprefix("LMS_"): value for name, value in settings.items() if "MAIL" in name}
    app = create_app(conftest.test_settings(folder, settings["LMS_DATABASE_URL"]) | more)
    with app.app_context():
        mail.send(
            to="ana@example.com", subject="Due", text="Soon\n", key="due:1", person_id=None, now=datetime.now(UTC)
        )
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _is_anybody_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_for(reached: Callable[[], bool], folder: Path) -> None:
    end = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < end, (folder / "log").read_text()
        time.sleep(0.05)
