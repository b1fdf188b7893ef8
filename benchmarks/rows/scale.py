"""What must not grow with the company, or grow no faster than one bare look at all its levels.

Everything runs in this process. The bare scan is `count(*)` and `sum(level)` of the held levels over the same connection,
taken in turn with the work it is held against.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import select, text, update

from benchmarks import many
from benchmarks.many import Size
from benchmarks.rounds import ROUNDS
from benchmarks.rows import bulk
from benchmarks.table import Result, of_rounds
from lms import clock
from lms.competencies.models import HeldLevel
from lms.db import db
from lms.figures import service as figures
from lms.figures.recount import recount
from lms.people.models import Person

SMALL = 1_000
TIMES = 5
CHANGED = 100
LARGE = 100_000
"""From here on a page must be small beside the scan; in a small company the scan is next to nothing."""


def measure(size: Size) -> list[Result]:
    """On SQLite, and with `--postgresql` there; `--people` says how many."""
    with tempfile.TemporaryDirectory(prefix="salesfit-many-") as name, ExitStack() as stack:
        folder = Path(name)
        server = ""
        if size.postgresql:
            from tests import servers

            (folder / "server").mkdir()
            server = stack.enter_context(servers.postgresql(folder / "server"))
        engine = "PostgreSQL" if server else "SQLite"
        small = stack.enter_context(many.company_of(SMALL, folder, server))
        large = stack.enter_context(many.company_of(size.people, folder, server))
        found = _against_the_scan(large, size.people, engine)
        found += _pages(small, large, size.people, engine)
        return found + bulk.measure(large, size.people, engine)


def _against_the_scan(app: Flask, people: int, engine: str) -> list[Result]:
    henry = many.visitor(app, "henry")
    today = clock.today()

    def page(address: str) -> Callable[[], object]:
        return lambda: many.get(henry, address)

    facts = {"against": "bare scan of the levels"}
    key, where = f"{engine.casefold()}-{people}", f"{people:,} people × 14, {engine}"
    rows = [
        of_rounds(
            _in_turn(recount), row=f"recount-{key}", what=f"coverage counted anew, {where}", must=4.0, aim=1.2, **facts
        ),
        of_rounds(
            _in_turn(page("/reports/coverage")), row=f"kept-{key}", what=f"coverage from kept figures, {where}",
            must=0.2 if people >= LARGE else None, aim=0.08 if people >= LARGE else None, **facts,
        ),
        of_rounds(
            _in_turn(page("/reports/coverage?by=team")), row=f"kept-team-{key}", what=f"the same by team, {where}",
            must=None, aim=None, **facts,
        ),
    ]  # fmt: skip
    _change_some(CHANGED)
    rows.append(
        of_rounds(
            _in_turn(page("/reports/coverage")), row=f"changed-{key}",
            what=f"coverage with {CHANGED} people changed since, {where}", must=None, aim=None, **facts,
        )
    )  # fmt: skip
    figures.fold_all(today, after_each=db.session.commit)
    return rows


def _pages(small: Flask, large: Flask, people: int, engine: str) -> list[Result]:
    """The same pages of both companies in turn."""
    results = []
    ways = zip(_ways(large), _ways(small), strict=True)
    for (name, what, ours), (_name, _what, theirs) in ways:
        ours(), theirs()
        rounds = [(_seconds(ours), _seconds(theirs)) for _ in range(ROUNDS)]
        what = f"{what} at {people:,} against {SMALL:,}, {engine}"
        facts = {"must": 1.5, "aim": 1.2, "against": f"{SMALL} people"}
        results.append(of_rounds(rounds, row=f"{name}-{engine.casefold()}-{people}", what=what, **facts))
    return results


def _ways(app: Flask) -> list[tuple[str, str, Callable[[], object]]]:
    """A page of the list of people, and what one person asks of their own."""
    with app.app_context():
        henry, ana, number = many.visitor(app, "henry"), many.visitor(app, "ana"), _id_of("ana")
        db.session.rollback()
    return [
        ("people", "a page of 50 people", lambda: many.get(henry, "/people/")),
        ("person", "one person's page", lambda: many.get(henry, f"/people/{number}")),
        ("home", "one person's plan on the first page", lambda: many.get(ana, "/")),
        ("me", "my page", lambda: many.get(ana, "/me")),
        ("refresher", "my due questions", lambda: many.get(ana, "/refresher")),
    ]


def _in_turn(work: Callable[[], object]) -> list[tuple[float, float]]:
    """Rounds of the work and of the bare scan, in turn."""
    work()
    _scan()
    return [(_seconds(work), _seconds(_scan)) for _ in range(ROUNDS)]


def _seconds(work: Callable[[], object]) -> float:
    """Processor time where the database is in this process, for others use the machine too; else the wall."""
    ticks = time.process_time if db.engine.dialect.name == "sqlite" else time.perf_counter
    took = []
    for _ in range(TIMES):
        began = ticks()
        work()
        took.append(ticks() - began)
    return median(took)


def _scan() -> Any:
    return db.session.execute(text("SELECT count(*), sum(level) FROM held_level")).one()


def _change_some(how_many: int) -> None:
    some = select(Person.id).where(Person.email.startswith("many")).order_by(Person.id).limit(how_many)
    later = clock.today() + timedelta(days=90)
    db.session.execute(
        update(HeldLevel).where(HeldLevel.person_id.in_(some)).values(current_until=later),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()


def _id_of(name: str) -> int:
    return db.session.scalars(select(Person.id).where(Person.email == f"{name}@larkmoor.example")).one()
