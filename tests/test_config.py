"""A misspelt setting stops the start with a sentence."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from lms import config
from lms.errors import ConfigurationError


def load(**environ: str) -> dict[str, object]:
    return config.load(environ, {"SECRET_KEY": "x"})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LMS_DATABSE_URL", "sqlite:///x", "LMS_DATABSE_URL is not a setting of Salesfit. Known are: LMS_BASE_URL"),
        ("LMS_DATABASE_URL", "mysql://localhost/x", "Write an address that begins with sqlite:/// or postgresql://."),
        ("LMS_BASE_URL", "learn.example.com", "Write an address such as https://learn.example.com."),
        ("LMS_BASE_URL", "https://[broken", "Write an address such as https://learn.example.com."),
        ("LMS_PROXIES", "two", "LMS_PROXIES is 'two'. Write a whole number from 0 to 100."),
        ("LMS_PROXIES", "-1", "Write a whole number from 0 to 100."),
        ("LMS_PROXIES", "101", "Write a whole number from 0 to 100."),
        ("LMS_TIMEZONE", "Mars/Olympus", "Write a time zone such as Europe/London."),
        ("LMS_TIMEZONE", "../etc/passwd", "Write a time zone such as Europe/London."),
        ("LMS_REDIS_URL", "http://localhost", "Write an address such as redis://localhost:6379/0."),
        ("LMS_QUEUE_URL", "sqlite:///queue", "Write an address such as redis://localhost:6379/0."),
        ("LMS_MAIL_URL", "mail.example.com", "Write an address such as smtp+starttls://user:password@mail.example.com:587"),
        ("LMS_MAIL_URL", "http://mail.example.com", "Write an address such as smtp+starttls://"),
        ("LMS_MAIL_URL", "smtp://", "Write an address such as smtp+starttls://"),
        ("LMS_MAIL_URL", "smtp://mail.example.com:many", "Write an address such as smtp+starttls://"),
        ("LMS_MAIL_URL", "smtps://somebody@mail.example.com", "LMS_MAIL_URL is not readable. Write an address such as"),
        ("LMS_MAIL_URL", "smtps://mail.example.com/inbox", "Write an address such as smtp+starttls://"),
        ("LMS_MAIL_FROM", "Training", "Write an address such as training@example.com, or Training <training@example.com>."),
        ("LMS_MAIL_FROM", "a@b.example\nBcc: c@d.example", "Write an address such as training@example.com"),
        ("LMS_LOG", "xml", "LMS_LOG is 'xml'. Write text or json."),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, value: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load(**{name: value})
    assert sentence in str(refused.value)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as refused:
        load(LMS_DATABASE_URL="postgres://salesfit:hunter2@db.example/salesfit")
    assert "hunter2" not in str(refused.value)
    assert "LMS_DATABASE_URL" in str(refused.value)


@pytest.mark.parametrize(
    ("url", "port", "user", "password"),
    [
        ("smtp://127.0.0.1", 25, "", ""),
        ("smtps://mail.example.com", 465, "", ""),
        ("smtp+starttls://mail.example.com", 587, "", ""),
        ("smtp+starttls://larkmoor:p%40ss%2Fword@mail.example.com:2525", 2525, "larkmoor", "p@ss/word"),
    ],
)
def test_the_parts_of_a_mail_address(url: str, port: int, user: str, password: str) -> None:
    server = config.mail_server(url)
    assert (server.port, server.user, server.password) == (port, user, password)
    assert (password or "no password") not in repr(server)


def test_mail_needs_both_its_settings() -> None:
    with pytest.raises(ConfigurationError, match=r"LMS_MAIL_URL and LMS_MAIL_FROM belong together\. Set both, or neither\."):
        load(LMS_MAIL_URL="smtp://127.0.0.1")
    assert load(LMS_MAIL_URL="smtp://127.0.0.1", LMS_MAIL_FROM="Training <a@b.example>")["MAIL_URL"]


def test_other_peoples_settings_are_none_of_ours() -> None:
    assert load(PATH="/bin", DATABASE_URL="mysql://x")["DATABASE_URL"].startswith("sqlite:///")  # type: ignore[attr-defined]


def test_the_defaults_are_safe() -> None:
    found = load()
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["PROXIES"] == 0
    assert found["DEMO_PASSWORD"] == ""
    assert found["MAX_CONTENT_LENGTH"] == 1_000_000


def test_https_makes_cookies_secure() -> None:
    assert load(LMS_BASE_URL="https://learn.example.com/")["SESSION_COOKIE_SECURE"] is True
    assert load(LMS_BASE_URL="https://learn.example.com/")["BASE_URL"] == "https://learn.example.com"
    assert load()["SESSION_COOKIE_SECURE"] is False


class TestTheKeptSecret:
    def test_is_made_once_and_for_its_owner_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "instance" / "secret_key"
        first = config.kept_secret(path)
        assert len(first) >= 40
        assert config.kept_secret(path) == first
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_is_the_same_for_workers_that_start_together(self, tmp_path: Path) -> None:
        """None of them may read a file that another has made and not yet written."""
        for turn in range(20):
            path, found, start = tmp_path / str(turn), [], threading.Barrier(6)

            def ask(path: Path = path, found: list[str] = found, start: threading.Barrier = start) -> None:
                start.wait()
                found.append(config.kept_secret(path))

            workers = [threading.Thread(target=ask) for _ in range(6)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            assert len(set(found)) == 1
            assert len(found[0]) >= 40
        assert len(list(tmp_path.iterdir())) == 20
