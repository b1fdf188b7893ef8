"""Reading assignments, through whoever may see them: HR all of them, leaders those about their own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import aliased

from lms.clock import day_of
from lms.db import db
from lms.errors import NotFound
from lms.jobs.models import Job
from lms.learning.due_queries import Rule
from lms.learning.dues import Basis, Terms, When
from lms.learning.models import Assignment
from lms.people import queries as people
from lms.people.models import Person, Role, Team
from lms.people.session import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An assignment with names. `whom` is job, team or person; `name` is its title or name."""

    id: int
    course: str
    competency: str | None
    whom: str
    name: str
    person_id: int | None
    job_id: int | None
    team_id: int | None
    when: When
    reason: str
    by_id: int
    by: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str

    @property
    def rule(self) -> Rule:
        terms = Terms(
            basis=self.when.basis, made_on=day_of(self.made_at), due_on=self.when.due_on, days=self.when.due_days
        )
        return Rule(
            id=self.id,
            course=self.course,
            job_id=self.job_id,
            team_id=self.team_id,
            terms=terms,
            after_course=self.when.after_course,
            reason=self.reason,
            by_id=self.by_id,
            competency=self.competency,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows `first` to `last` of `total`, counted from 1."""

    lines: tuple[Line, ...]
    first: int
    total: int

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


def people_of(viewer: Viewer) -> ColumnElement[bool]:
    """Whom this viewer may ask to take a course: everyone for HR, their own people for leaders; else 403."""
    if viewer.has(Role.HR):
        return Person.left_on.is_(None) & true()
    if people.leads_anyone(viewer.id):
        return Person.left_on.is_(None) & (Person.leader_id == viewer.id)
    abort(403)


def may_see(viewer: Viewer) -> ColumnElement[bool]:
    """The assignments of a viewer: all for HR; of leaders what is about one of their people, or made by them."""
    if viewer.has(Role.HR):
        return true()
    own = select(Person.id).where(people_of(viewer))
    return or_(Assignment.person_id.in_(own), Assignment.by_id == viewer.id)


def listed(visible: ColumnElement[bool], *, ended: bool, number: int, size: int) -> Section:
    """Part `number` (from 1) of those that hold, or have ended, the newest first; two statements."""
    wanted = visible & (Assignment.ended_at.is_not(None) if ended else Assignment.ended_at.is_(None))
    total = db.session.scalar(select(func.count()).select_from(Assignment).where(wanted)) or 0
    rows = _rows().where(wanted).order_by(Assignment.made_at.desc(), Assignment.id.desc())
    found = db.session.execute(rows.offset((number - 1) * size).limit(size))
    return Section(lines=tuple(_line(*row) for row in found), first=(number - 1) * size + 1, total=total)


def find(assignment_id: int, visible: ColumnElement[bool]) -> Line:
    """Raises NotFound where there is none, or none for this viewer."""
    row = db.session.execute(_rows().where(Assignment.id == assignment_id, visible)).first()
    if row is None:
        raise NotFound(assignment_id)
    return _line(*row)


_maker, _ender = aliased(Person), aliased(Person)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(Assignment, Job.title, Team.name, Person.name, _maker.name, _ender.name)
        .outerjoin(Job, Job.id == Assignment.job_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .join(_maker, _maker.id == Assignment.by_id)
        .outerjoin(_ender, _ender.id == Assignment.ended_by_id)
    )


def _line(
    row: Assignment, job: str | None, team: str | None, person: str | None, by: str, ended_by: str | None
) -> Line:
    return Line(
        id=row.id,
        course=row.course,
        competency=row.competency,
        whom="job" if row.job_id else "team" if row.team_id else "person",
        name=job or team or person or "",
        person_id=row.person_id,
        job_id=row.job_id,
        team_id=row.team_id,
        when=When(
            basis=Basis(row.basis), due_on=row.due_on, due_days=row.due_days, after_course=row.after_course
        ),
        reason=row.reason,
        by_id=row.by_id,
        by=by,
        made_at=row.made_at,
        ended_at=row.ended_at,
        ended_by=ended_by or "",
    )

