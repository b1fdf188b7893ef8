"""That a paper was looked at is told by mail; what came of it is read on the page."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from lms import mail
from lms.people import queries as people
from lms.texts import _


def tell_of_review(person_id: int, number: int, *, now: datetime) -> None:
    if not mail.is_set_up():
        return
    person = people.by_ids([person_id]).get(person_id)
    if person is None or person.left_on is not None:
        return
    mail.send(
        to=person.email,
        subject=_("HR looked at what you handed in"),
        text=_(
            "Hello %(name)s,\n\nHR looked at what you learned elsewhere. What it counts for, and why, stands on "
            "your page:\n\n%(link)s\n",
            name=person.name,
            link=f"{current_app.config['BASE_URL']}/me/prior-learning",
        ),
        key=f"prior-learning-reviewed:{number}",
        person_id=person.id,
        now=now,
    )
