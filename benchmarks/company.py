"""The company that is measured: the demo cast, and a thousand people with levels in a database of its own."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select

from lms import clock
from lms.catalog import service as catalog
from lms.catalog import shelf
from lms.competencies.models import Evidence, HeldLevel, Kind
from lms.db import db
from lms.demo import cast, deeds
from lms.demo import load as demo
from lms.jobs.models import Appointment, Job
from lms.learning import papers
from lms.operating import database
from lms.people import service as joining
from lms.people.models import Person, Team

PASSWORD = "four-quiet-words-here"  # noqa: S105  of a database that lives for minutes
PEOPLE = 1000
COURSE, CHECK = "developer", "developer-check"
MODULE = f"/courses/{COURSE}/developer-2"
BEN, BEA, CARLA, HENRY = (f"{name}@{cast.DOMAIN}" for name in ("ben", "bea", "carla", "henry"))

Sheet = Mapping[int, list[str]]
"""The right form values of one try, by position."""


@dataclass(frozen=True)
class Taker:
    """Someone who may take the check, and what to tick to pass it."""

    email: str
    sheet: Sheet


def settings(folder: Path) -> dict[str, str]:
    """What a server of this company finds in its environment."""
    return {
        "LMS_DATABASE_URL": f"sqlite:///{folder / 'company.sqlite'}",
        "LMS_SECRET_KEY": "only for measuring",
        "LMS_DEMO_PASSWORD": PASSWORD,
    }


def make(app: Flask, *, takers: int) -> list[Taker]:
    """Tables, courses, the cast and the thousand; returns those who are ready for the check."""
    with app.app_context():
        now = clock.now()
        database.upgrade()
        catalog.publish_configured(now=now)
        demo.load_company(now=now, people=0)
        ready = [_ready_for_the_check(number, now) for number in range(takers)]
        _crowd(PEOPLE - (db.session.scalar(select(func.count(Person.id))) or 0), clock.day_of(now))
        demo.keep_password()
        db.session.commit()
        sheets = [Taker(person.email, _sheet(person.id, now)) for person in ready]
        db.session.remove()
        return sheets


def _ready_for_the_check(number: int, now: datetime) -> Person:
    """A developer who passed all modules of the course weeks ago."""
    course, started = deeds.course(COURSE), now - timedelta(days=40)
    person = joining.add_person(email=f"taker{number}@{cast.DOMAIN}", name=f"Taker {number}", now=started, is_demo=True)
    developer = db.session.scalars(select(Job.id).where(Job.key == "software-developer")).one()
    db.session.add(Appointment(person_id=person.id, job_id=developer, starts_on=clock.day_of(started)))
    deeds.pass_modules(person, course, [module.id for module in course.live_modules], start=started)
    return person


def _sheet(person_id: int, now: datetime) -> Sheet:
    paper = papers.find(person_id, COURSE, CHECK, number=None, now=now)
    return {
        position: [paper.form_value(item, option) for option in item.options if option.right]
        for position, item in enumerate(paper.items, start=1)
    }


def _crowd(how_many: int, today: date) -> None:
    """People with a job, a team and a level in most competencies, each with the evidence behind it."""
    chance = random.Random(7)  # noqa: S311  nothing secret hangs on it
    jobs = list(db.session.scalars(select(Job.id).order_by(Job.id)))
    teams = list(db.session.scalars(select(Team.id).order_by(Team.id)))
    competencies = list(shelf.current().framework.competencies)
    db.session.execute(
        insert(Person),
        [
            {
                "email": f"crowd{number}@{cast.DOMAIN}", "name": f"Person {number}", "session_epoch": 0,
                "team_id": chance.choice(teams), "is_demo": True, "created_at": clock.now(),
            }
            for number in range(how_many)
        ],
    )  # fmt: skip
    ids = list(db.session.scalars(select(Person.id).where(Person.email.startswith("crowd"))))
    held = [
        (person_id, competency, chance.randint(1, 3), today - timedelta(days=chance.randint(5, 500)))
        for person_id in ids
        for competency in competencies
        if chance.random() < 0.85
    ]
    db.session.execute(
        insert(Appointment),
        [{"person_id": each, "job_id": chance.choice(jobs), "starts_on": today - timedelta(days=600)} for each in ids],
    )
    db.session.execute(insert(Evidence), [_evidence(*each) for each in held])
    db.session.execute(insert(HeldLevel), [_level(*each) for each in held])


def _evidence(person_id: int, competency: str, level: int, day: date) -> dict[str, object]:
    return {
        "person_id": person_id, "competency": competency, "kind": Kind.OBSERVATION, "level": level,
        "source": f"bench:{person_id}", "title": "A visit at work", "shown_on": day,
        "recorded_at": clock.now(), "while_helping": False,
    }  # fmt: skip


def _level(person_id: int, competency: str, level: int, day: date) -> dict[str, object]:
    return {
        "person_id": person_id, "competency": competency, "level": level, "since": day,
        "current_until": day + timedelta(days=365), "one_observer": True,
    }  # fmt: skip
