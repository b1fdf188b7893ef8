"""Counting into the kept figures whoever changed since; and looking whether they are right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lms.db import db, insert_once
from lms.figures import packing, queries
from lms.figures.models import FiguresChanged, FiguresState, KeptCount, PersonFigures
from lms.figures.packing import Counts, Key, Standing
from lms.people.models import Person
from lms.texts import _

AT_ONCE = 2000
"""So many people are counted in one transaction: a few tenths of a second in which nobody else folds."""
NOTES_EACH = 8
THE_ONE = 1

Kept = dict[tuple[bool, Key], Counts]
"""Groups by team, and with True before them the sums over all teams."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where somebody is counted so far."""

    key: Key
    packed: str


def fold(on: date, *, most: int = AT_ONCE) -> int:
    """Count anew up to `most` people of whom something changed; returns how many these were.

    One at a time: who folds holds the lock on the state. What changes while this runs stays noted,
    and counting the same person twice changes nothing.
    """
    state = _locked()
    notes = _notes(most)
    people = {person for _number, person in notes}
    people |= set(queries.due_on(on, most=most - len(people)))
    if people:
        _count_anew(sorted(people), state, on)
        _delete(FiguresChanged, FiguresChanged.id, [number for number, _person in notes])
    if state.counted_on is None or state.counted_on < on:
        state.counted_on = on
    db.session.flush()
    return len(people)


def fold_all(on: date, *, after_each: Callable[[], None]) -> int:
    """`fold` until nobody waits; `after_each` saves, so that no lock is held for long."""
    total = 0
    while some := fold(on):
        total += some
        after_each()
    after_each()
    return total


def note_everyone() -> None:
    """Have everybody counted anew by the next folds."""
    people = select(Person.id).union(select(PersonFigures.person_id)).subquery()
    db.session.execute(insert(FiguresChanged).from_select(["person_id"], select(people.c.id)))


def _locked() -> FiguresState:
    insert_once(FiguresState, [{"id": THE_ONE, "competencies": [], "counted_on": None}])
    return db.session.scalars(select(FiguresState).with_for_update()).one()


def _notes(most: int) -> list[tuple[int, int]]:
    """The oldest notes, about so many people; one who changed often has many."""
    found = select(FiguresChanged.id, FiguresChanged.person_id).order_by(FiguresChanged.id).limit(most * NOTES_EACH)
    notes, people = [], set[int]()
    for number, person in db.session.execute(found):
        people.add(person)
        if len(people) > most:
            break
        notes.append((number, person))
    return notes


def _count_anew(people: list[int], state: FiguresState, on: date) -> None:
    standings = queries.standings_of(people, on)
    _widen(state, standings.values())
    earlier = _earlier(people)
    numbers, kept = _kept()
    before = {key: (counts.people, counts.to_bytes()) for key, counts in kept.items()}
    moved = {
        person: packing.packed(standing, state.competencies) for person, standing in standings.items()
    }
    for person in people:
        was, now = earlier.get(person), standings.get(person)
        if was is not None:
            _add(kept, was.key, was.packed, -1)
        if now is not None:
            _add(kept, now.key, moved[person], 1)
    _save_counts(kept, numbers, before)
    _save_people(standings, moved, numbers)
    _delete(PersonFigures, PersonFigures.person_id, [person for person in earlier if person not in standings])


def _widen(state: FiguresState, standings: Iterable[Standing]) -> None:
    """A competency nobody held so far gets the next place; everybody kept holds nothing in it."""
    competencies = packing.widened(state.competencies, standings)
    new = len(competencies) - len(state.competencies)
    if new:
        longer = PersonFigures.packed + "0" * new
        db.session.execute(update(PersonFigures).values(packed=longer), execution_options={"synchronize_session": False})
        state.competencies = competencies


def _earlier(people: list[int]) -> dict[int, Earlier]:
    found = (
        select(PersonFigures.person_id, KeptCount.team_id, KeptCount.jobs, PersonFigures.packed)
        .join(KeptCount, KeptCount.id == PersonFigures.kept_count_id)
        .where(PersonFigures.person_id.in_(people))
    )
    return {person: Earlier((team, jobs), text) for person, team, jobs, text in db.session.execute(found)}


