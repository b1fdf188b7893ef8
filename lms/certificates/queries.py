from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.certificates.models import Certificate
from lms.db import db
from lms.errors import NotFound
from lms.people.models import Person
from lms.people.queries import visible_to


def certificates_of(person_id: int) -> list[Certificate]:
    """All of this person's certificates, the newest first. Whether the viewer may see them is the caller's to know."""
    newest_first = (Certificate.completed_on.desc(), Certificate.id.desc())
    return list(
        db.session.scalars(_whole().where(Certificate.person_id == person_id).order_by(*newest_first))
    )


def find_by_code(code: str) -> Certificate | None:
    """For the public check and for commands; pages of the company use `get_visible`."""
    return db.session.scalar(_whole().where(Certificate.code == code))


def get_visible(viewer_id: int, roles: frozenset[str], code: str | None) -> Certificate:
    """The certificate, seen through the viewer: its holder, their leader, their coaches, HR. Raises NotFound."""
    found = db.session.scalar(
        _whole()
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.code == code, visible_to(viewer_id, roles))
    )
    if found is None:
        raise NotFound(code)
    return found


def get_issued(*, person_id: int, course: str, completed_on: date) -> Certificate:
    return db.session.scalars(
        _whole().where(
            Certificate.person_id == person_id,
            Certificate.course == course,
            Certificate.completed_on == completed_on,
        )
    ).one()


def read_again(certificate: Certificate) -> Certificate:
    """The same certificate with what was just written about it."""
    found = _whole().where(Certificate.id == certificate.id).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def _whole() -> Select[Certificate]:
    return select(Certificate).options(joinedload(Certificate.withdrawal))
