"""A real SMTP server for mails, which may be made to refuse, to break off, or to ask for a password."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask

from tests import servers

CERTIFICATE = Path(__file__).parent / "localhost.pem"


@dataclass
class PostOffice:
    """What arrived, and how it answers next."""

    port: int
    arrived: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    says_to_address: str = "250 OK"
    says_to_text: str = "250 OK"
    hangs_up: bool = False
    meanwhile: Callable[[], None] = lambda: None
    """Called when somebody greets it, and when a text was handed over."""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.meanwhile()
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.says_to_address.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.says_to_address

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.meanwhile()
        assert isinstance(envelope.content, bytes)
        if self.says_to_text.startswith("2"):
            self.arrived.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            self.to += envelope.rcpt_tos
        if self.hangs_up:
            assert server.transport is not None
            server.transport.abort()
        return self.says_to_text


def _knows(_server: object, _session: object, _envelope: object, _mechanism: str, auth: Any) -> AuthResult:
    assert isinstance(auth, LoginPassword)
    return AuthResult(success=(auth.login, auth.password) == (b"larkmoor", b"pass@word"), handled=False)


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice(servers.free_port())
    yield from _open(office)


@pytest.fixture
def strict_office() -> Iterator[PostOffice]:
    """It goes over to TLS, and asks who sends."""
    office = PostOffice(servers.free_port())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    yield from _open(
        office, tls_context=context, require_starttls=True, authenticator=_knows, auth_required=True
    )


def _open(office: PostOffice, **more: Any) -> Iterator[PostOffice]:
    controller = Controller(office, hostname="127.0.0.1", port=office.port, enable_SMTPUTF8=True, **more)
    controller.start()
    yield office
    controller.stop()


@pytest.fixture
def mail_set_up(app: Flask, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    use(app, monkeypatch, f"smtp://127.0.0.1:{post_office.port}")
    return post_office


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setitem(app.config, "MAIL_URL", url)
    monkeypatch.setitem(app.config, "MAIL_FROM", "Training <training@larkmoor.example>")
