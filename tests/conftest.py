"""A real database for every test, SQLite and PostgreSQL in turn, and a browser-like client.

The schema is migrated and the tiny course package published once; each test gets a fresh copy.
"""

from __future__ import annotations

import contextvars
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, text
from sqlalchemy.engine import create_engine
from sqlalchemy.pool import NullPool
from werkzeug.test import TestResponse

from lms.app import create_app
from lms.db import db
from lms.people.models import Person
from tests import make, servers

settings.register_profile("suite", deadline=None, max_examples=60)  # a busy machine is no fault of a rule
settings.load_profile("suite")
TINY_PACKAGE = Path(__file__).parent / "courses"
ROOM_NEEDED = 1_500_000_000
START = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)
"""Monday, 3 May 2027, nine o'clock: when every test begins."""

for _name in [name for name in os.environ if name.startswith("LMS_")]:
    del os.environ[_name]


READ_ON_ONE_ENGINE = {
    "reports/test_views.py", "reports/test_exports.py", "reports/test_lists_as_files.py", "reports/test_schedules.py",
    "certificates/test_verify.py", "certificates/test_passports.py", "learning/test_plans.py",
    "learning/test_prior_learning.py", "people/test_links.py", "people/test_sign_in.py", "people/test_sessions.py",
    "test_texts.py",
}  # fmt: skip
"""What these say of pages, files and words does not hang on the engine; that each page is served by both,
`security/test_access.py` sees. So the suite stays short enough to be run."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    left_out = [
        item
        for item in items
        if "postgresql" in item.name.partition("[")[2].split("]")[0].split("-")
        and item.path.relative_to(tests).as_posix() in READ_ON_ONE_ENGINE
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(map(id, left_out))
        items[:] = [item for item in items if id(item) not in gone]


@dataclass
class MovableClock:
    """The time of the tests; stands still unless a test moves it."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> datetime:
        self.moment += timedelta(**by)
        return self.moment


class Client(FlaskClient):
    """Each request in a context of its own, as in life, and each form with its token."""

    def open(self, *args: Any, token: bool = True, **kwargs: Any) -> TestResponse:
        db.session.commit()
        if kwargs.get("method") == "POST" and token and not kwargs.get("json"):
            kwargs["data"] = {"csrf_token": self._token(), **(kwargs.get("data") or {})}
        # Taken whole, in the request's own context: an answer may be sent piece by piece.
        kwargs.setdefault("buffered", True)
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return response

    def _token(self) -> str:
        def plant() -> None:
            with self.session_transaction() as session:
                session["csrf_token"] = "planted"

        contextvars.Context().run(plant)
        serializer = URLSafeTimedSerializer(self.application.config["SECRET_KEY"], salt="wtf-csrf-token")
        return str(serializer.dumps("planted"))


@dataclass
class Installation:
    """An app on one engine, and how to bring its database back to the beginning."""

    app: Flask
    clock: MovableClock
    reset: Callable[[], None]
    engine_name: str
    spent: list[Flask] = field(default_factory=list)


@pytest.fixture(scope="session")
def fast_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where databases of tests lie: in memory where there is room, for each test copies one anew."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_NEEDED:
        folder = Path(tempfile.mkdtemp(prefix="salesfit-tests-", dir=memory))
        yield folder
        shutil.rmtree(folder, ignore_errors=True)
    else:
        yield tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def postgresql_server(fast_folder: Path) -> Iterator[str]:
    """The address of a real PostgreSQL, without a database name at its end."""
    folder = fast_folder / "server"
    folder.mkdir()
    with servers.postgresql(folder) as url:
        yield url


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Valkey."""
    with servers.valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, fast_folder: Path) -> Iterator[Installation]:
    folder = fast_folder / f"app-{request.param}"
    shutil.rmtree(folder, ignore_errors=True)  # a worker may come back to an engine: what it left there is over
    folder.mkdir()
    clock = MovableClock()
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'salesfit.sqlite'}"
    else:
        server = request.getfixturevalue("postgresql_server")
        for old in ("salesfit", "salesfit_template"):
            servers.drop_database(server, old)
        servers.create_database(server, "salesfit")
        url = f"{server}/salesfit"
    app = create_app(test_settings(folder, url), now=clock)
    app.test_client_class = Client
    with app.app_context():
        make.install(TINY_PACKAGE, now=START)
        db.session.remove()
        db.engine.dispose()
        sqlite_file = folder / "salesfit.sqlite"
        reset = _sqlite_reset(sqlite_file) if request.param == "sqlite" else _postgresql_reset(url)
        yield Installation(app, clock, reset, request.param)
        db.session.remove()
        db.engine.dispose()


def test_settings(folder: Path, url: str) -> dict[str, Any]:
    """Settings of an app under test: a fault is raised, not shown as a page."""
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": "only for tests",
        "INSTANCE": str(folder),
        "COURSES": (str(TINY_PACKAGE),),
        "PROPAGATE_PROBLEMS": True,
        "TESTING": True,
    }


def _sqlite_reset(file: Path) -> Callable[[], None]:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    template = file.with_suffix(".template")
    shutil.copy(file, template)

    def reset() -> None:
        db.session.remove()
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        shutil.copy(template, file)

    return reset


def _postgresql_reset(url: str) -> Callable[[], None]:
    server, _, name = url.rpartition("/")
    servers.copy_database(server, name, f"{name}_template")

    def reset() -> None:
        db.session.remove()
        db.engine.dispose()
        servers.drop_database(server, name)
        servers.copy_database(server, f"{name}_template", name)

    return reset


@pytest.fixture
def app(installation: Installation) -> Iterator[Flask]:
    """The app on a fresh database, with an app context for the test's own look at the rows."""
    from lms import throttle

    installation.reset()
    installation.clock.moment = START
    throttle.init_app(installation.app)
    with installation.app.app_context():
        yield installation.app
        db.session.rollback()


@pytest.fixture
def clock(app: Flask, installation: Installation) -> MovableClock:
    return installation.clock


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, clock: MovableClock) -> Callable[[Person], FlaskClient]:
    """A client in which this person is signed in."""

    def begin(person: Person) -> FlaskClient:
        client = app.test_client()
        cookie = {"_user_id": f"{person.id}:{person.session_epoch}", "_fresh": True}
        db.session.commit()

        def plant() -> None:
            with client.session_transaction() as session:
                session.update(cookie, seen=int(clock().timestamp()), kept=False)

        contextvars.Context().run(plant)
        return client

    return begin


class Statements(list[str]):
    """What was sent to the database."""


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], Any]:
    """`with count_queries() as statements: ...` then `len(statements)`; BEGIN and COMMIT are not counted."""

    @contextmanager
    def counting() -> Iterator[Statements]:
        statements = Statements()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
                statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
