"""Reading levels and evidence. Rows leave as plain values, because hot pages read many of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from lms.competencies.models import Evidence, HeldLevel, SetAside
from lms.competencies.rules import Held, Shown
from lms.db import db, rows_of
from lms.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Why a piece of evidence no longer counts, by whom, and since when."""

    reason: str
    by_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence as it is kept, and whether it was set aside."""

    id: int
    person_id: int
    competency: str
    kind: str
    level: int
    source: str
    title: str
    revision: str | None
    shown_on: date
    recorded_at: datetime
    observer_id: int | None
    touch_point: str | None
    while_helping: bool
    aside: Aside | None

    @property
    def counts(self) -> bool:
        return self.aside is None

    @property
    def shown(self) -> Shown:
        """The piece as the rules look at it."""
        return Shown(
            kind=self.kind,
            level=self.level,
            on=self.shown_on,
            observer=self.observer_id,
            touch_point=self.touch_point,
            while_helping=self.while_helping,
            source=self.source,
        )


_LEVELS = select(
    HeldLevel.person_id,
    HeldLevel.competency,
    HeldLevel.level,
    HeldLevel.since,
    HeldLevel.current_until,
    HeldLevel.one_observer,
).where(HeldLevel.person_id.in_(bindparam("person_ids", expanding=True)))


def levels_of(person_ids: Collection[int]) -> dict[int, dict[str, Held]]:
    """What these people hold, by person and competency; one statement for any number of them.

    Everyone asked for is in the answer; who holds nothing has an empty dictionary.
    """
    levels: dict[int, dict[str, Held]] = {person_id: {} for person_id in person_ids}
    if not levels:
        return levels
    for person_id, competency, level, since, until, one_observer in rows_of(_LEVELS, person_ids=list(levels)):
        levels[person_id][competency] = Held(
            level=level, since=since, current_until=until, one_observer=one_observer
        )
    return levels


def levels_of_one(person_id: int) -> Mapping[str, Held]:
    return levels_of([person_id])[person_id]


def evidence_of(person_id: int) -> list[Piece]:
    """All evidence of one person, newest first, with what was set aside; one statement."""
    found = _pieces().where(Evidence.person_id == person_id)
    ordered = found.order_by(Evidence.shown_on.desc(), Evidence.id.desc())
    return [_piece(evidence, aside) for evidence, aside in db.session.execute(ordered)]


def find_evidence(person_id: int, evidence_id: int) -> Piece:
    """One piece of this person's evidence; raises NotFound for anybody else's."""
    found = _pieces().where(Evidence.id == evidence_id, Evidence.person_id == person_id)
    row = db.session.execute(found).first()
    if row is None:
        raise NotFound(evidence_id)
    return _piece(*row)


def _pieces() -> Select[Evidence, SetAside | None]:
    aside: Any = SetAside
    return select(Evidence, aside).outerjoin(SetAside, SetAside.evidence_id == Evidence.id)


def _piece(row: Evidence, aside: SetAside | None) -> Piece:
    return Piece(
        id=row.id,
        person_id=row.person_id,
        competency=row.competency,
        kind=row.kind,
        level=row.level,
        source=row.source,
        title=row.title,
        revision=row.revision,
        shown_on=row.shown_on,
        recorded_at=row.recorded_at,
        observer_id=row.observer_id,
        touch_point=row.touch_point,
        while_helping=row.while_helping,
        aside=Aside(reason=aside.reason, by_id=aside.by_id, at=aside.at) if aside else None,
    )
