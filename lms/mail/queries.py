from __future__ import annotations

from sqlalchemy import select

from lms.db import db
from lms.mail.models import Mail, State


def troubled(*, most: int = 50) -> list[Mail]:
    """Mails that were given up, or of which nobody knows whether they arrived; the latest first."""
    found = select(Mail).where(Mail.state.in_((State.FAILED, State.UNSURE)))
    return list(db.session.scalars(found.order_by(Mail.created_at.desc(), Mail.id.desc()).limit(most)))
