"""Courses asked for in tests, by the ordinary verb."""

from __future__ import annotations

from datetime import date, timedelta

from lms import clock
from lms.db import db
from lms.jobs import queries as jobs
from lms.learning import assigning, queries
from lms.learning.assigning import Target
from lms.learning.due_queries import Due
from lms.learning.dues import Basis, When
from lms.learning.models import Assignment
from lms.people.models import Leave, Person, Team

REASON = "you take first calls"


def ask(
    whom: Person | Team | str,
    course: str = "core",
    *,
    on: date | None = None,
    days: int | None = None,
    basis: Basis | None = None,
    after: str | None = None,
    by: Person,
) -> Assignment:
    """Ask a person, a team or everyone in a job to take a course, thirty days from now if nothing else is said."""
    if isinstance(whom, str):
        target = Target(job_id=jobs.get_by_key(whom).id)
    else:
        target = Target(person_id=whom.id) if isinstance(whom, Person) else Target(team_id=whom.id)
    if days is None and on is None:
        on = clock.today() + timedelta(days=30)
    kind = basis or (Basis.FIXED if on else Basis.JOB_START)
    when = When(basis=kind, due_on=on, due_days=days, after_course=after)
    made = assigning.assign(course, target, when, REASON, by=by.id, now=clock.now())
    db.session.commit()
    return made


def dues(person: Person) -> list[Due]:
    db.session.flush()
    return queries.dues_of([person.id], clock.today()).get(person.id, [])


def due_on(person: Person) -> date | None:
    (due,) = dues(person)
    return due.due_on


def away(person: Person, first: int, last: int) -> None:
    """On leave from so many days from now to so many."""
    today = clock.today()
    db.session.add(
        Leave(person_id=person.id, starts_on=today + timedelta(days=first), ends_on=today + timedelta(days=last))
    )
    db.session.commit()
