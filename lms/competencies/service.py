"""The verbs about evidence: it is recorded, set aside, and counted anew.

Whoever adds or sets aside evidence of a person first takes the lock on that person's row, and only
then reads what there is. Without it, two requests at once on PostgreSQL would each count without
the other's evidence, and the later one would overwrite the better level. On SQLite the write
transaction itself is that lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from lms.competencies import queries, rules
from lms.competencies.models import Evidence, HeldLevel, Kind, SetAside
from lms.competencies.rules import Held, Shown
from lms.db import db, insert_once
from lms.errors import Refusal
from lms.people.models import Person
from lms.texts import _

Key = tuple[int, str]
"""A person and a competency."""

LONGEST_TITLE = 200
LONGEST_REASON = 500


class OwnObservation(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nobody observes themselves. Ask a colleague who can coach to observe you."))


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say in a sentence, up to 500 signs, why this evidence no longer counts."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What was kept for a person and a competency, and what the evidence says instead."""

    person_id: int
    competency: str
    kept: Held | None
    counted: Held | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """How many levels the evidence adds up to, and which of those kept differed from it."""

    levels: int
    differences: tuple[Difference, ...]


def record(
    person_id: int,
    kind: Kind,
    source: str,
    title: str,
    shown: Iterable[tuple[str, int]],
    *,
    on: date,
    now: datetime,
    revision: str | None = None,
    observer_id: int | None = None,
    touch_point: str | None = None,
    while_helping: bool = False,
) -> int:
    """Add evidence in these competencies at these levels; returns how many pieces were new.

    The same source is one fact, however often it is recorded. Three statements at most, for any
    number of competencies: the insert takes the lock, then levels are counted and kept.
    Raises OwnObservation.
    """
    if kind == Kind.OBSERVATION and observer_id == person_id:
        raise OwnObservation
    levels = dict(shown)
    common = {
        "person_id": _locked(person_id),
        "kind": kind.value,
        "source": source,
        "title": title[:LONGEST_TITLE],
        "revision": revision,
        "shown_on": on,
        "recorded_at": now,
        "observer_id": observer_id,
        "touch_point": touch_point,
        "while_helping": while_helping,
    }
    new = insert_once(
        Evidence, [{**common, "competency": name, "level": level} for name, level in levels.items()]
    )
    if new:
        counted = _counted([(person_id, competency) for competency in levels])
        _keep(counted)
    return new


def set_aside(evidence_id: int, *, reason: str, by: int | None, now: datetime) -> None:
    """This evidence counts no more from now on; it stays readable, with the reason beside it.

    Setting the same piece aside again changes nothing, not even the reason. Raises ReasonMissing.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ReasonMissing
    evidence = db.session.get_one(Evidence, evidence_id)
    key = (evidence.person_id, evidence.competency)
    db.session.execute(select(_locked(evidence.person_id)))
    new = insert_once(SetAside, [{"evidence_id": evidence_id, "reason": reason, "by_id": by, "at": now}])
    if new:
        _rewrite([key], _counted([key]))


def count_anew(person_id: int, competencies: Iterable[str]) -> None:
    """Keep what the evidence adds up to now; for those who took some of it away and hold the person's lock."""
    keys = [(person_id, competency) for competency in competencies]
    _rewrite(keys, _counted(keys))


def recompute(*, batch: int = 200, after_each: Callable[[], None] | None = None) -> Recount:
    """Count every level anew from the evidence, mend what differs, and say what that was.

    People are taken `batch` at a time, so memory does not grow with the company. `after_each` is
    called after each batch: a command saves there, so that nobody's answer waits for the whole.
    """
    levels, differences, last = 0, list[Difference](), 0
    while people := _people_after(last, batch):
        counted, differing = _recount(people)
        levels, last = levels + counted, people[-1]
        differences += differing
        if after_each:
            after_each()
    return Recount(levels=levels, differences=tuple(differences))


