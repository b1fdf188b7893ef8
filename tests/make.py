"""One plain function a row. The cast is always the same: Ana answers phones, Ben writes software,
Carla leads both, Henry is HR, Tess is a trainer, Zoe works elsewhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from lms import clock
from lms.catalog import service as catalog
from lms.db import db
from lms.jobs import queries as jobs
from lms.jobs import service as appointing
from lms.jobs.models import Appointment
from lms.operating import database
from lms.people import service as people
from lms.people.models import Person, Role, Team


def install(package: Path, *, now: datetime) -> None:
    """Tables as migrations make them, and a course package published."""
    database.upgrade()
    report = catalog.publish([str(package)], now=now)
    assert not [finding for finding in report.findings if finding.blocks], report.findings
    db.session.commit()


def person(
    name: str = "Ana",
    *,
    job: str | None = None,
    leader: Person | None = None,
    coach: Person | None = None,
    team: Team | None = None,
    roles: tuple[Role, ...] = (),
    password: str | None = None,
    since: date | None = None,
) -> Person:
    """Someone of the cast, or anyone; their e-mail is the name at example.com."""
    email = f"{name.casefold().replace(' ', '.')}@example.com"
    made = people.add_person(email=email, name=name, leader=leader, team=team, roles=roles, now=clock.now())
    if password:
        people.set_password(made, password)
    if coach:
        people.coach(coach=coach, person=made)
    if job:
        appointment(made, job, since=since)
    db.session.flush()
    return made


def appointment(holder: Person, job: str, *, since: date | None = None, until: date | None = None) -> Appointment:
    starts = since or clock.today() - timedelta(days=30)
    return appointing.appoint(holder, jobs.get_by_key(job), starts, until)


def team(name: str = "Service") -> Team:
    return people.add_team(key=name.casefold().replace(" ", "-"), name=name)


def cast() -> dict[str, Person]:
    """Carla leads and coaches Ana and Ben; Henry is HR; Tess trains; Zoe works elsewhere."""
    service = team("Service")
    carla = person("Carla", team=service, roles=(Role.COACH,))
    made = {
        "carla": carla,
        "ana": person("Ana", team=service, leader=carla, coach=carla),
        "ben": person("Ben", team=service, leader=carla, coach=carla),
        "henry": person("Henry", roles=(Role.HR,)),
        "tess": person("Tess", roles=(Role.TRAINER,)),
        "zoe": person("Zoe", team=team("Elsewhere")),
        "olga": person("Olga", roles=(Role.EXECUTIVE,)),
        "adam": person("Adam", roles=(Role.ADMIN,)),
    }
    db.session.commit()
    return made
