from __future__ import annotations

import os

import click
from flask import current_app
from flask.cli import with_appcontext

from lms import clock
from lms.tasks import running, service
from lms.tasks.worker import Worker


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option("--parent", type=int, hidden=True, help="End when the process with this number is no longer the parent.")
@with_appcontext
def worker_command(once: bool, parent: int | None) -> None:
    """Do what is to be done outside requests: mails, imports, what is due each day. Ends on SIGTERM."""
    if once:
        service.plan_daily(clock.now())
        running.run_due(clock.now())
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    worker = Worker(app, go_on=lambda: parent is None or os.getppid() == parent)
    worker.stop_on_signals()
    worker.work()
