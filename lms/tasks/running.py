"""Doing one task: its transaction, its beat, its progress, and how it may end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from types import TracebackType

from flask import Flask, current_app

from lms import clock
from lms.db import db
from lms.errors import Refusal
from lms.tasks import service
from lms.tasks.registry import handlers
from lms.tasks.service import Claim
from lms.texts import _

log = logging.getLogger(__name__)

BEAT_EVERY = 1.0


class Later(Exception):
    """Raised by a handler: what I changed is to be kept, and call me again at `until`. No failed try."""

    def __init__(self, until: datetime, why: str = "") -> None:
        super().__init__(why)
        self.until, self.why = until, why


class Stopped(BaseException):
    """The worker was asked to stop: the task is rolled back and waits for another. Not for handlers to catch."""


def run_due(now: datetime) -> int:
    """Do all that is queued for `now`, in this process; returns how many tasks were begun.

    Each has a session of its own, so what this one holds is committed first.
    """
    db.session.commit()
    count = 0
    while (claim := service.claim_next(now)) is not None:
        run(claim, now)
        count += 1
    db.session.expire_all()
    return count


def run(claim: Claim, now: datetime, *, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Do the task in an app context and session of its own; whatever goes wrong is kept in its row."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context(), _Beating(app, claim, is_stopping) as beating:
        try:
            handlers[claim.kind](claim.payload, now=now, progress=beating.progress)
            is_ours = service.finish(claim, now=clock.now(), progress=beating.reached)
        except Later as later:
            is_ours = service.put_off(claim, until=later.until, why=later.why)
        except Stopped:
            db.session.rollback()
            is_ours = service.put_off(claim, until=now, why=_("The worker was stopped."))
        except Refusal as refused:
            db.session.rollback()
            is_ours = service.refuse(claim, why=refused.sentence, now=clock.now())
        except Exception as problem:
            # Only its type is kept: the text of an exception may repeat what people wrote.
            log.exception("task %s %s went wrong in try %s", claim.id, claim.kind, claim.tries)
            db.session.rollback()
            is_ours = service.retry(claim, why=type(problem).__name__, now=now)
        if is_ours:
            db.session.commit()
        else:
            log.warning("task %s %s was taken over by another worker", claim.id, claim.kind)
            db.session.rollback()


class _Beating:
    """Says once a second that we are still at it, and how far: in a thread and a session of its own.

    On SQLite a beat waits while the handler writes; so does the sweep that would take the task away.
    """

    def __init__(self, app: Flask, claim: Claim, is_stopping: Callable[[], bool]) -> None:
        self.reached = (0, 0)
        self._app, self._claim, self._is_stopping = app, claim, is_stopping
        self._over = Event()
        self._thread = Thread(target=self._beat, daemon=True)

    def progress(self, done: int, total: int) -> None:
        self.reached = (done, total)
        if self._is_stopping():
            raise Stopped

    def __enter__(self) -> _Beating:
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(BEAT_EVERY):
            with self._app.app_context():
                try:
                    service.beat(self._claim, now=clock.now(), progress=self.reached)
                    db.session.commit()
                except Exception as problem:  # locked for long, or the line broke: the next beat may do
                    log.warning("task %s missed a beat: %s", self._claim.id, type(problem).__name__)
                    db.session.rollback()
