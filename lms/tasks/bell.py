"""Waking a worker at once, where there is a Valkey or Redis; without one a worker looks each second by itself.

The bell carries nothing: what is to be done stands in the database alone. So there is nothing in the shared
place that could be forged, lost or read twice, and nothing goes wrong when it is away.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from lms.db import db

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)

_NAME = "salesfit:tasks"
_WAITING = "bell"


class Bell:
    def __init__(self, url: str) -> None:
        self._url = url
        self._clients: dict[float, Redis] = {}
        self._is_away = False

    @property
    def is_there(self) -> bool:
        return bool(self._url)

    def ring(self) -> None:
        """Never fails and never waits long: the task is in the database whether the bell is heard or not."""
        if not self._url:
            return
        try:
            ringing = self._client(1).pipeline()
            ringing.lpush(_NAME, "1")
            ringing.ltrim(_NAME, 0, 99)
            ringing.expire(_NAME, 60)
            ringing.execute()
            self._is_away = False
        except Exception as problem:
            self._missed(problem)

    def wait(self, seconds: float) -> None:
        """Until it rings, at most so long."""
        began = time.monotonic()
        try:
            self._client(seconds + 2).brpop([_NAME], timeout=seconds)
            self._is_away = False
        except Exception as problem:
            self._missed(problem)
            time.sleep(max(0.0, seconds - (time.monotonic() - began)))

    def _missed(self, problem: Exception) -> None:
        """Told once, not each second."""
        if not self._is_away:
            log.warning("no bell for workers (%s); they look by themselves", type(problem).__name__)
        self._is_away = True

    def _client(self, patience: float) -> Redis:
        """One that gives up after so many seconds, and at once where nobody answers."""
        if patience not in self._clients:
            from redis import Redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry

            url = self._url.replace("valkey", "redis", 1) if self._url.startswith("valkey") else self._url
            self._clients[patience] = Redis.from_url(
                url, socket_timeout=patience, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
            )
        return self._clients[patience]


def init_app(app: Flask) -> None:
    app.extensions["bell"] = Bell(app.config["QUEUE_URL"] or app.config["REDIS_URL"])


def bell() -> Bell:
    found: Bell = current_app.extensions["bell"]
    return found


def ring_after_commit() -> None:
    """Once what this session did can be seen by a worker."""
    db.session().info[_WAITING] = True


def _ring(session: Session) -> None:
    if session.info.pop(_WAITING, False):
        bell().ring()


def _be_silent(session: Session) -> None:
    session.info.pop(_WAITING, None)


event.listen(db.session, "after_commit", _ring)
event.listen(db.session, "after_rollback", _be_silent)
