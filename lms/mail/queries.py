from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from lms.db import db
from lms.mail.models import Mail, State


def troubled(*, most: int = 50) -> list[Mail]:
    """Mails that did not go at the first try, were given up, or of which nobody knows whether they arrived.

    The latest first.
    """
    found = select(Mail).where(is_troubled())
    return list(db.session.scalars(found.order_by(Mail.created_at.desc(), Mail.id.desc()).limit(most)))


def is_troubled() -> ColumnElement[bool]:
    ended = Mail.state.in_((State.FAILED, State.UNSURE))
    return or_(ended, (Mail.state == State.WAITING) & (Mail.tries > 0))
