"""What is done outside a request: mails, imports, what is due each day.

A task is a row, written in the transaction of what it belongs to: if that is rolled back there is no task,
and a task that is there survives everything. A worker (`python3 -m lms worker`, one is started by `run`)
claims a row, does it, and says so. Handlers stand with the packages they belong to and are known by their kind.
"""

from __future__ import annotations

from flask import Flask

from lms.tasks.queries import Standing, failures, find, standing
from lms.tasks.registry import Progress, daily, handler
from lms.tasks.running import Later, run_due
from lms.tasks.service import enqueue, plan_daily, try_again

__all__ = [
    "Later",
    "Progress",
    "Standing",
    "daily",
    "enqueue",
    "failures",
    "find",
    "handler",
    "init_app",
    "plan_daily",
    "run_due",
    "standing",
    "try_again",
]


def init_app(app: Flask) -> None:
    from lms.tasks import bell, cli, tidy  # noqa: F401  tidy registers its daily task

    bell.init_app(app)
    app.cli.add_command(cli.worker_command)
