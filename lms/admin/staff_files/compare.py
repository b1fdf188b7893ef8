"""The lines of a staff file beside one another and beside who is here: each question is one statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from lms.admin.models import StaffImportRow as Line
from lms.admin.staff_files.rules import NOTHING
from lms.db import db
from lms.jobs.models import Appointment
from lms.people.models import Person, PersonRole, Role, Team
from lms.texts import _, day

MOST_SHOWN = 100
FOREVER = date(9999, 12, 31)
UNDERSTOOD = Line.name != ""
"""Of a line that could not be understood the e-mail alone is kept, for others may name it."""
_leader, _other = aliased(Person), aliased(Line)


def number_of_lines(import_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Line.import_id == import_id)) or 0


def faults(import_id: int, today: date) -> Iterator[tuple[int, str]]:
    """What is wrong with lines beside others and beside who is here."""
    mine = Line.import_id == import_id
    first = (
        select(Line.email, func.min(Line.line).label("line")).where(mine).group_by(Line.email).having(func.count() > 1)
    ).subquery()
    twice = select(Line.line, first.c.line).join(first, Line.email == first.c.email).where(mine, Line.line > first.c.line)
    for line, earlier in _rows(twice):
        yield line, _("The e-mail appears twice (also line %(line)d).", line=earlier)
    left = select(Line.line, Person.left_on).join(Person, Person.email == Line.email).where(mine)
    for line, on in _rows(left.where(Person.left_on.is_not(None))):
        yield line, _("This person left on %(day)s. Bring them back on their page first.", day=day(on))
    for line, leader in _rows(_unknown_leaders(import_id)):
        yield line, _("Nobody here or in the file has the leader's e-mail %(email)s.", email=leader)
    yield from _about_jobs(mine, today)


def _unknown_leaders(import_id: int) -> Select[int, str]:
    here = exists().where(Person.email == Line.leader, Person.left_on.is_(None))
    coming = exists().where(_other.import_id == import_id, _other.email == Line.leader)
    return select(Line.line, Line.leader).where(
        Line.import_id == import_id, Line.leader.not_in(("", NOTHING)), ~here, ~coming
    )


def _about_jobs(mine: ColumnElement[bool], today: date) -> Iterator[tuple[int, str]]:
    held = (
        select(Line.line, Appointment.starts_on)
        .join(Person, Person.email == Line.email)
        .join(Appointment, and_(Appointment.person_id == Person.id, Appointment.job_id == Line.job_id))
        .where(mine)
    )
    overlaps = and_(
        Line.starts_on.is_not(None),
        Appointment.starts_on != Line.starts_on,
        Appointment.starts_on <= func.coalesce(Line.ends_on, FOREVER),
        func.coalesce(Appointment.ends_on, FOREVER) >= Line.starts_on,
    )
    for line, since in _rows(held.where(overlaps)):
        yield line, _("This job is held already, from %(day)s. Write that day, or end it first.", day=day(since))
    current = and_(Line.starts_on.is_(None), _is_current(today))
    for line, since in _rows(held.where(current, Line.ends_on < Appointment.starts_on)):
        yield line, _("The day until is before %(day)s, when this job began.", day=day(since))
    new = ~exists().where(Person.email == Line.email, Appointment.person_id == Person.id, _same_job(), _is_current(today))
    late = select(Line.line, Line.ends_on).where(mine, Line.job_id.is_not(None), Line.starts_on.is_(None), new)
    for line, _until in _rows(late.where(Line.ends_on < today)):
        yield line, _("The day until has passed, and there is no day from.")


def _same_job() -> ColumnElement[bool]:
    return Appointment.job_id == Line.job_id


def _is_current(today: date) -> ColumnElement[bool]:
    return func.coalesce(Appointment.ends_on, FOREVER) >= today


def lines_above(import_id: int) -> Iterator[tuple[int, int]]:
    """Each line with the line of its leader, in the file or above people who are here; lines without one left out."""
    led = and_(Line.import_id == import_id, Line.leader.not_in(("", NOTHING)))
    in_file = select(Line.line, _other.line).join(_other, _other.email == Line.leader).where(
        led, _other.import_id == import_id
    )
    yield from _rows(in_file)
    # Leaders who are here but not in the file: up from them, until somebody in the file stands above.
    is_line = exists().where(_other.import_id == import_id, _other.email == Person.email)
    start = select(Line.line, Person.id, Person.leader_id).join(Person, Person.email == Line.leader).where(led, ~is_line)
    climb = start.cte("climb", recursive=True)
    upper, his = aliased(Person), aliased(Line)
    his_line = select(his.line).where(his.import_id == import_id, his.email == upper.email)
    higher = select(climb.c.line, upper.id, upper.leader_id).join(upper, upper.id == climb.c.leader_id)
    climb = climb.union(higher.where(~his_line.exists()))
    top = select(climb.c.line, his.line).join(upper, upper.id == climb.c.leader_id).join(
        his, and_(his.email == upper.email, his.import_id == import_id)
    )
    yield from _rows(top)
    # Those in the file whose leader cell is empty keep the leader they have.
    kept = select(Line.line, _other.line).join(Person, Person.email == Line.email).join(
        _leader, _leader.id == Person.leader_id
    ).join(_other, _other.email == _leader.email)
    yield from _rows(kept.where(Line.import_id == import_id, Line.leader == "", _other.import_id == import_id))


def _rows(wanted: Select[int, Any]) -> Iterator[Row[int, Any]]:
    """By line; taken a few at a time, for there may be very many."""
    return iter(db.session.execute(wanted.order_by(wanted.selected_columns[0]), execution_options={"yield_per": 1000}))


def outcome(import_id: int, today: date) -> dict[str, object]:
    """How many lines add, change and leave somebody, with the first of each, and the teams that would be new."""
    told = _changes(today)
    what = case((Person.id.is_(None), "added"), (or_(*told.values()), "changed"), else_="unchanged")
    beside = _beside_people()
    counted = select(what, func.count()).select_from(beside).where(Line.import_id == import_id, UNDERSTOOD).group_by(what)
    numbers: dict[str, int] = {name: number for name, number in db.session.execute(counted)}
    shown = (
        select(what.label("what"), Line.line, Line.name, *[case((true_if, 1), else_=0).label(f"other_{name}") for name, true_if in told.items()])
        .select_from(beside)
        .where(Line.import_id == import_id, UNDERSTOOD)
        .order_by(Line.line)
        .limit(MOST_SHOWN)
    )
    report: dict[str, object] = {f"{name}_number": numbers.get(name, 0) for name in ("added", "changed", "unchanged")}
    for name in ("added", "changed"):
        rows = db.session.execute(shown.where(what == name)).mappings()
        report[name] = [[row["line"], row["name"], [each for each in told if row[f"other_{each}"]]] for row in rows]
    report["teams"] = _new_teams(import_id)
    return report


def _beside_people() -> FromClause:
    return Line.__table__.outerjoin(Person.__table__, Person.email == Line.email)


def _changes(today: date) -> dict[str, ColumnElement[bool]]:
    """What a line changes about somebody who is here, by a word for each."""
    wanted_leader = select(_leader.email).where(_leader.id == Person.leader_id).scalar_subquery()
    team = select(Team.name).where(Team.id == Person.team_id).scalar_subquery()
    return {
        "name": Line.name != Person.name,
        "leader": or_(
            and_(Line.leader == NOTHING, Person.leader_id.is_not(None)),
            and_(Line.leader.not_in(("", NOTHING)), func.coalesce(wanted_leader, "") != Line.leader),
        ),
        "team": or_(
            and_(Line.team == NOTHING, Person.team_id.is_not(None)),
            and_(Line.team.not_in(("", NOTHING)), func.coalesce(team, "") != Line.team),
        ),
        "job": and_(Line.job_id.is_not(None), or_(~_held(today), _ends_otherwise(today))),
        "roles": and_(Line.roles != "", _other_roles()),
    }


def _held(today: date) -> ColumnElement[bool]:
    """Does the person hold the job of the line, from the day it says or, without one, at all?"""
    from_day = and_(Line.starts_on.is_not(None), Appointment.starts_on == Line.starts_on)
    any_day = and_(Line.starts_on.is_(None), _is_current(today))
    return exists().where(Appointment.person_id == Person.id, _same_job(), or_(from_day, any_day))


def _ends_otherwise(today: date) -> ColumnElement[bool]:
    from_day = and_(Line.starts_on.is_not(None), Appointment.starts_on == Line.starts_on)
    any_day = and_(Line.starts_on.is_(None), _is_current(today))
    differs = func.coalesce(Appointment.ends_on, FOREVER) != Line.ends_on
    held = and_(Appointment.person_id == Person.id, _same_job(), or_(from_day, any_day))
    return and_(Line.ends_on.is_not(None), exists().where(held, differs))


def _other_roles() -> ColumnElement[bool]:
    """Does the person have a role that the line does not name, or the other way round?"""
    padded = literal(" ") + Line.roles + literal(" ")
    has = [
        (exists().where(PersonRole.person_id == Person.id, PersonRole.role == role.value), padded.contains(f" {role.value} "))
        for role in Role
    ]
    return or_(*[or_(and_(given, ~named), and_(~given, named)) for given, named in has])


def _new_teams(import_id: int) -> list[str]:
    known = exists().where(Team.name == Line.team)
    wanted = select(Line.team).where(Line.import_id == import_id, Line.team.not_in(("", NOTHING)), ~known)
    return list(db.session.scalars(wanted.distinct().order_by(Line.team).limit(MOST_SHOWN)))
