"""A small company for the reports: who holds which job, and what they have shown."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl

from lms import clock
from lms.competencies import service as competencies
from lms.competencies.models import Kind
from lms.competencies.queries import Piece, evidence_of
from lms.db import db
from lms.jobs import waivers
from lms.people.models import Leave, Person, Team
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


def observed(person: Person, by: Person, level: int, *shown: str, source: str = "observation:1") -> Piece:
    levels = [(competency, level) for competency in shown]
    competencies.record(
        person.id,
        Kind.OBSERVATION,
        source,
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


def waived(person: Person, competency: str, *, by: Person, days: int = 30) -> None:
    waivers.waive(
        person.id,
        competency,
        reason="Works on the night shift.",
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=days),
        number=waivers.next_number(person.id),
        by=by.id,
        now=clock.now(),
    )
    db.session.commit()


def on_leave(person: Person) -> None:
    db.session.add(Leave(person_id=person.id, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=9)))
    db.session.commit()


def sheet(content: bytes) -> list[list[object]]:
    """The cells of a workbook's first sheet, as a spreadsheet reads them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def table(content: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