def _kept() -> tuple[dict[tuple[bool, Key], int], Kept]:
    numbers: dict[tuple[bool, Key], int] = {}
    kept: Kept = {}
    columns = (KeptCount.id, KeptCount.every_team, KeptCount.team_id, KeptCount.jobs, KeptCount.people, KeptCount.counts)
    for number, every_team, team, jobs, people, content in db.session.execute(select(*columns)):
        numbers[every_team, (team, jobs)] = number
        kept[every_team, (team, jobs)] = Counts.from_bytes(people, content)
    return numbers, kept


def _add(kept: Kept, key: Key, packed: str, sign: int) -> None:
    _team, jobs = key
    for place in ((False, key), (True, (0, jobs))):
        kept.setdefault(place, Counts()).add(packed, sign)


def _save_counts(
    kept: Kept, numbers: dict[tuple[bool, Key], int], before: Mapping[tuple[bool, Key], tuple[int, bytes]]
) -> None:
    """Rows of groups that differ now; `numbers` gets those of new groups, and loses those of empty ones."""
    changed, new, empty = [], [], []
    for place, counts in kept.items():
        every_team, (team, jobs) = place
        row = {"people": counts.people, "counts": counts.to_bytes()}
        if place not in numbers:
            if counts.people:
                new.append({"every_team": every_team, "team_id": team, "jobs": jobs, **row})
        elif not counts.people:
            empty.append(numbers.pop(place))
        elif before[place] != tuple(row.values()):
            changed.append({"id": numbers[place], **row})
    _delete(KeptCount, KeptCount.id, empty)
    if changed:
        db.session.execute(update(KeptCount), changed)
    if new:
        returned = insert(KeptCount).returning(
            KeptCount.id, KeptCount.every_team, KeptCount.team_id, KeptCount.jobs
        )
        for number, every_team, team, jobs in db.session.execute(returned, new):
            numbers[every_team, (team, jobs)] = number


def _save_people(
    standings: Mapping[int, Standing], packed: Mapping[int, str], numbers: Mapping[tuple[bool, Key], int]
) -> None:
    rows = [
        {
            "person_id": person,
            "kept_count_id": numbers[False, standing.key],
            "packed": packed[person],
            "changes_on": standing.changes_on,
        }
        for person, standing in standings.items()
    ]
    if not rows:
        return
    statement = (sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert)(PersonFigures)
    values = {name: statement.excluded[name] for name in ("kept_count_id", "packed", "changes_on")}
    db.session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values), rows)


def _delete(table: Any, column: Any, values: list[int]) -> None:
    if values:
        db.session.execute(delete(table).where(column.in_(values)), execution_options={"synchronize_session": False})


def is_due(on: date) -> bool:
    """Did anything change, or a day pass, since the last fold?"""
    state = db.session.get(FiguresState, THE_ONE)
    return state is None or state.counted_on is None or state.counted_on < on or bool(queries.waiting(on, most=1))


def prove(on: date, *, after_each: Callable[[], None]) -> list[str]:
    """Hold people against their own rows, and groups against all people; count anew what differs."""
    wrong = _prove_people(on, after_each) + _prove_groups()
    if wrong:
        db.session.execute(delete(PersonFigures))
        db.session.execute(delete(KeptCount))
        note_everyone()
        fold_all(on, after_each=after_each)
    return wrong


def _prove_people(on: date, after_each: Callable[[], None]) -> list[str]:
    """Without those who are noted: they changed while this runs."""
    state = db.session.get_one(FiguresState, THE_ONE)
    everyone = list(db.session.scalars(select(Person.id).union(select(PersonFigures.person_id)).order_by("id")))
    wrong = []
    for start in range(0, len(everyone), AT_ONCE):
        people = everyone[start : start + AT_ONCE]
        kept, standings = _earlier(people), queries.standings_of(people, on)
        waiting = set(queries.waiting(on, most=len(everyone)))
        for person in sorted(set(people) - waiting):
            standing = standings.get(person)
            now = Earlier(standing.key, packing.packed(standing, state.competencies)) if standing else None
            if kept.get(person) != now:
                wrong.append(_("Person %(person)s: kept %(kept)s, now %(now)s", person=person, kept=kept.get(person), now=now))
        after_each()
    return wrong


def _prove_groups() -> list[str]:
    from lms.figures.recount import recount  # only here, for NumPy is not small

    _numbers, kept = _kept()
    counted = recount()
    return [
        _("Group %(group)s: the sum differs", group=key)
        for key in sorted(kept.keys() | counted.keys())
        if kept.get(key) != counted.get(key)
    ]
