"""Settings: defaults that are safe in production, overridden by LMS_... variables.

A name nobody knows or a value that does not parse stops the start with a sentence, because a
misspelt setting that is silently ignored is found out on the worst possible day.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lms.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent


def _text(value: str) -> str:
    return value


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and int(value) <= 100):
        raise ValueError("a whole number from 0 to 100")
    return int(value)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone such as Europe/London") from None
    return value


def _log_form(value: str) -> str:
    if value not in ("text", "json"):
        raise ValueError("text or json")
    return value


def _parts(address: str) -> SplitResult:
    """The parts of an address; of one that cannot be split, none, which no setting accepts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _base_url(value: str) -> str:
    parts = _parts(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("an address such as https://learn.example.com")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    if _parts(value).scheme.split("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError("an address that begins with sqlite:/// or postgresql://")
    return value


def _redis_url(value: str) -> str:
    if value and _parts(value).scheme not in ("redis", "rediss", "valkey", "valkeys", "unix"):
        raise ValueError("an address such as redis://localhost:6379/0")
    return value


_MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True)
class MailServer:
    """Who takes our mails, and how: in clear (`smtp`), within TLS (`smtps`), or going over to it (`smtp+starttls`)."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)


def mail_server(url: str) -> MailServer:
    """Raises ValueError with what to write."""
    form = "an address such as smtp+starttls://user:password@mail.example.com:587, its signs like @ written as %40"
    parts = _parts(url)
    try:
        port = parts.port
    except ValueError:
        raise ValueError(form) from None
    if parts.scheme not in _MAIL_PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError(form)
    if bool(parts.username) != bool(parts.password):
        raise ValueError(form)
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or _MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _mail_url(value: str) -> str:
    if value:
        mail_server(value)
    return value


def mail_sender(value: str) -> Address:
    """The name and address that mails come from. Raises ValueError with what to write."""
    name, address = parseaddr(value)
    try:
        sender = Address(name, addr_spec=address)
    except Exception:  # the library raises errors of many kinds for broken addresses
        sender = Address()
    if not (sender.username and sender.domain) or not address.isascii() or any(ord(sign) < 32 for sign in value):
        raise ValueError("an address such as training@example.com, or Training <training@example.com>")
    return sender


def _mail_from(value: str) -> str:
    if value:
        mail_sender(value)
    return value


def _folders(value: str) -> tuple[str, ...]:
    return tuple(str((ROOT / part).resolve()) for part in value.split(os.pathsep) if part)


# name after LMS_ -> (how it is read, what it is when unset)
_SETTINGS: dict[str, tuple[Callable[[str], Any], Any]] = {
    "DATABASE_URL": (_database_url, ""),
    "SECRET_KEY": (_text, ""),
    "BASE_URL": (_base_url, "http://127.0.0.1:8000"),
    "PROXIES": (_number, 0),
    "TIMEZONE": (_zone, "UTC"),
    "REDIS_URL": (_redis_url, ""),
    "QUEUE_URL": (_redis_url, ""),
    "COURSES": (_folders, (str(ROOT / "courses"),)),
    "MAIL_URL": (_mail_url, ""),
    "MAIL_FROM": (_mail_from, ""),
    "OIDC_ISSUER": (_text, ""),
    "OIDC_CLIENT_ID": (_text, ""),
    "OIDC_CLIENT_SECRET": (_text, ""),
    "SCIM_TOKEN": (_text, ""),
    "DEMO_PASSWORD": (_text, ""),
    "LOG": (_log_form, "text"),
}
# Which settings the run command hands to the processes it starts; not meant for operators.
_HANDED_DOWN = {"WORKERS"}


def load(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All settings by their short name; raises ConfigurationError with one sentence."""
    overrides = overrides or {}
    settings = {name: default for name, (_, default) in _SETTINGS.items()}
    for variable, value in environ.items():
        if not variable.startswith("LMS_"):
            continue
        name = variable.removeprefix("LMS_")
        if name in _HANDED_DOWN:
            continue
        if name not in _SETTINGS:
            known = ", ".join(f"LMS_{key}" for key in sorted(_SETTINGS))
            raise ConfigurationError(f"{variable} is not a setting of Salesfit. Known are: {known}.")
        settings[name] = _read(variable, value)
    if bool(settings["MAIL_URL"]) != bool(settings["MAIL_FROM"]):
        raise ConfigurationError("LMS_MAIL_URL and LMS_MAIL_FROM belong together. Set both, or neither.")
    settings["INSTANCE"] = str(ROOT / "instance")
    settings |= overrides
    instance = Path(settings["INSTANCE"])
    if not settings["DATABASE_URL"]:
        settings["DATABASE_URL"] = f"sqlite:///{instance / 'salesfit.sqlite'}"
    if not settings["SECRET_KEY"]:
        settings["SECRET_KEY"] = kept_secret(instance / "secret_key")
    return settings | _flask_settings(settings)


def kept_secret(path: Path) -> str:
    """A random text made once and kept in `path`, readable by its owner alone."""
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(32))
    with contextlib.suppress(FileExistsError):  # another worker was first
        os.link(unfinished, path)  # appears with all its words, or not at all
    os.unlink(unfinished)
    return path.read_text()


def _read(variable: str, value: str) -> Any:
    reader, _ = _SETTINGS[variable.removeprefix("LMS_")]
    try:
        return reader(value)
    except ValueError as problem:
        shown = "not readable" if "@" in value else repr(value)  # an address may hold a password
        raise ConfigurationError(f"{variable} is {shown}. Write {problem}.") from None


def _flask_settings(settings: dict[str, Any]) -> dict[str, Any]:
    secure = settings["BASE_URL"].startswith("https://")
    return {
        "SQLALCHEMY_DATABASE_URI": settings["DATABASE_URL"],
        "SESSION_COOKIE_NAME": "salesfit",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
        # Our forms live as long as the session; a form left open over lunch must still be taken.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 200,
    }
