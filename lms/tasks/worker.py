"""The loop of a worker: what is due is done, one task after the other, until it is told to stop."""

from __future__ import annotations

import logging
import os
import select
import signal
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask

from lms import clock
from lms.db import db
from lms.tasks import queries, running, service
from lms.tasks.bell import Bell, bell

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
AFTER_TROUBLE = 5.0


class Worker:
    """`go_on` is asked between tasks, so that a worker started by the site ends with it."""

    def __init__(
        self,
        app: Flask,
        *,
        go_on: Callable[[], bool] = lambda: True,
        look_every: float = LOOK_EVERY,
        stale_after: timedelta = service.STALE_AFTER,
    ) -> None:
        self._app, self._go_on, self._look_every, self._stale_after = app, go_on, look_every, stale_after
        self._planned: date | None = None
        self._told_to_stop = self._was_ready = False
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT end the worker after its task; one that shows progress is put back at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def stop(self) -> None:
        self._told_to_stop = True
        os.write(self._wake, b"x")

    def work(self) -> None:
        while not self._is_stopping():
            pause = self._look_every
            with self._app.app_context():
                try:
                    if self._is_ready() and self._is_work_there():
                        service.sweep(clock.now(), stale_after=self._stale_after)
                        self._do_all()
                except Exception:
                    log.exception("the worker had trouble; it goes on in a moment")
                    db.session.rollback()
                    pause = AFTER_TROUBLE
                ring = bell()
            if not self._is_stopping():
                self._rest(ring, pause)

    def _do_all(self) -> None:
        while not self._is_stopping() and (claim := service.claim_next(clock.now())) is not None:
            running.run(claim, clock.now(), is_stopping=lambda: self._told_to_stop)

    def _is_ready(self) -> bool:
        """Are the tables those of this version? Until they are, the site is bringing them up to date."""
        self._was_ready = self._was_ready or self._app.extensions["readiness"]["migrations"]()
        return self._was_ready

    def _is_work_there(self) -> bool:
        return self._plan_days() or queries.is_work_there(clock.now(), stale_after=self._stale_after)

    def _plan_days(self) -> bool:
        """Once a day; after five in the morning, or when this worker starts later."""
        now = clock.now()
        if self._planned == clock.day_of(now) or not service.is_hour_of_daily(now):
            return False
        service.plan_daily(now)
        self._planned = clock.day_of(now)
        return True

    def _is_stopping(self) -> bool:
        return self._told_to_stop or not self._go_on()

    def _rest(self, ring: Bell, seconds: float) -> None:
        if ring.is_there:
            ring.wait(seconds)
        else:
            select.select([self._woken], [], [], seconds)
