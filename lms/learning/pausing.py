"""No weekly mail for somebody who does not want it: by a switch, or by the link in each mail.

The link holds the person's number, signed for nothing but this; it does not end, for old mails are read too.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Select, select, update

from lms.db import db, insert_once
from lms.errors import NotFound
from lms.learning.models import ReminderPause


def pause(person_id: int, *, now: datetime) -> None:
    """No more weekly mails; saying so twice keeps the first moment."""
    if insert_once(ReminderPause, [{"person_id": person_id, "paused_at": now}]):
        return
    db.session.execute(
        update(ReminderPause)
        .where(ReminderPause.person_id == person_id, ReminderPause.resumed_at.is_not(None))
        .values(paused_at=now, resumed_at=None)
    )


def resume(person_id: int, *, now: datetime) -> None:
    """Weekly mails again, from the next week on in which something is due."""
    db.session.execute(
        update(ReminderPause)
        .where(ReminderPause.person_id == person_id, ReminderPause.resumed_at.is_(None))
        .values(resumed_at=now)
    )


def is_paused(person_id: int) -> bool:
    return db.session.scalar(paused().where(ReminderPause.person_id == person_id)) is not None


def paused() -> Select[int]:
    """The numbers of those who want no mails."""
    return select(ReminderPause.person_id).where(ReminderPause.resumed_at.is_(None))


def token_of(person_id: int) -> str:
    return str(_signer().dumps(person_id))


def person_of(token: str) -> int:
    """Raises NotFound for what we did not sign."""
    try:
        number = _signer().loads(token)
    except BadSignature:
        raise NotFound(token) from None
    if not isinstance(number, int):
        raise NotFound(token)
    return number


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="pause-weekly-mail")
