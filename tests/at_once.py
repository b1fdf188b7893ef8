"""Several people, or one with several windows, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from lms.db import db

T = TypeVar("T")


def at_once(app: Flask, *calls: Callable[[], T]) -> list[T]:
    """Run each call in a thread and an app context of its own; all begin together."""
    db.session.commit()
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        with app.app_context():
            start.wait(10)
            return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(60) for future in [pool.submit(run, call) for call in calls]]
