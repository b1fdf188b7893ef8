"""Publishes course files soon after they are saved, so that an author sees them on the site.

It looks at names, sizes and times twice a second, never within a request. A
save in several steps is waited out; whatever goes wrong is logged, and the next
look tries again.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable

from flask import Flask

from lms import clock
from lms.catalog import service
from lms.db import db

log = logging.getLogger(__name__)

LOOK_EVERY = 0.4
"""Seconds; with reading and publishing, a saved file is on the site within two."""
SETTLED_AFTER = 0.15
AFTER_TROUBLE = 2.0

Look = dict[str, tuple[int, int]]


def watch(app: Flask, *, go_on: Callable[[], bool] = lambda: True) -> None:
    """Watches the folders of LMS_COURSES for as long as `go_on` says.

    Files that were saved before it began count as saved now: publishing them again is nothing.
    """
    folders = tuple(app.config["COURSES"])
    published: Look | None = None
    while go_on():
        look = _look(folders)
        if look != published:
            look = _settled(folders, look)
            if _publish(app, folders):
                published = look
            else:
                time.sleep(AFTER_TROUBLE)
        time.sleep(LOOK_EVERY)


def _publish(app: Flask, folders: Iterable[str]) -> bool:
    """Says whether it went well; what was found in the files is kept either way."""
    with app.app_context():
        try:
            report = service.publish(folders, now=clock.now())
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("could not publish the course files; trying again")
            return False
        for thing in report.published:
            log.info("published %s %s", thing.kind, thing.key)
        if report.held_back:
            names = ", ".join(f"{thing.kind} {thing.key}" for thing in report.held_back)
            log.warning("held back, see /studio/: %s", names)
        return True


def _settled(folders: tuple[str, ...], look: Look) -> Look:
    """Waits until nothing has changed for a moment, at most for a few."""
    for _ in range(5):
        time.sleep(SETTLED_AFTER)
        again = _look(folders)
        if again == look:
            break
        look = again
    return look


def _look(folders: Iterable[str]) -> Look:
    """Sizes and times of all files, without opening any or following links."""
    look: Look = {}
    for folder in folders:
        for root, names, files in os.walk(folder):
            names[:] = [name for name in names if not name.startswith(".")]
            for name in files:
                path = os.path.join(root, name)
                try:
                    facts = os.lstat(path)
                except OSError:
                    continue
                look[path] = (facts.st_mtime_ns, facts.st_size)
    return look
