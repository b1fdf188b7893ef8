from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select

from lms.db import db, reading, rows_of
from lms.tasks.models import State, Task
from lms.tasks.registry import handlers


@dataclass(frozen=True)
class Standing:
    """How it stands with the tasks, for whoever looks after the installation."""

    waiting: int
    waiting_since: datetime | None
    """Since when the oldest of those could have been done; long ago means that no worker runs."""
    running: int
    failed: int


def standing(now: datetime) -> Standing:
    counted = select(Task.state, func.count(), func.min(Task.not_before)).group_by(Task.state)
    due = or_(Task.state != State.QUEUED, Task.not_before <= now)
    rows = {state: (count, first) for state, count, first in db.session.execute(counted.where(due))}
    waiting, since = rows.get(State.QUEUED, (0, None))
    return Standing(waiting, since, rows.get(State.RUNNING, (0, None))[0], rows.get(State.FAILED, (0, None))[0])


def find(key: str) -> Task | None:
    """The task with this key, as it is now: its state, its progress, what went wrong."""
    return db.session.scalars(select(Task).where(Task.key == key)).one_or_none()


def failures(*, most: int = 50) -> list[Task]:
    """Tasks that were given up, the latest first."""
    found = select(Task).where(Task.state == State.FAILED).order_by(Task.finished_at.desc(), Task.id.desc())
    return list(db.session.scalars(found.limit(most)))


def is_work_there(now: datetime, *, stale_after: timedelta) -> bool:
    """Is there a task to begin or to take back? Takes no lock; what a worker asks each second."""
    due = and_(Task.state == State.QUEUED, Task.not_before <= now, Task.kind.in_(handlers))
    lost = and_(Task.state == State.RUNNING, Task.beat_at < now - stale_after)
    with reading():
        found = rows_of(select(Task.id).where(or_(due, lost)).limit(1)).first()
        db.session.rollback()
    return found is not None
