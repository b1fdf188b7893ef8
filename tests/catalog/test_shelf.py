"""The shelf: one statement a request, the same within it, never stale after it."""

import contextvars
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from lms.catalog import service, shelf
from lms.catalog.shelf import Shelf
from lms.db import db, reading
from tests.catalog import tiny
from tests.conftest import START


def in_a_request(app: Flask, ask: Callable[[], Any]) -> Any:
    """What a request of its own is told."""

    def run() -> Any:
        with app.app_context(), reading():
            try:
                return ask()
            finally:
                db.session.remove()

    return contextvars.Context().run(run)


def test_a_request_costs_one_statement_however_often_it_asks(app: Flask, count_queries: Callable[[], Any]) -> None:
    in_a_request(app, shelf.current)

    def ask() -> None:
        for _ in range(3):
            shelf.current().course("core")
            newest = shelf.current().course("developer")
            assert newest is not None
            shelf.course_at("developer", newest.revision)

    db.session.commit()
    with count_queries() as statements:
        in_a_request(app, ask)
    assert len(statements) == 1


def test_a_request_sees_one_shelf_and_the_next_one_the_newest(app: Flask, tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    (folder / "core/course.yaml").write_text(
        (folder / "core/course.yaml").read_text().replace("You are part of the sale", "Part of the sale")
    )
    old: Shelf = in_a_request(app, shelf.current)
    service.publish([str(folder)], now=START + timedelta(days=1))
    db.session.commit()
    new: Shelf = in_a_request(app, shelf.current)
    assert [each.course("core").title for each in (old, new)] == ["You are part of the sale", "Part of the sale"]  # type: ignore[union-attr]
    assert new.course("developer") is old.course("developer"), "what did not change is not read again"


def test_nothing_published_is_an_empty_shelf(app: Flask) -> None:
    empty = Shelf()
    assert empty.courses == ()
    assert empty.course("core") is None
    assert empty.module("core-1") is None
    assert empty.aid("aid-unhappy") is None
    assert empty.misconception("vague-is-safe") is None
    assert empty.voids("core") == ()
    assert dict(empty.framework.competencies) == {}
    assert empty.map.stages == ()


def test_look_ups(app: Flask) -> None:
    found = shelf.current()
    assert [course.id for course in found.courses] == ["core", "developer"]
    assert found.module("core-2").title == "Your word"  # type: ignore[union-attr]
    assert found.course_of("core-2").id == "core"  # type: ignore[union-attr]
    assert found.course_of("core-check").id == "core"  # type: ignore[union-attr]
    assert len(found.check_of("core").items) == 3  # type: ignore[union-attr]
    assert [aid.id for aid in found.aids] == ["aid-unhappy", "aid-plain-words"]
    assert found.module_of_aid("aid-unhappy").id == "core-1"  # type: ignore[union-attr]
    assert found.misconception("vague-is-safe").group == "promises"  # type: ignore[union-attr]
    assert found.job("receptionist").title == "Receptionist"  # type: ignore[union-attr]
    assert [point.id for point in found.map.touch_points] == ["first-call", "chance-contact"]


def test_many_threads_get_the_same_shelf(app: Flask) -> None:
    shelf._kept.__init__()  # type: ignore[misc]
    db.session.commit()
    found: list[Shelf] = []

    def ask() -> None:
        found.append(in_a_request(app, shelf.current))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(each) for each in found}) == 1


def test_old_revisions_are_kept_within_bounds(app: Flask, tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    file = folder / "developer/course.yaml"
    text = file.read_text()
    revisions = []
    for minutes in range(1, 5):
        file.write_text(text.replace("minutes: 15", f"minutes: {minutes}"))
        service.publish([str(folder)], now=START + timedelta(days=minutes))
        revisions.append(shelf.current().course("developer").revision)  # type: ignore[union-attr]
    db.session.commit()
    for number, revision in enumerate(revisions, 1):
        assert shelf.course_at("developer", revision).modules[0].minutes == number  # type: ignore[union-attr]
    assert len(shelf._kept.old) <= shelf.OLD_REVISIONS_KEPT
