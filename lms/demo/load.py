"""Loading the demo company, and saying who can sign in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import select, update

from lms.config import kept_secret
from lms.db import db
from lms.demo import assigned, cast, crowd, earlier, readers
from lms.errors import Refusal
from lms.people import passwords, queries
from lms.people.models import Person
from lms.texts import _

FIRST_CROWD = 40
FIRST_SEED = 1


class RealPeopleHere(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This database holds real people, so the demo company was not added. Use an empty database for a demo.")
        )


class SeedUsed(Refusal):
    def __init__(self, seed: int) -> None:
        super().__init__(_("People of seed %(seed)s are here already. Give another --seed.", seed=seed))


def load_company(*, now: datetime, people: int = FIRST_CROWD, seed: int = FIRST_SEED) -> None:
    """The cast, unless it is there, and so many more people. Raises RealPeopleHere, SeedUsed."""
    if queries.has_real_people():
        raise RealPeopleHere
    if queries.is_empty():
        assigned.make(cast.make(now=now), now=now)
        earlier.hand_in(cast.DOMAIN, now=now)
    if queries.find_by_email(f"s{seed}.1@{cast.DOMAIN}"):
        raise SeedUsed(seed)
    crowd.make(how_many=people, seed=seed, now=now)
    if people <= FIRST_CROWD:
        readers.sign(cast.DOMAIN, now=now)
    keep_password()


def keep_password() -> None:
    """Give every demo person today's demo password; one hash serves all, for it is one password."""
    password = demo_password(current_app)
    first = db.session.scalars(select(Person).where(Person.is_demo).order_by(Person.id).limit(1)).one()
    without = db.session.scalar(
        select(Person.id).where(Person.is_demo, Person.password_hash.is_(None)).limit(1)
    )
    if without is None and passwords.matches(first.password_hash, password):
        return
    db.session.execute(
        update(Person)
        .where(Person.is_demo)
        .values(password_hash=passwords.hasher.hash(password), session_epoch=Person.session_epoch + 1)
    )
    db.session.expire_all()


def demo_password(app: Flask) -> str:
    given: str = app.config["DEMO_PASSWORD"]
    return given or kept_secret(Path(app.config["INSTANCE"]) / "demo_password")


def who_can_sign_in(app: Flask) -> str:
    """The cast with their jobs, as the terminal shows them."""
    lines = [_("Demo company. Everyone's password: %(password)s", password=demo_password(app))]
    for name, what in (
        ("ben", _("software developer, has begun nothing")),
        ("bea", _("bookkeeper, stopped in the middle of a quiz")),
        ("ana", _("receptionist, holds the core certificate")),
        ("carla", _("leads and coaches Ana, Ben and Bea")),
        ("henry", _("HR")),
        ("tess", _("trainer")),
        ("zoe", _("service agent elsewhere")),
        ("olga", _("chief executive")),
        ("adam", _("admin")),
    ):
        address = f"{name}@{cast.DOMAIN}"
        lines.append(f"  {address:<26} {what}")
    return "\n".join(lines)
