"""Scorecard S5: a thousand malformed requests of each kind of viewer: no 5xx, no trace, no hang.

The requests are drawn from a seed, so a failure names one that can be sent again. They go straight
to the WSGI application, because a polite client refuses to send most of them. SQLite alone: what
is looked for stands in front of the database, but for numbers, which SQLite takes worst.

Seen to fail: the bounded number of lms/web/converters.py replaced by the framework's own (numbers
over 2^63), `refuse_unreadable` taken out (surrogates, NULs).
"""

from __future__ import annotations

import contextvars
import io
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.db import db
from lms.throttle import Throttle
from tests.security.access import rows
from tests.security.world import VIEWERS, World

REQUESTS = 1_000
SLOWEST = 5.0
"""Seconds. Far above what any of these takes, far below a hang."""

ODD = (
    "", " ", "0", "-1", "1e9", "٣", "²", "9" * 40, str(2**63), str(2**31), "NaN", "null", "../" * 20 + "etc/passwd",
    "..%2f..%2f", "%00", "\0", "a\0b", "\ud800", "\udfff\ud800", "\U0001f600", "é", "e\u0301" * 50, "'", "\"><script>alert(1)</script>",
    "' OR 1=1 --", "{{7*7}}", "%s%n", "x" * 5_000, "\r\nSet-Cookie: canary=1", "\n", "%0d%0aX-Canary: 1", "\u202etxt", "\u2028",
    "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "\ufeff", "core-1", "try", "\x1b[2J",
)
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "XYZZY")
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300, "application/json", "text/plain; charset=utf-7", "text/xml", "", "nonsense", "a/b; c=\"",
    "application/x-www-form-urlencoded; charset=utf-16",
)
NAMES = ("csrf_token", "choice", "try", "next", "email", "password", "q", "page", "job", "team", "by", "order", "of", "code", "reason", "edition", "when")


@dataclass(frozen=True)
class Sent:
    """One request, bytes as they would come off the wire."""

    method: str
    path: bytes
    query: bytes
    headers: dict[str, str]
    body: bytes

    def __str__(self) -> str:
        return f"{self.method} {self.path[:80]!r}?{self.query[:120]!r} {self.headers} {self.body[:80]!r}"


