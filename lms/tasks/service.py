"""The verbs on tasks: wishing for one, claiming it, and how it ends."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update

from lms import clock
from lms.db import db, insert_once
from lms.tasks import bell
from lms.tasks.models import State, Task
from lms.tasks.registry import daily_kinds, handlers, patient_kinds
from lms.texts import _

MOST_TRIES = 5
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""After the first, second, ... try that went wrong."""
STALE_AFTER = timedelta(seconds=60)
DAILY_FROM = time(5)


@dataclass(frozen=True)
class Claim:
    """A task that is ours to do, until another worker finds our beat too old and claims it in turn."""

    id: int
    kind: str
    payload: dict[str, Any]
    tries: int


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Wish for a task in this transaction; the same key twice is one task, whatever has become of it.

    A payload is numbers and keys, not names or texts: the row stays for a month after it is done.
    """
    row = {
        "kind": kind,
        "payload": payload,
        "key": key,
        "state": State.QUEUED,
        "tries": 0,
        "created_at": now,
        "not_before": not_before or now,
        "progress_done": 0,
        "progress_total": 0,
        "error": "",
    }
    if insert_once(Task, [row]):
        bell.ring_after_commit()


def plan_daily(now: datetime) -> None:
    """Wish for what is due on this day, if its hour has come; whoever is first decides. Commits."""
    if not is_hour_of_daily(now):
        return
    day = clock.day_of(now).isoformat()
    for kind in daily_kinds:
        enqueue(kind, {}, key=f"daily:{kind}:{day}", now=now)
    db.session.commit()


def is_hour_of_daily(now: datetime) -> bool:
    return now.astimezone(clock.zone()).time() >= DAILY_FROM


def try_again(task_id: int, *, now: datetime) -> bool:
    """An admin lets a failed task be tried anew; False when it is not a failed one (any more)."""
    begun_anew = {"state": State.QUEUED, "tries": 0, "not_before": now, "finished_at": None}
    found = _changed(update(Task).where(Task.id == task_id, Task.state == State.FAILED).values(begun_anew))
    if found:
        bell.ring_after_commit()
    return bool(found)


def claim_next(now: datetime) -> Claim | None:
    """The task that has waited longest, now ours. Commits: from here on others see that it is being done."""
    return _claim(now, handlers.keys() - patient_kinds) or _claim(now, patient_kinds)


def _claim(now: datetime, kinds: Set[str]) -> Claim | None:
    due = (Task.state == State.QUEUED) & (Task.not_before <= now) & Task.kind.in_(kinds)
    first = select(Task.id).where(due).order_by(Task.not_before, Task.id).limit(1).with_for_update(skip_locked=True)
    ours = {"state": State.RUNNING, "tries": Task.tries + 1, "claimed_at": now, "beat_at": now}
    claimed = (
        update(Task)
        .where(Task.id == first.scalar_subquery(), Task.state == State.QUEUED)
        .values(ours)
        .returning(Task.id, Task.kind, Task.payload, Task.tries)
        .execution_options(synchronize_session=False)
    )
    row = db.session.execute(claimed).first()
    db.session.commit()
    return Claim(row.id, row.kind, row.payload, row.tries) if row else None


def beat(claim: Claim, *, now: datetime, progress: tuple[int, int]) -> bool:
    """Say that we are still at it. False when the task is no longer ours."""
    return _mark(claim, beat_at=now, progress_done=progress[0], progress_total=progress[1])


def finish(claim: Claim, *, now: datetime, progress: tuple[int, int]) -> bool:
    """It is done; in the same transaction as what the handler wrote. False when it is no longer ours."""
    done = {"state": State.DONE, "finished_at": now, "error": ""}
    return _mark(claim, **done, progress_done=progress[0], progress_total=progress[1])


def put_off(claim: Claim, *, until: datetime, why: str) -> bool:
    """The handler asks to be called again later; that is no failed try."""
    return _mark(claim, state=State.QUEUED, tries=claim.tries - 1, not_before=until, error=why)


def refuse(claim: Claim, *, why: str, now: datetime) -> bool:
    """It cannot be done, and trying again would not help."""
    return _mark(claim, state=State.FAILED, finished_at=now, error=why)


def retry(claim: Claim, *, why: str, now: datetime) -> bool:
    """It went wrong: again after a pause, or never, after the last try."""
    if claim.tries >= MOST_TRIES:
        return refuse(claim, why=why, now=now)
    return _mark(claim, state=State.QUEUED, not_before=now + PAUSES[claim.tries - 1], error=why)


def sweep(now: datetime, *, stale_after: timedelta = STALE_AFTER) -> int:
    """Take tasks back from workers that are gone. Commits; returns how many."""
    lost = (Task.state == State.RUNNING) & (Task.beat_at < now - stale_after)
    why = _("The worker was gone before it was done.")
    ended = {"state": State.FAILED, "finished_at": now, "error": why}
    found = _changed(update(Task).where(lost, Task.tries >= MOST_TRIES).values(ended))
    found += _changed(update(Task).where(lost).values(state=State.QUEUED, not_before=now, error=why))
    db.session.commit()
    return found


def _mark(claim: Claim, **values: Any) -> bool:
    """Only while it is ours: whoever claimed it after us counted one try more."""
    still_ours = (Task.id == claim.id) & (Task.state == State.RUNNING) & (Task.tries == claim.tries)
    return bool(_changed(update(Task).where(still_ours).values(values)))


def _changed(statement: Any) -> int:
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount
