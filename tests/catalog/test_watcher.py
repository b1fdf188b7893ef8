"""A saved file is on the site within two seconds, or its findings are kept; nothing stops the watcher."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from lms.catalog import queries, shelf, watcher
from lms.catalog.things import COURSE, Thing
from lms.db import db, reading
from tests.catalog import tiny

CORE = Thing(COURSE, "core")


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A watched folder."""
    folder = tiny.write(tmp_path)
    before, app.config["COURSES"] = app.config["COURSES"], (str(folder),)
    db.session.commit()
    end = threading.Event()
    thread = threading.Thread(target=watcher.watch, args=(app,), kwargs={"go_on": lambda: not end.is_set()})
    thread.start()
    time.sleep(1)
    yield folder
    end.set()
    thread.join(timeout=10)
    app.config["COURSES"] = before
    assert not thread.is_alive()


def seconds_until(true: Callable[[], bool]) -> float:
    begun = time.monotonic()
    while time.monotonic() - begun < 10:
        shelf.forget()
        with reading():
            happened = true()
            db.session.rollback()
        if happened:
            return time.monotonic() - begun
        time.sleep(0.05)
    raise AssertionError("it never happened")


def test_a_saved_file_is_published_and_a_broken_one_told(folder: Path) -> None:
    file = folder / "core/course.yaml"
    text = file.read_text()
    file.write_text(text.replace("You are part of the sale", "Part of the sale"))
    assert seconds_until(lambda: shelf.current().course("core").title == "Part of the sale") < 2  # type: ignore[union-attr]

    file.write_text(text.replace("minutes: 12", "minutes: many"))
    assert seconds_until(lambda: bool(queries.findings(CORE))) < 2
    assert shelf.current().course("core").title == "Part of the sale"  # type: ignore[union-attr]

    file.write_text(text)
    assert seconds_until(lambda: not queries.findings(CORE)) < 2
    assert shelf.current().course("core").title == "You are part of the sale"  # type: ignore[union-attr]


def test_trouble_is_survived(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "AFTER_TROUBLE", 0.1)
    true_publish, troubles = watcher.service.publish, []

    def once_in_trouble(*args: object, **kwargs: object) -> object:
        if not troubles:
            troubles.append(True)
            raise OSError("the disk is full")
        return true_publish(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(watcher.service, "publish", once_in_trouble)
    file = folder / "core/course.yaml"
    file.write_text(file.read_text().replace("You are part of the sale", "Part of the sale"))
    assert seconds_until(lambda: shelf.current().course("core").title == "Part of the sale") < 4  # type: ignore[union-attr]
    assert troubles
