"""A forgotten password: a one-time link by mail to whoever has the address here.

Who asks learns nothing. Known or not, the same answer comes after the same work: one look and one
task. Whether there is anybody to write to is found out later, by the worker.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from lms import mail, tasks
from lms.people import queries, rules, service
from lms.texts import _
from lms.throttle import Limit, throttle

ASKED_FOR_ACCOUNT = Limit("forgotten-account", "3/hour")
ASKED_FROM_ADDRESS = Limit("forgotten-address", "20/15minutes")
SENDING = "people.send-forgotten-link"


def may_ask(*, email: str, address: str) -> bool:
    """Count one wish for this account and from this address; False once either had too many."""
    from_here = throttle().attempt(ASKED_FROM_ADDRESS, address)
    return throttle().attempt(ASKED_FOR_ACCOUNT, service.account_key(email)) and from_here


def ask(email: str, *, asked: str, now: datetime) -> None:
    """Wish for a link. `asked` is the key of the page it came from: sent twice, it is one wish."""
    person_id, _hash = queries.hash_of(rules.normal_email(email)) or (0, None)
    tasks.enqueue(SENDING, {"person": person_id, "asked": asked}, key=f"{SENDING}:{person_id}:{asked}", now=now)


@tasks.handler(SENDING)
def send(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
    """Write to the person, if there is one who still works here."""
    person = queries.by_ids([payload["person"]]).get(payload["person"])
    if person is None or person.left_on is not None:
        return
    token = service.make_link(person, now=now, token=service.token_for(person.id, payload["asked"]))
    mail.send(
        to=person.email,
        subject=_("A link for a new password"),
        text=_(
            "Hello %(name)s,\n\nhere you choose a new password for Salesfit. The link works once, within 24 hours:"
            "\n\n%(link)s\n\nWas it not you who asked? Then do nothing: your password stays as it is.\n",
            name=person.name,
            link=f"{current_app.config['BASE_URL']}/link/{token}",
        ),
        key=f"{SENDING}:{service.token_hash(token)}",
        person_id=person.id,
        now=now,
    )
