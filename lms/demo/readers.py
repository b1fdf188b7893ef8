"""Most people of the demo company have read and signed their job description."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from lms import clock
from lms.db import db
from lms.jobs import queries, sign_offs
from lms.people.models import Person

ONE_IN = 3
"""Of the crowd, one in so many has not signed yet; of the cast, Zoe alone."""
NOT_YET = ("zoe",)


def sign(cast_domain: str, *, now: datetime) -> None:
    """The same people sign at each load; who signed before stays as they are."""
    found = (
        select(Person.id, Person.email).where(Person.is_demo, Person.left_on.is_(None)).order_by(Person.id)
    )
    for person_id, email in db.session.execute(found).all():
        name, _at, domain = email.partition("@")
        of_cast = domain == cast_domain and name.isalpha()
        if name in NOT_YET or (not of_cast and person_id % ONE_IN == 0):
            continue
        for each in queries.unsigned_of(person_id, clock.day_of(now)):
            job = queries.get_by_key(each.key)
            sign_offs.sign(person_id, job.id, each.version, on=clock.day_of(now), now=now)
