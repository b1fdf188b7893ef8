"""Much at once, in the company of `scale`: an export of all gaps, what raising a job would cost, a staff file."""

from __future__ import annotations

import contextvars
import io
import resource
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from benchmarks import many
from benchmarks.table import Result
from lms import clock
from lms.admin.staff_files import service as staff_files
from lms.catalog import shelf
from lms.db import db
from lms.jobs.models import Appointment
from lms.people.models import Person
from lms.reports.jobs import impact, impact_queries
from lms.reports.jobs.impact import Raise

LINES = 5_000
A_SECOND = 600
ROWS = 100_000
"""So many of an export are taken; a larger one goes on alike."""


def measure(app: Flask, people: int, engine: str) -> list[Result]:
    where = f"{people:,} people, {engine}"
    key = f"{engine.casefold()}-{people}"
    return [*_export(app, key, where), _impact(key, where), _import(key, where)]


def _export(app: Flask, key: str, where: str) -> list[Result]:
    """The answer taken piece by piece, as a browser saves it; how much the process grew meanwhile."""
    henry = many.visitor(app, "henry")
    db.session.rollback()
    before, began = _memory(), time.perf_counter()

    def take() -> int:
        answer: Any = henry.get("/reports/gaps.csv", buffered=False)
        assert answer.status_code == 200, answer.status_code
        rows = 0
        for piece in answer.iter_encoded():
            rows += piece.count(b"\n")
            if rows >= ROWS:
                break
        answer.close()
        return rows

    rows = contextvars.Context().run(take)
    seconds, grown = time.perf_counter() - began, _memory() - before
    return [
        Result(
            row=f"export-{key}", what=f"gaps as CSV, {where}: memory", value=round(grown), unit="MB", must=60, aim=30,
            detail=f"{rows:,} rows in {seconds:.1f} s, {rows / seconds:,.0f} a second",
        )
    ]  # fmt: skip


def _impact(key: str, where: str) -> Result:
    """The largest job asks for one level more in three competencies."""
    today = clock.today()
    largest = select(Appointment.job_id, func.count()).group_by(Appointment.job_id).order_by(func.count().desc())
    job, holders = db.session.execute(largest.limit(1)).one()
    raises = [Raise(competency=each, before=2, after=3) for each in list(shelf.current().framework.competencies)[:3]]

    def preview() -> None:
        alike = impact_queries.alike(job, raises, today)
        impact.impact(raises, alike, {}, {})
        impact_queries.standing(job, {each.competency: each.after for each in raises}, today)
        impact_queries.pace(job, today)
        impact_queries.certificates(job, today)
        impact_queries.short_ones(job, raises, today, first=0, many=50)

    seconds = _took(preview)
    return Result(
        row=f"impact-{key}", what=f"what raising a job costs, {holders:,} holders, {where}", value=round(seconds, 2),
        unit="s", must=5.0, aim=1.0,
    )  # fmt: skip


def _import(key: str, where: str) -> Result:
    """A staff file of so many new people, read, judged and brought in; it stays."""
    lines = "".join(f"new{number}@larkmoor.example,New {number},receptionist,carla@larkmoor.example,{clock.today()}\n" for number in range(LINES))
    file = io.BytesIO(f"email,name,job,leader,from\n{lines}".encode())

    def bring_in() -> None:
        done = staff_files.run_file(file, name="staff.csv", dry_run=False, now=clock.now(), tell=lambda _done, _total: None)
        assert done.state == "done", done.report
        db.session.commit()

    seconds = _took(bring_in)
    added = db.session.scalar(select(func.count()).select_from(Person).where(Person.email.startswith("new")))
    assert added == LINES, added
    return Result(
        row=f"import-{key}", what=f"{LINES:,} people imported into {where}", value=round(seconds, 2), unit="s",
        must=round(LINES / A_SECOND, 1), aim=None, detail=f"{LINES / seconds:,.0f} people a second",
    )  # fmt: skip


def _took(work: Callable[[], object]) -> float:
    db.session.rollback()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
