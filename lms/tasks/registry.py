"""Which function does which kind of task. Filled when packages are imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

Progress = Callable[[int, int], None]
"""`progress(done, total)`: shown while the task runs; also where a task lets itself be stopped."""


class Handler(Protocol):
    def __call__(self, payload: dict[str, Any], *, now: datetime, progress: Progress) -> None: ...


class Daily(Protocol):
    def __call__(self, *, now: datetime) -> None: ...


H = TypeVar("H", bound=Handler)
D = TypeVar("D", bound=Daily)

handlers: dict[str, Handler] = {}
patient_kinds: set[str] = set()
daily_kinds: list[str] = []


def handler(kind: str, *, patient: bool = False) -> Callable[[H], H]:
    """`@handler("kind")`: this function does such tasks.

    It runs in a transaction that commits with the mark that the task is done, so what it writes is there once;
    it may commit in between. On SQLite what it reads first takes the lock of writers too, so a long look stands in
    `with db.reading():` and ends with a rollback. It may be run again after a crash, so what it does elsewhere must bear that.
    A Refusal ends the task with its sentence; any other exception lets it be tried again later.

    Tasks of a patient kind are done when no other is due: what goes to thousands lets nobody wait who asks now.
    """

    def register(function: H) -> H:
        _add(kind, function)
        if patient:
            patient_kinds.add(kind)
        return function

    return register


def daily(kind: str) -> Callable[[D], D]:
    """`@daily("kind")`: called once a day in the whole installation, from five in the morning where the company is."""

    def register(function: D) -> D:
        def run(payload: dict[str, Any], *, now: datetime, progress: Progress) -> None:
            function(now=now)

        _add(kind, run)
        daily_kinds.append(kind)
        return function

    return register


def _add(kind: str, function: Handler) -> None:
    if kind in handlers:
        raise AssertionError(f"two functions do tasks of the kind {kind}")
    handlers[kind] = function
