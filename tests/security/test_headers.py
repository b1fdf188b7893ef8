"""Scorecard S12: what every answer tells the browser about safety.

Seen to fail: personal pages as no-cache, 'unsafe-inline' in the policy, 500 in place of 503 while
the database is locked, static files without policy or HSTS, SESSION_COOKIE_SECURE always False.
"""

from __future__ import annotations

import contextvars
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from lms.app import create_app
from lms.db import db
from lms.people import service as people
from lms.throttle import Throttle
from tests import conftest, make
from tests.security.access import rows
from tests.security.world import VIEWERS, World

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGES = {"X-Frame-Options": "DENY", "Referrer-Policy": ("same-origin", "no-referrer"), "Cross-Origin-Opener-Policy": "same-origin"}
SHARED = {"/help", "/accessibility", "/who-sees-what", "/healthz", "/readyz"}
"""Pages that say the same to every stranger, so that a stranger's copy may be kept and asked for again."""
KEPT_BY_READERS = re.compile(r"/courses/[\w-]+/images/")
"""Pictures of courses: for the signed-in, kept by their own browser, the same for all."""


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_every_answer_of_a_route_is_shielded(world: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    wrong = []
    for viewer in VIEWERS:
        client = as_viewer(viewer)
        client.application.extensions["throttle"] = Throttle("")
        for row in rows():
            if row.address.endswith(".pdf") and viewer != "hr":
                continue
            if row.method == "GET":
                response = client.get(world.address(row.address, viewer))
            else:
                response = client.post(world.address(row.address, viewer), token=False)
            wrong += [f"{row} by {viewer}: {fault}" for fault in _faults(response)]
            wrong += [f"{row} by {viewer}: {fault}" for fault in _kept(response, row.address, viewer)]
    assert not wrong, "\n" + "\n".join(wrong)


def _faults(response: TestResponse) -> Iterator[str]:
    for name, value in (EVERYWHERE | PAGES).items():
        found = response.headers.get(name)
        if found != value and found not in value:
            yield f"{name} is {found}"
    policy = response.headers.get("Content-Security-Policy", "")
    if not policy or "unsafe" in policy or "*" in policy:
        yield f"policy is {policy!r}"
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        if part not in policy:
            yield f"policy lacks {part}"
    if "Server" in response.headers or "X-Powered-By" in response.headers:
        yield "says what serves it"
    page = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
    if nonce := re.search(r"'nonce-([^']+)'", policy):
        yield from (
            f"a script without the nonce: {tag}"
            for tag in re.findall(r"<script[^>]*>", page)
            if f'nonce="{nonce[1]}"' not in tag and 'type="application/json"' not in tag
        )
    if re.search(r"<[^>]+\s(style|on\w+)=", page):
        yield "a style or a handler inside a tag"


def _kept(response: TestResponse, address: str, viewer: str) -> Iterator[str]:
    """Personal pages are kept nowhere; where a picture is kept, only by the reader's own browser."""
    told = response.headers.get("Cache-Control", "")
    if KEPT_BY_READERS.match(address) and response.status_code == 200:
        if "private" not in told:
            yield f"Cache-Control is {told!r}"
    elif "no-store" not in told and not (viewer == "anonymous" and (address in SHARED or response.status_code in (302, 404, 410))):
        yield f"Cache-Control is {told!r}"


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_refusals_are_shielded_too(app: Flask, world: World, as_viewer: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch) -> None:
    learner = as_viewer("learner")
    answers = {
        400: learner.post("/plans", token=False),
        403: learner.get("/studio/"),
        404: learner.get("/nothing/here"),
        405: learner.put("/me"),
        413: learner.post("/plans", data={"when": "x" * 2_000_000}),
        422: learner.post("/plans", data={"course": "core", "module": "core-1"}),
        429: _after_many(as_viewer("anonymous")),
        503: _while_locked(learner),
        500: _broken(app, learner, monkeypatch),
    }
    wrong = []
    for status, response in answers.items():
        assert response.status_code == status
        wrong += [f"{status}: {fault}" for fault in _faults(response)]
    assert not wrong, "\n" + "\n".join(wrong)
    assert answers[503].headers["Retry-After"]
    assert answers[405].headers["Allow"]


def _after_many(client: FlaskClient) -> TestResponse:
    for _ in range(31):
        response = client.get("/verify/0000000000000000")
    return response


def _while_locked(client: FlaskClient) -> TestResponse:
    """Somebody else holds the write lock for longer than anyone waits."""

    def hurry(connection: object, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]

    event.listen(db.engine, "connect", hurry)
    db.session.commit()
    db.engine.dispose()
    other = db.engine.connect()
    other.exec_driver_sql("SELECT 1")  # opens the transaction, which takes the lock
    try:
        form = {"course": "core", "module": "core-1", "when": "a", "will": "b", "by": "2027-05-20"}
        return client.post("/plans", data=form)
    finally:
        other.close()
        event.remove(db.engine, "connect", hurry)
        db.engine.dispose()


def _broken(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> TestResponse:
    for name in ("PROPAGATE_PROBLEMS", "PROPAGATE_EXCEPTIONS", "TESTING"):
        monkeypatch.setitem(app.config, name, False)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE plan RENAME TO plan_gone")
    return client.get("/")


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["salesfit.css", "app.js", "icons.svg"])
def test_static_files_are_shielded_and_kept(app: Flask, client: FlaskClient, name: str) -> None:
    response = client.get(app.jinja_env.globals["asset"](name), buffered=True)
    assert response.status_code == 200
    for header, value in EVERYWHERE.items():
        assert response.headers[header] == value
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "immutable" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("base_url", ["https://learn.example.com", "http://127.0.0.1:8000"])
@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_cookies_and_transport(app: Flask, tmp_path: Path, base_url: str) -> None:
    """Under an https address cookies travel under https alone, and browsers are told to stay there."""
    make.person("Ana", password="three green bottles")
    db.session.commit()
    settings = conftest.test_settings(tmp_path, app.config["DATABASE_URL"])
    installed = create_app(settings | {"BASE_URL": base_url}, now=lambda: conftest.START)
    installed.test_client_class = conftest.Client
    secure = base_url.startswith("https")

    def sign_in() -> tuple[TestResponse, TestResponse, TestResponse]:
        with installed.app_context():
            client = installed.test_client()
            token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in", base_url=base_url).text)
            assert token
            form = {"email": "ana@example.com", "password": "three green bottles", "csrf_token": token[1]}
            found = client.post("/sign-in", data=form, base_url=base_url, token=False)
            script = client.get(installed.jinja_env.globals["asset"]("app.js"), buffered=True)
            page = client.get("/account", base_url=base_url)
            db.session.remove()
            db.engine.dispose()
            return found, page, script

    signed_in, page, script = contextvars.Context().run(sign_in)
    assert signed_in.status_code == 302
    cookie = signed_in.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is secure
    assert "Domain=" not in cookie
    assert page.status_code == 200
    for response in (signed_in, page, script):
        assert ("Strict-Transport-Security" in response.headers) is secure


def test_a_link_is_told_to_nobody(app: Flask, client: FlaskClient) -> None:
    """The address of a one-time link is a secret: neither kept nor handed on as a referrer."""
    token = people.make_link(make.person("Noor"), now=conftest.START)
    db.session.commit()
    response = client.get(f"/link/{token}")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
