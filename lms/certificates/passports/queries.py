from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.certificates.passports.models import Passport, PassportWithdrawal
from lms.db import db
from lms.errors import NotFound
from lms.people.models import Person
from lms.people.queries import visible_to


def passports_of(person_id: int) -> list[Passport]:
    """All that this person made, the newest first."""
    newest_first = (Passport.made_at.desc(), Passport.id.desc())
    return list(db.session.scalars(_whole().where(Passport.person_id == person_id).order_by(*newest_first)))


def find_by_code(code: str) -> Passport | None:
    """For the public check; pages of the company use `get_visible`."""
    return db.session.scalar(_whole().where(Passport.code == code))


def get_visible(viewer_id: int, roles: frozenset[str], code: str | None) -> Passport:
    """Seen through the viewer: its holder, their leader, their coaches, HR. Raises NotFound."""
    found = db.session.scalar(
        _whole()
        .join(Person, Person.id == Passport.person_id)
        .where(Passport.code == code, visible_to(viewer_id, roles))
    )
    if found is None:
        raise NotFound(code)
    return found


def get_made(person_id: int, fingerprint: str) -> Passport:
    wanted = _whole().where(Passport.person_id == person_id, Passport.fingerprint == fingerprint)
    return db.session.scalars(wanted).one()


def read_again(passport: Passport) -> Passport:
    """The same with what was just written about it."""
    found = _whole().where(Passport.id == passport.id).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def how_many_withdrawn(person_id: int) -> int:
    found = select(func.count()).select_from(PassportWithdrawal).join(Passport).where(Passport.person_id == person_id)
    return db.session.scalar(found) or 0


def _whole() -> Select[Passport]:
    return select(Passport).options(joinedload(Passport.withdrawal))
