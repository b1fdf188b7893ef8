"""Rows of tasks do not pile up. Keys older than this may be used again; none of ours are."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from lms.db import db
from lms.tasks.models import State, Task
from lms.tasks.registry import daily

DONE_STAY = timedelta(days=30)
FAILED_STAY = timedelta(days=180)


@daily("tasks.tidy")
def tidy(*, now: datetime) -> None:
    for state, stay in ((State.DONE, DONE_STAY), (State.FAILED, FAILED_STAY)):
        db.session.execute(delete(Task).where(Task.state == state, Task.finished_at < now - stay))
