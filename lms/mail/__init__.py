"""Mails: a row in the transaction of what they tell, sent by a worker, once.

**Once, and what that means.** A mail is claimed before its text is handed over, and marked as sent when the
server has taken it. Should the program or the line break between the two, nobody can know whether the server
took it; such a mail is not sent again by itself but kept as `unsure`, for an admin to decide. All that goes
wrong before the text is handed over (no connection, wrong password, server busy) is tried again for two days.
"""

from __future__ import annotations

from flask import Flask

from lms.mail.models import Mail, State
from lms.mail.queries import troubled
from lms.mail.service import Posted, UnusableMail, hold_back, is_set_up, send, try_again

__all__ = [
    "Mail",
    "Posted",
    "State",
    "UnusableMail",
    "hold_back",
    "init_app",
    "is_set_up",
    "send",
    "troubled",
    "try_again",
]


def init_app(app: Flask) -> None:
    from lms.mail import sending  # noqa: F401  registers who does the tasks