class Draw:
    """Malformed requests, from a seed."""

    def __init__(self, seed: str, addresses: list[str], cookie: str) -> None:
        self.random = random.Random(seed)
        self.addresses, self.cookie = addresses, cookie

    def request(self) -> Sent:
        kind = self.random.choice(KINDS)
        headers = {"CONTENT_TYPE": kind} if kind else {}
        if self.random.random() < 0.3:
            name = self.random.choice(("ACCEPT_ENCODING", "HOST", "RANGE", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "REFERER", "ACCEPT_LANGUAGE", "X_FORWARDED_FOR", "AUTHORIZATION", "ORIGIN"))
            headers[f"HTTP_{name}"] = _wire(self._odd())
        if cookie := self._cookie():
            headers["HTTP_COOKIE"] = cookie
        body = self._body()
        headers["CONTENT_LENGTH"] = self.random.choice((str(len(body)), str(len(body)), "", "-5", "x", str(len(body) + 40)))
        return Sent(self.random.choice(METHODS), self._path(), self._pairs(), headers, body)

    def _odd(self) -> str:
        found = self.random.choice(ODD)
        return found if self.random.random() < 0.8 else found + chr(self.random.randrange(1, 0x2FFF))

    def _path(self) -> bytes:
        parts = self.random.choice(self.addresses).split("?")[0].split("/")
        if self.random.random() < 0.6:
            parts[self.random.randrange(1, len(parts))] = self._odd()
        return _bytes("/".join(parts))

    def _pairs(self) -> bytes:
        if self.random.random() < 0.05:
            return b"&".join(b"a%d=%d" % (number, number) for number in range(3_000))
        if self.random.random() < 0.1:
            return bytes(self.random.randrange(256) for _ in range(60))
        pairs = [f"{self.random.choice(NAMES)}={self._odd()}" for _ in range(self.random.randrange(4))]
        return _bytes("&".join(pairs))

    def _body(self) -> bytes:
        chance = self.random.random()
        if chance < 0.2:
            return b"--x\r\nContent-Disposition: form-data; name=\"choice\"" + self.random.choice((b"", b"\r\n", b"\r\n\r\nx", b"\r\n\r\nx\r\n--x--"))
        if chance < 0.3:
            return bytes(self.random.randrange(256) for _ in range(200))
        return self._pairs() if chance < 0.9 else b""

    def _cookie(self) -> str:
        """The viewer's own, none, a truncated, a forged or a nonsensical one."""
        own = f"salesfit={self.cookie}"
        chance = self.random.random()
        if chance < 0.7:
            return own if self.cookie else ""
        cut = own[: self.random.randrange(len(own))]
        return self.random.choice((cut, own + "x", "salesfit=.eJ.x.y", f"salesfit={_wire(self._odd())}", "salesfit=" + "a" * 9_000, ";;=;", own + "; " + own))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _wire(text: str) -> str:
    """As a server hands on header values: bytes read as latin-1, without line ends."""
    return _bytes(text).decode("latin-1").replace("\r", "").replace("\n", "").replace("\0", "")


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_thousand_malformed_requests(
    app: Flask, world: World, as_viewer: Callable[[str], FlaskClient], viewer: str
) -> None:
    addresses = [world.address(row.address, viewer) for row in rows() if "{link}" not in row.address and ".pdf" not in row.address]
    addresses += ["/static/salesfit.css", "/static/", "/nothing/here", "/sign-out/", "/link/x", "/courses/core/images/10-listening.png"]
    client = as_viewer(viewer)
    kept = client.get_cookie("salesfit")
    draw = Draw(f"malformed {viewer}", addresses, kept.value if kept else "")
    wrong = []
    for number in range(REQUESTS):
        if number % 100 == 0:
            app.extensions["throttle"] = Throttle("")
        sent = draw.request()
        began = time.monotonic()
        try:
            status, headers, body = _send(app, sent)
        except Exception as fault:
            wrong.append(f"{type(fault).__name__}: {fault} <- {sent}")
            continue
        if status >= 500 or b"Traceback" in body or time.monotonic() - began > SLOWEST:
            wrong.append(f"{status} after {time.monotonic() - began:.1f} s <- {sent}")
        if any("canary" in (name + value).lower() for name, value in headers if name in ("Set-Cookie", "X-Canary")):
            wrong.append(f"a header was smuggled in <- {sent}")
        if any("\n" in value or "\r" in value for _name, value in headers):
            wrong.append(f"a header with two lines <- {sent}")
        if any(name == "Location" and _leads_away(value, sent) for name, value in headers):
            wrong.append(f"sent to another site: {headers} <- {sent}")
    assert not wrong, f"{len(wrong)} of {REQUESTS}\n" + "\n".join(wrong[:20])


def _leads_away(location: str, sent: Sent) -> bool:
    """Elsewhere than where the request was sent to; what merges doubled slashes writes the whole address."""
    own = f"http://{sent.headers.get('HTTP_HOST', 'localhost')}/"
    return not location.startswith(own) and (not location.startswith("/") or location.startswith(("//", "/\\")))


def _send(app: Flask, sent: Sent) -> tuple[int, list[tuple[str, str]], bytes]:
    environ = {
        "REQUEST_METHOD": sent.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": sent.path.decode("latin-1"),
        "QUERY_STRING": sent.query.decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "10.0.0.7",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(sent.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **sent.headers,
    }
    answer: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: object = None) -> Callable[[bytes], object]:
        answer.append((int(status.split()[0]), headers))
        return lambda _: None

    def run() -> bytes:
        chunks = app.wsgi_app(environ, start)
        try:
            return b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()

    body = contextvars.Context().run(run)
    return *answer[-1], body


def test_two_megabytes_are_refused(world: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    """Seen to fail: MAX_CONTENT_LENGTH taken out of the settings."""
    sign_in, plans = as_viewer("anonymous"), as_viewer("learner")
    big = "x" * 2_000_000
    assert sign_in.post("/sign-in", data={"email": big, "password": "x"}).status_code == 413
    assert plans.post("/plans", data={"when": big}).status_code == 413
    assert plans.post("/plans", data=big.encode(), token=False, content_type="text/plain").status_code in (400, 413)


def test_a_fault_of_ours_shows_a_number_and_nothing_else(
    app: Flask, world: World, as_viewer: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: the page of problems.py given the text of the fault."""
    client = as_viewer("learner")
    monkeypatch.setitem(app.config, "PROPAGATE_PROBLEMS", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE plan RENAME TO plan_gone")
    response = client.get("/")
    assert response.status_code == 500
    page = response.get_data(as_text=True)
    assert "Reference " in page
    for telling in ("Traceback", "plan_gone", "no such table", "does not exist", "SELECT", "sqlalchemy", "lms/"):
        assert telling not in page
