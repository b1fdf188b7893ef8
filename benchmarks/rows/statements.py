"""How often a page asks the database; counted in this process by the same application."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks import company
from benchmarks.bench import Bench
from benchmarks.clients import TOKEN
from benchmarks.rows.quiz import START
from benchmarks.table import Result
from lms.db import db


def measure(bench: Bench) -> list[Result]:
    """After a first round, as on any day but the first: what is kept in the process is there."""
    ben, taker = _signed_in(bench, company.BEN), _signed_in(bench, bench.takers[-1].email)
    sheet = bench.takers[-1].sheet
    question = f"{START}/2"
    _post(taker, f"{START}/1", sheet[1])
    pages = {"statements-module": (company.MODULE, 8, 5), "statements-home": ("/", 10, 6)}
    results = []
    for row, (path, must, aim) in pages.items():
        _ask(ben, "GET", path)
        with _counting(bench) as seen:
            _ask(ben, "GET", path)
        results.append(_result(row, f"SQL statements: {row.removeprefix('statements-')}", len(seen), must, aim))
    token = _token(taker, question)
    with _counting(bench) as seen:
        _send(taker, question, token, sheet[2])
    results.append(_result("statements-answer", "SQL statements: one stored answer", len(seen), 6, 4))
    return results


def _result(row: str, what: str, value: int, must: int, aim: int) -> Result:
    return Result(row=row, what=what, value=value, unit="", must=must, aim=aim)


def _signed_in(bench: Bench, email: str) -> FlaskClient:
    client = bench.app.test_client()
    fields = {"email": email, "password": company.PASSWORD, "csrf_token": _token(client, "/sign-in")}
    assert _ask(client, "POST", "/sign-in", data=fields).status_code == 302
    return client


def _post(client: FlaskClient, path: str, values: list[str]) -> None:
    _send(client, path, _token(client, path), values)


def _send(client: FlaskClient, path: str, token: str, values: list[str]) -> None:
    answer = _ask(client, "POST", path, data={"csrf_token": token, "choice": values})
    assert answer.status_code == 303, answer.status_code


def _token(client: FlaskClient, path: str) -> str:
    found = TOKEN.search(_ask(client, "GET", path).get_data(as_text=True))
    assert found, path
    return found.group(1)


def _ask(client: FlaskClient, method: str, path: str, **more: object):  # type: ignore[no-untyped-def]
    return contextvars.Context().run(client.open, path, method=method, **more)


@contextmanager
def _counting(bench: Bench) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            seen.append(statement)

    with bench.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
