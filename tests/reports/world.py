"""A small company for the reports: who holds which job, and what they have shown."""

from __future__ import annotations

from datetime import date

from lms import clock
from lms.competencies import service as competencies
from lms.competencies.models import Kind
from lms.competencies.queries import Piece, evidence_of
from lms.db import db
from lms.people.models import Person, Team
from tests import make


def with_jobs() -> dict[str, Person]:
    """The cast, in which Ana is a receptionist, Ben a software developer and Carla their team leader."""
    cast = make.cast()
    for name, job in (("ana", "receptionist"), ("ben", "software-developer"), ("carla", "team-leader")):
        make.appointment(cast[name], job)
    db.session.commit()
    return cast


def passed_quiz(person: Person, *shown: str, source: str = "attempt:1", on: date | None = None) -> Piece:
    levels = [(competency, 1) for competency in shown]
    day = on or clock.today()
    competencies.record(
        person.id, Kind.QUIZ, source, "The first word", levels, on=day, now=clock.now(), revision="c0ffee" * 8
    )
    db.session.commit()
    return evidence_of(person.id)[0]


def observed(person: Person, by: Person, level: int, *shown: str) -> Piece:
    levels = [(competency, level) for competency in shown]
    competencies.record(
        person.id,
        Kind.OBSERVATION,
        "observation:1",
        "At the front desk",
        levels,
        on=clock.today(),
        now=clock.now(),
        observer_id=by.id,
        touch_point="first-call",
    )
    db.session.commit()
    return evidence_of(person.id)[0]


def crowd(how_many: int, job: str, *, team: Team | None = None, prefix: str = "Q") -> list[Person]:
    made = [make.person(f"{prefix}{number}", job=job, team=team) for number in range(how_many)]
    db.session.commit()
    return made
