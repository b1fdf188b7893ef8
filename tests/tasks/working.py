"""A worker with quick habits and two kinds of tasks, as a process of its own; see test_processes.py."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lms import tasks
from lms.app import create_app
from lms.tasks import registry
from lms.tasks.worker import Worker


@tasks.handler("tests.hang")
def hang(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
    """The first time it comes to no end; showing progress all the while, if it is to."""
    begun = Path(payload["file"])
    if begun.exists():
        return
    begun.touch()
    while True:
        time.sleep(0.02)
        if payload["shows"]:
            progress(1, 2)


def main(settings: dict[str, Any]) -> None:
    registry.daily_kinds.clear()  # what others do each day is not told here
    app = create_app(settings["app"])
    worker = Worker(app, look_every=settings["look_every"], stale_after=timedelta(seconds=settings["stale_after"]))
    worker.stop_on_signals()
    print("ready", flush=True)
    worker.work()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
