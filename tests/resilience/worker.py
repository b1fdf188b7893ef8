"""One of several processes that do the same thing at the same moment; see test_at_once.py.

Reads its task as JSON from the command line, says "ready", waits for a line, and prints what came
of each of its threads as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

from flask import Flask

from lms.app import create_app
from lms.catalog import shelf
from lms.certificates import service as certificates
from lms.clock import day_of
from lms.db import db
from lms.errors import NotFound, Refusal
from lms.learning import papers
from lms.learning import service as learning
from tests import conftest


def main(task: dict[str, Any]) -> None:
    now = datetime.fromisoformat(task["now"])
    settings = conftest.test_settings(Path(task["folder"]), task["database"])
    app = create_app(settings, now=lambda: now)
    with app.app_context():
        shelf.current()
        db.session.remove()
    start = Barrier(task["threads"] + 1)
    deed = DEEDS[task["deed"]]
    with ThreadPoolExecutor(task["threads"]) as pool:
        results = [pool.submit(_run, app, start, deed, task["person"], number, now) for number in range(task["threads"])]
        print("ready", flush=True)
        sys.stdin.readline()
        start.wait(30)
        print(json.dumps([result.result(60) for result in results]), flush=True)


def _run(app: Flask, start: Barrier, deed: Callable[..., str], person: int, number: int, now: datetime) -> str:
    with app.app_context():
        start.wait(30)
        try:
            result = deed(person, number, now)
            db.session.commit()
            return result
        except (Refusal, NotFound) as refused:
            db.session.rollback()
            return type(refused).__name__


def take_check(person: int, number: int, now: datetime) -> str:
    """Go through the check from the first question to the last, choosing by one's own number."""
    paper = papers.find(person, "core", "core-check", number=None, now=now, lock=True)
    for position in range(1, paper.asked + 1):
        item = paper.items[position - 1]
        option = item.options[number % len(item.options)]
        recorded = learning.answer(
            person, "core", "core-check", position, [paper.form_value(item, option)], number=paper.number, now=now
        )
        db.session.commit()
    return f"try {paper.number}, {'finished' if recorded.paper.finished else 'open'}"


def complete_course(person: int, number: int, now: datetime) -> str:
    """The last thing the course asks for: a plan, each another one."""
    by_day = day_of(now) + timedelta(days=number + 1)
    learning.make_plan(person, "core", "core-2", situation=f"moment {number}", act="ask first", by_day=by_day, now=now)
    return "planned"


def issue(person: int, number: int, now: datetime) -> str:
    course = shelf.current().course("core")
    assert course is not None
    return certificates.issue(
        person_id=person,
        name="Ana",
        course=course.id,
        course_title=course.title,
        course_version=course.version,
        revision=course.revision,
        completed_on=day_of(now),
        assessed="Quizzes",
        shown=[],
        minutes=course.minutes,
        current_for_months=12,
        now=now,
    ).code


DEEDS: dict[str, Callable[..., str]] = {"check": take_check, "course": complete_course, "certificate": issue}

if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
