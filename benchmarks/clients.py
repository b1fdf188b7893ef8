"""Someone with a browser: keeps the connection, the cookies and the token of the last form."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterable
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

IDLE_SECONDS = 3
"""Shorter than the server keeps a silent connection; after that we open a new one, as browsers do."""
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class Unexpected(Exception):
    """The server answered something else than the benchmark is about."""


class Client:
    """Asks for every page packed, as browsers do: packing is part of what a page costs."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._used = time.monotonic()
        self._cookies: dict[str, str] = {}
        self.token = ""
        self.location = ""

    def get(self, path: str) -> bytes:
        """The body as it came."""
        return self._send("GET", path, 200)

    def read(self, path: str) -> str:
        """A page as text; remembers the token of its form."""
        content = self.get(path)
        page = (gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content).decode()
        found = TOKEN.search(page)
        self.token = found.group(1) if found else self.token
        return page

    def post(self, path: str, fields: Iterable[tuple[str, str]], *, expect: int = 303) -> str:
        """Sends a form with the token last seen; returns where the answer leads."""
        body = urlencode([("csrf_token", self.token), *fields])
        self._send("POST", path, expect, body)
        return self.location

    def sign_in(self, email: str, password: str) -> None:
        self.read("/sign-in")
        self.post("/sign-in", [("email", email), ("password", password)], expect=302)

    def close(self) -> None:
        self._connection.close()

    def _send(self, method: str, path: str, expect: int, body: str | None = None) -> bytes:
        headers = {"Accept-Encoding": "gzip"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self._used > IDLE_SECONDS:
            self._connection.close()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._used = time.monotonic()
        if answer.status != expect:
            raise Unexpected(f"{method} {path} answered {answer.status} instead of {expect}")
        for header in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: crumb.value for name, crumb in SimpleCookie(header).items()}
        target = urlsplit(urljoin(path, answer.headers.get("Location", "")))
        self.location = f"{target.path}?{target.query}" if target.query else target.path
        return content
