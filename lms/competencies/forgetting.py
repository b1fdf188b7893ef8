"""Evidence that is no longer kept: it goes, and the levels are counted anew without it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, delete, exists, select

from lms.competencies import service
from lms.competencies.models import Evidence, HeldLevel, SetAside
from lms.db import db
from lms.people.models import Person


def people_with_old(kinds: Collection[str], *, before: date, today: date, after: int, most: int) -> list[int]:
    """People (numbers above `after`) with evidence of these kinds that `forget_old` would take away."""
    found = select(Evidence.person_id).where(_is_old(kinds, before, today), Evidence.person_id > after)
    return list(db.session.scalars(found.distinct().order_by(Evidence.person_id).limit(most)))


def forget_old(person_id: int, kinds: Collection[str], *, before: date, today: date) -> int:
    """Evidence of these kinds shown before this day goes, and levels are counted anew; returns how much went.

    What bears a level that is still current stays until it is not: somebody who keeps a level up
    by refreshers does not lose it because its first quiz is long ago.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    found = select(Evidence.id, Evidence.competency).where(Evidence.person_id == person_id, _is_old(kinds, before, today))
    rows = db.session.execute(found).all()
    if not rows:
        return 0
    numbers = [row.id for row in rows]
    db.session.execute(delete(SetAside).where(SetAside.evidence_id.in_(numbers)))
    db.session.execute(
        delete(Evidence).where(Evidence.id.in_(numbers)), execution_options={"synchronize_session": False}
    )
    service.count_anew(person_id, sorted({row.competency for row in rows}))
    return len(numbers)


def _is_old(kinds: Collection[str], before: date, today: date) -> ColumnElement[bool]:
    current = exists().where(
        HeldLevel.person_id == Evidence.person_id,
        HeldLevel.competency == Evidence.competency,
        HeldLevel.current_until >= today,
    )
    return (Evidence.kind.in_(kinds)) & (Evidence.shown_on < before) & ~current
