"""Making a staff file so: in one transaction, by statements that take all lines at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Row, and_, bindparam, case, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import aliased

from lms import audit
from lms.admin.models import StaffImportRow as Line
from lms.admin.staff_files.compare import FOREVER
from lms.admin.staff_files.rules import NOTHING
from lms.db import db, insert_new
from lms.jobs.models import Appointment
from lms.people import staff_service
from lms.people.models import Person, PersonWord, Role, Team
from lms.people.service import words_of

AT_ONCE = 2_000
_PLAIN = {"synchronize_session": False}


def bring_in(import_id: int, *, by: int | None, today: date, now: datetime, tell: Callable[[int, int], None]) -> None:
    """All lines, which were checked in this same transaction. `tell` hears how many of how many steps are done."""
    mine = Line.import_id == import_id
    steps: tuple[Callable[[], None], ...] = (
        lambda: _teams(import_id, by=by, now=now),
        lambda: _add_people(import_id, now),
        lambda: _know_people(import_id),
        lambda: _words(import_id),
        lambda: _change_people(import_id),
        lambda: _appoint(import_id, today),
        lambda: _roles(import_id, by=by, now=now),
    )
    total = db.session.scalar(select(func.count()).where(mine)) or 0
    for number, step in enumerate(steps):
        tell(total * number // len(steps), total)
        step()
    tell(total, total)
    db.session.execute(delete(Line).where(mine), execution_options=_PLAIN)
    db.session.expire_all()


def _teams(import_id: int, *, by: int | None, now: datetime) -> None:
    """Each team of the file by its number; new ones are made. There are few, so each costs a statement."""
    named = and_(Line.import_id == import_id, Line.team.not_in(("", NOTHING)))
    known = {name: number for number, name in db.session.execute(select(Team.id, Team.name))}
    for name in db.session.scalars(select(Line.team).where(named).distinct().order_by(Line.team)).all():
        number = known.get(name) or _team(name, by=by, now=now)
        db.session.execute(update(Line).where(named, Line.team == name).values(team_id=number), execution_options=_PLAIN)


def _team(name: str, *, by: int | None, now: datetime) -> int:
    key = staff_service.team_key(name)
    number = insert_new(Team, {"key": key, "name": name}, returning=Team.id)
    if number is None:  # called otherwise meanwhile
        return db.session.scalars(select(Team.id).where(Team.key == key)).one()
    audit.record("team.added", by=by, details={"team": number}, now=now)
    return number


def _add_people(import_id: int, now: datetime) -> None:
    new = ~exists().where(Person.email == Line.email)
    values = {
        "email": Line.email,
        "name": Line.name,
        "sort_name": Line.sort_name,
        "session_epoch": literal(0),
        "works_percent": literal(100),
        "edition": literal(1),
        "is_demo": literal(False),
        "created_at": bindparam("now", now, Person.created_at.type),
    }
    rows = select(*values.values()).where(Line.import_id == import_id, new).order_by(Line.line)
    db.session.execute(insert(Person).from_select(list(values), rows, include_defaults=False))


def _know_people(import_id: int) -> None:
    """Who each line and each leader is, by number."""
    him, leader = aliased(Person), aliased(Person)
    numbers = {
        "person_id": select(him.id).where(him.email == Line.email).scalar_subquery(),
        "leader_id": select(leader.id).where(leader.email == Line.leader).scalar_subquery(),
    }
    db.session.execute(update(Line).where(Line.import_id == import_id).values(numbers), execution_options=_PLAIN)


def _words(import_id: int) -> None:
    """Those whose name is new are found by its words; a few at a time, for each name has several."""
    renamed = or_(Person.name != Line.name, ~exists().where(PersonWord.person_id == Person.id))
    wanted = select(Line.line, Person.id, Line.name).join(Person, Person.id == Line.person_id)
    last = 0
    while rows := db.session.execute(
        wanted.where(Line.import_id == import_id, Line.line > last, renamed).order_by(Line.line).limit(AT_ONCE)
    ).all():
        db.session.execute(delete(PersonWord).where(PersonWord.person_id.in_([row.id for row in rows])), execution_options=_PLAIN)
        words = [word for row in rows for word in words_of(row.id, row.name)]
        if words:
            db.session.execute(insert(PersonWord), words)
        last = rows[-1].line


def _change_people(import_id: int) -> None:
    leader = case((Line.leader == "", Person.leader_id), else_=Line.leader_id)
    team = case((Line.team == "", Person.team_id), else_=Line.team_id)
    differs = or_(
        Person.name != Line.name,
        func.coalesce(Person.leader_id, 0) != func.coalesce(leader, 0),
        func.coalesce(Person.team_id, 0) != func.coalesce(team, 0),
    )
    change = (
        update(Person)
        .where(Line.import_id == import_id, Person.id == Line.person_id, differs)
        .values(name=Line.name, sort_name=Line.sort_name, leader_id=leader, team_id=team, edition=Person.edition + 1)
    )
    db.session.execute(change, execution_options=_PLAIN)


def _appoint(import_id: int, today: date) -> None:
    """New jobs begin; of those held already only the last day may change."""
    mine = and_(Line.import_id == import_id, Line.job_id.is_not(None))
    of_line = and_(Appointment.person_id == Line.person_id, Appointment.job_id == Line.job_id)
    held = or_(
        and_(Line.starts_on.is_not(None), Appointment.starts_on == Line.starts_on),
        and_(Line.starts_on.is_(None), func.coalesce(Appointment.ends_on, FOREVER) >= today),
    )
    ends = (
        update(Appointment)
        .where(mine, of_line, held, Line.ends_on.is_not(None), func.coalesce(Appointment.ends_on, FOREVER) != Line.ends_on)
        .values(ends_on=Line.ends_on)
    )
    db.session.execute(ends, execution_options=_PLAIN)
    first_day = func.coalesce(Line.starts_on, bindparam("today", today, Appointment.starts_on.type))
    new = select(Line.person_id, Line.job_id, first_day, Line.ends_on).where(mine, ~exists().where(of_line, held))
    columns = ["person_id", "job_id", "starts_on", "ends_on"]
    db.session.execute(insert(Appointment).from_select(columns, new.order_by(Line.line), include_defaults=False))


def _roles(import_id: int, *, by: int | None, now: datetime) -> None:
    """Few lines name roles. First all are given, then some taken, so that admins may change places."""
    named = select(Line.person_id, Line.roles).where(Line.import_id == import_id, Line.roles != "").order_by(Line.line)
    lines: list[Row[int, str]] = list(db.session.execute(named))
    for person_id, roles in sorted(lines, key=lambda line: Role.ADMIN not in line[1].split()):
        wanted = [] if roles == NOTHING else [Role(role) for role in roles.split()]
        staff_service.set_roles(person_id, wanted, by=by, now=now)
