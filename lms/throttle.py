"""Limits on attempts: counted in Valkey where there is one, else in this process.

When Valkey is gone the counting goes on in memory: a limit that fails must neither lock everyone
out nor let a guesser in unlimited. The library that counts is loaded with the first attempt: it takes
a twelfth of a start, and most of what a restarted server shows first needs no counting.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """So many attempts in a window, counted under a name and a key: `Limit("sign-in", "5/15minutes")`."""

    name: str
    rate: str

    @property
    def item(self) -> RateLimitItem:
        from limits import parse

        return parse(self.rate)


class Throttle:
    """Counts attempts by limit and key."""

    def __init__(self, url: str) -> None:
        self._shared = _limiter(url) if url else None
        self._memory: MovingWindowRateLimiter | None = None
        self._first = Lock()

    def attempt(self, limit: Limit, key: str) -> bool:
        """Count one attempt; False when the window is already full."""
        return bool(self._ask("hit", limit, key))

    def has_room(self, limit: Limit, key: str) -> bool:
        """Would another attempt be let through? Counts nothing."""
        return bool(self._ask("test", limit, key))

    def forget(self, limit: Limit, key: str) -> None:
        """Start the count of this key afresh."""
        self._ask("clear", limit, key)

    def _ask(self, verb: str, limit: Limit, key: str) -> object:
        if self._shared is not None:
            try:
                return getattr(self._shared, verb)(limit.item, limit.name, key)
            except Exception as problem:  # any fault of the store: count here instead
                log.warning("limits fall back to memory: %s", problem)
        with self._first:
            if self._memory is None:
                self._memory = _limiter("memory://")
        return getattr(self._memory, verb)(limit.item, limit.name, key)


def init_app(app: Flask) -> None:
    app.extensions["throttle"] = Throttle(app.config["REDIS_URL"])


def throttle() -> Throttle:
    found: Throttle = current_app.extensions["throttle"]
    return found


def _limiter(url: str) -> MovingWindowRateLimiter:
    from limits.storage import storage_from_string
    from limits.strategies import MovingWindowRateLimiter

    options = {} if url == "memory://" else {"socket_timeout": 1, "socket_connect_timeout": 1}
    return MovingWindowRateLimiter(storage_from_string(url, **options))