def _recount(people: list[int]) -> tuple[int, list[Difference]]:
    db.session.execute(
        select(Person.id).where(Person.id.in_(people)).order_by(Person.id).with_for_update(key_share=True)
    )
    kept = _kept_by(people)
    counted = {key: held for key, held in _count(_evidence().where(Evidence.person_id.in_(people))) if held}
    differences = [
        Difference(person_id=key[0], competency=key[1], kept=kept.get(key), counted=counted.get(key))
        for key in sorted(kept.keys() | counted.keys())
        if kept.get(key) != _without_evidence(counted.get(key))
    ]
    wrong = [(each.person_id, each.competency) for each in differences]
    _rewrite(wrong, {key: counted.get(key) for key in wrong})
    return len(counted), differences


def _locked(person_id: int) -> Any:
    """This person's row, locked until the transaction ends (no engine but PostgreSQL needs it).

    Others may still refer to the row meanwhile; only who also counts levels waits.
    """
    return select(Person.id).where(Person.id == person_id).with_for_update(key_share=True).scalar_subquery()


def _counted(keys: list[Key]) -> dict[Key, Held | None]:
    """What the evidence adds up to for one person and these competencies; None where nothing."""
    person_id, competencies = keys[0][0], [competency for _person, competency in keys]
    wanted = _evidence().where(Evidence.person_id == person_id, Evidence.competency.in_(competencies))
    return dict.fromkeys(keys) | dict(_count(wanted))


def _evidence() -> Any:
    """Evidence that was not set aside, as plain rows, one competency of one person after the other."""
    return (
        select(
            Evidence.person_id,
            Evidence.competency,
            Evidence.kind,
            Evidence.level,
            Evidence.shown_on,
            Evidence.observer_id,
            Evidence.touch_point,
            Evidence.while_helping,
            Evidence.source,
        )
        .where(~select(SetAside.evidence_id).where(SetAside.evidence_id == Evidence.id).exists())
        .order_by(Evidence.person_id, Evidence.competency)
    )


def _count(wanted: Any) -> Iterator[tuple[Key, Held | None]]:
    rows = db.session.execute(wanted)
    for key, group in groupby(rows, key=lambda row: (row[0], row[1])):
        yield key, rules.held(map(_shown, group), of=key[0])


def _shown(row: Any) -> Shown:
    _person, _competency, kind, level, on, observer, touch_point, while_helping, source = row
    return Shown(
        kind=kind,
        level=level,
        on=on,
        observer=observer,
        touch_point=touch_point,
        while_helping=while_helping,
        source=source,
    )


def _rewrite(keys: list[Key], counted: Mapping[Key, Held | None]) -> None:
    """Keep what was counted, and drop what nothing shows any more."""
    gone = [key for key in keys if counted[key] is None]
    if gone:
        these = tuple_(HeldLevel.person_id, HeldLevel.competency).in_(gone)
        db.session.execute(delete(HeldLevel).where(these), execution_options={"synchronize_session": False})
    _keep(counted)


def _keep(counted: Mapping[Key, Held | None]) -> None:
    rows = [
        {
            "person_id": person_id,
            "competency": competency,
            "level": held.level,
            "since": held.since,
            "current_until": held.current_until,
            "one_observer": held.one_observer,
        }
        for (person_id, competency), held in counted.items()
        if held
    ]
    if not rows:
        return
    insert = (sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert)(HeldLevel)
    changes = {name: insert.excluded[name] for name in ("level", "since", "current_until", "one_observer")}
    db.session.execute(
        insert.on_conflict_do_update(index_elements=["person_id", "competency"], set_=changes), rows
    )


def _people_after(person_id: int, count: int) -> list[int]:
    evidence = select(Evidence.person_id).where(Evidence.person_id > person_id)
    levels = select(HeldLevel.person_id).where(HeldLevel.person_id > person_id)
    both = evidence.union(levels).subquery()
    return list(db.session.scalars(select(both.c.person_id).order_by(both.c.person_id).limit(count)))


def _kept_by(people: list[int]) -> dict[Key, Held]:
    levels = queries.levels_of(people)
    return {(person, competency): held for person in levels for competency, held in levels[person].items()}


def _without_evidence(held: Held | None) -> Held | None:
    """The level as its table keeps it."""
    if held is None:
        return None
    return Held(
        level=held.level, since=held.since, current_until=held.current_until, one_observer=held.one_observer
    )
