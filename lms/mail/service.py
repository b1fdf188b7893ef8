"""The verbs on mails."""

from __future__ import annotations

import enum
import re
from datetime import datetime

from flask import current_app
from sqlalchemy import CursorResult, Update, update

from lms import tasks
from lms.db import db, insert_new
from lms.errors import Refusal
from lms.mail import queries
from lms.mail.models import Mail, State
from lms.texts import _

SENDING = "mail.send"
IN_TURN = "mail.send-in-turn"
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]\x00-\x1f\x7f]+@[^\s@<>(),;:\"\\\[\]\x00-\x1f\x7f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class UnusableMail(Refusal):
    """Its address or subject holds what could be read as a header of its own."""

    def __init__(self) -> None:
        super().__init__(
            _("This mail cannot be sent: its address or its subject has line ends or signs that do not belong there.")
        )


class Posted(enum.Enum):
    """What came of `send`. True only where a mail was written by this call."""

    ON_ITS_WAY = "on its way"
    ALREADY = "already"
    NOT_SET_UP = "not set up"

    def __bool__(self) -> bool:
        return self is Posted.ON_ITS_WAY

    @property
    def sentence(self) -> str:
        """Fit for whoever pressed the button."""
        if self is Posted.ON_ITS_WAY:
            return _("The mail is on its way.")
        if self is Posted.ALREADY:
            return _("This mail was sent before. It is not sent twice.")
        return _("No mail was sent: no mail server is set up here.")


def is_set_up() -> bool:
    """Is there a mail server? Without one, pages show what they would have sent, to copy."""
    return bool(current_app.config["MAIL_URL"])


def send(
    *, to: str, subject: str, text: str, key: str, person_id: int | None, now: datetime, in_turn: bool = False
) -> Posted:
    """A mail in this transaction; it leaves after the commit. The same key twice is one mail.

    What goes to many leaves `in_turn`: mails that somebody waits for overtake it. Where no mail is set up nothing is stored. Raises UnusableMail.
    """
    subject = subject.strip()
    if len(to) > 254 or not _ADDRESS.fullmatch(to) or _CONTROL.search(subject) or not 0 < len(subject) <= 200:
        raise UnusableMail
    if not is_set_up():
        return Posted.NOT_SET_UP
    row = {
        "key": key,
        "address": to,
        "person_id": person_id,
        "subject": subject,
        "text": text,
        "state": State.WAITING,
        "tries": 0,
        "created_at": now,
        "error": "",
    }
    number = insert_new(Mail, row, returning=Mail.id)
    if number is None:
        return Posted.ALREADY
    tasks.enqueue(IN_TURN if in_turn else SENDING, {"mail": number}, key=f"{SENDING}:{number}:first", now=now)
    return Posted.ON_ITS_WAY


def try_again(mail_id: int, *, now: datetime) -> bool:
    """An admin decides to send a mail that is in trouble now; False when it is not (any more)."""
    troubled = (Mail.id == mail_id) & (Mail.text != "")
    anew = update(Mail).where(troubled, queries.is_troubled()).values(state=State.WAITING, tries=0, error="")
    if not _changed(anew):
        return False
    tasks.enqueue(SENDING, {"mail": mail_id}, key=f"{SENDING}:{mail_id}:{now.timestamp()}", now=now)
    return True


def hold_back() -> int:
    """After a backup was brought back: what waited in it was most likely sent since, so nothing goes out by itself."""
    why = _("It waited when the backup was made, and may have been sent since.")
    waiting = Mail.state.in_((State.WAITING, State.SENDING))
    return _changed(update(Mail).where(waiting).values(state=State.UNSURE, error=why))


def _changed(statement: Update) -> int:
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
