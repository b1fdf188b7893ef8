"""What people in coaching are told by mail: that something waits for them, never what it says of anybody.

Nobody else's name and no level stands in these mails: they lie in mailboxes that we know nothing of.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from lms import mail
from lms.coaching.models import Dispute, Visit
from lms.people import queries as people
from lms.people.models import Person
from lms.texts import _, day


def ask_for_second_look(dispute: Dispute, *, now: datetime) -> None:
    """To whoever was asked; asked again with another day, they are told again."""
    observer = _reader(dispute.asked_id)
    if observer is None:
        return
    mail.send(
        to=observer.email,
        subject=_("You are asked for a second look"),
        text=_(
            "Hello %(name)s,\n\na colleague asks you to watch them at work and to say what you see. Please do so "
            "by %(day)s. Whom to visit stands on your page:\n\n%(link)s\n",
            name=observer.name,
            day=day(dispute.due_on),
            link=f"{current_app.config['BASE_URL']}/coaching/",
        ),
        key=f"second-look:{dispute.id}:{observer.id}:{dispute.due_on.isoformat()}",
        person_id=observer.id,
        now=now,
    )


def tell_of_visit(visit: Visit, *, now: datetime) -> None:
    """To the person who was watched: it is there to read, and to comment."""
    person = _reader(visit.person_id)
    if person is None:
        return
    mail.send(
        to=person.email,
        subject=_("Your visit is there to read"),
        text=_(
            "Hello %(name)s,\n\nwhat was seen at your visit on %(day)s is now on a page of yours. You may comment "
            "on it there:\n\n%(link)s\n",
            name=person.name,
            day=day(visit.seen_on),
            link=f"{current_app.config['BASE_URL']}/coaching/observations/{visit.id}",
        ),
        key=f"visit-shared:{visit.id}",
        person_id=person.id,
        now=now,
    )


def _reader(person_id: int | None) -> Person | None:
    """Whom to write to: none where no mail is set up, and none who left."""
    if person_id is None or not mail.is_set_up():
        return None
    person = people.by_ids([person_id]).get(person_id)
    return person if person is not None and person.left_on is None else None
