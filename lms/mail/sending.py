"""Handing mails over to the server, by the standard library; done by a worker."""

from __future__ import annotations

import hashlib
import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import delete, update

from lms import clock, tasks
from lms.config import MailServer, mail_sender, mail_server
from lms.db import db, reading
from lms.mail import ways_out
from lms.mail.models import Mail, State
from lms.mail.service import IN_TURN, SENDING
from lms.texts import _

log = logging.getLogger(__name__)

WAIT = 30
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""After the first, second, ... try; all in all two days, so that a weekend without the server loses nothing."""
TEXT_STAYS = timedelta(days=14)
ROW_STAYS = timedelta(days=180)


class Rejected(Exception):
    """The server will not take this mail, whenever we ask."""


class NotNow(Exception):
    """No connection, a busy server, a refused password: it may go later."""


@tasks.handler(IN_TURN, patient=True)
@tasks.handler(SENDING)
def send(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
    """Send one mail, unless it was sent. No transaction is open while we wait for the server."""
    mail = _read(payload["mail"])
    if mail is None or mail.state in (State.SENT, State.FAILED, State.UNSURE):
        return
    if mail.state == State.SENDING:  # whoever claimed it is gone
        _end(mail, State.UNSURE, _("The program stopped while it was handed over. It may have arrived."))
        return
    try:
        with _open_envelope(mail.address) as server:
            if _claimed(mail):
                _hand_over(server, mail)
    except Rejected as problem:
        _end(mail, State.FAILED, str(problem))
    except NotNow as problem:
        _wait(mail, str(problem), now)


def _read(number: int) -> Mail | None:
    """The row as it is, held by no transaction."""
    with reading():
        mail = db.session.get(Mail, number)
        if mail is not None:
            db.session.expunge(mail)
        db.session.rollback()
    return mail


@contextmanager
def _open_envelope(address: str) -> Iterator[smtplib.SMTP]:
    """A connection in which the server has agreed to take a mail to this address. Raises Rejected, NotNow."""
    settings = mail_server(current_app.config["MAIL_URL"])
    try:
        server = _connected(settings)
    except (OSError, smtplib.SMTPException) as problem:
        raise NotNow(_words(problem)) from problem
    try:
        try:
            _address_it(server, address)
        except (OSError, smtplib.SMTPException) as problem:
            raise NotNow(_words(problem)) from problem
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _connected(settings: MailServer) -> smtplib.SMTP:
    server: smtplib.SMTP
    if settings.scheme == "smtps":
        context = ssl.create_default_context()
        server = smtplib.SMTP_SSL(settings.host, settings.port, _our_name(), timeout=WAIT, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, _our_name(), timeout=WAIT)
    try:
        if settings.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if settings.user:
            server.login(settings.user, settings.password)
    except BaseException:
        server.close()
        raise
    return server


def _address_it(server: smtplib.SMTP, address: str) -> None:
    options = []
    local, _at, domain = address.rpartition("@")
    if not local.isascii():
        if not server.has_extn("smtputf8"):
            raise Rejected(_("The mail server takes no addresses with such letters before the @."))
        options = ["SMTPUTF8"]
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise Rejected(_("There can be no such mail address.")) from None
    _must_be_taken(*server.mail(mail_sender(current_app.config["MAIL_FROM"]).addr_spec, options))
    _must_be_taken(*server.rcpt(f"{local}@{domain}"))


def _hand_over(server: smtplib.SMTP, mail: Mail) -> None:
    try:
        answer = server.data(_message(mail).as_bytes())
    except smtplib.SMTPDataError as problem:  # it said no before the text was sent
        _must_be_taken(problem.smtp_code, _bytes(problem.smtp_error))
        raise NotNow(_words(problem)) from problem
    except (OSError, smtplib.SMTPException) as problem:
        why = _("The line broke while it was handed over. It may have arrived.")
        _end(mail, State.UNSURE, f"{why} {_words(problem)}")
        return
    _must_be_taken(*answer)
    _mark(mail, state=State.SENT, sent_at=clock.now(), text="", error="")


def _must_be_taken(code: int, answer: bytes) -> None:
    """Answers of 500 and above are final, of 400 and above for now."""
    if code >= 500:
        raise Rejected(_said(code, answer))
    if code >= 400:
        raise NotNow(_said(code, answer))


def _claimed(mail: Mail) -> bool:
    """From here on it is not sent again by itself. The row decides, should two workers be at it."""
    ours = update(Mail).where(Mail.id == mail.id, Mail.state == State.WAITING).values(state=State.SENDING)
    found = db.session.execute(ours.returning(Mail.id), execution_options={"synchronize_session": False}).all()
    db.session.commit()
    return bool(found)


def _wait(mail: Mail, why: str, now: datetime) -> None:
    """Raises tasks.Later, or ends it after the last try."""
    if mail.tries >= len(PAUSES):
        _end(mail, State.FAILED, why)
        return
    _mark(mail, state=State.WAITING, tries=mail.tries + 1, error=why)
    raise tasks.Later(now + PAUSES[mail.tries], _("The mail says why."))


def _end(mail: Mail, state: State, why: str) -> None:
    log.warning("mail %s is %s", mail.id, state)  # the server's words may repeat the address
    _mark(mail, state=state, error=why)


def _mark(mail: Mail, **values: object) -> None:
    changed = update(Mail).where(Mail.id == mail.id).values(values)
    db.session.execute(changed, execution_options={"synchronize_session": False})


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage(ways_out.LINES.clone(utf8=not mail.address.rpartition("@")[0].isascii()))
    message["From"] = mail_sender(current_app.config["MAIL_FROM"])
    local, _at, domain = mail.address.rpartition("@")
    message["To"] = Address(username=local, domain=domain)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = _message_id(mail.key)
    message["Auto-Submitted"] = "auto-generated"
    ways_out.add_to(message, mail)
    message.set_content(mail.text, cte="quoted-printable")
    return message


def _message_id(key: str) -> str:
    """The same for the same key, so that a mail which arrives twice after all can be known as one."""
    name = hashlib.sha256(f"{current_app.config['SECRET_KEY']}:{key}".encode()).hexdigest()[:32]
    return f"<{name}@{_our_name()}>"


def _our_name() -> str:
    """As we greet a server; asking the machine for its own name may take long, and tell more than it should."""
    return urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"


def _words(problem: Exception) -> str:
    """What an admin can act upon; never our password, which no such error repeats."""
    if isinstance(problem, smtplib.SMTPResponseException):
        return _said(problem.smtp_code, _bytes(problem.smtp_error))
    return _("The mail server cannot be used: %(why)s", why=f"{type(problem).__name__}: {problem}"[:500])


def _said(code: int, answer: bytes) -> str:
    return _("The mail server said: %(words)s", words=f"{code} {answer.decode('utf-8', 'replace')}"[:500])


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


@tasks.daily("mail.tidy")
def tidy(*, now: datetime) -> None:
    """Texts of mails that were not sent may hold links; they go after two weeks, the rows after half a year."""
    ended = Mail.state.in_((State.FAILED, State.UNSURE))
    db.session.execute(update(Mail).where(ended, Mail.created_at < now - TEXT_STAYS).values(text=""))
    gone = Mail.state.in_((State.FAILED, State.UNSURE, State.SENT)) & (Mail.created_at < now - ROW_STAYS)
    db.session.execute(delete(Mail).where(gone))
