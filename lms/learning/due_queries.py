"""Who is asked to take which course by when: what the rules of `dues` say of these people, read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, or_, select, union_all

from lms.catalog import shelf
from lms.catalog.content import Course
from lms.clock import day_of
from lms.db import db
from lms.jobs.models import Appointment, Waiver
from lms.jobs.queries import waives_on
from lms.learning import dues
from lms.learning.dues import Basis, Choice, Circumstances, Counted, Moved, Terms, Trouble
from lms.learning.models import Assignment, AssignmentException, CourseCompletion
from lms.people.models import Leave, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An assignment as far as dates and reasons ask; `id` is 0 for one that is only thought of."""

    id: int
    course: str
    job_id: int | None
    team_id: int | None
    terms: Terms
    after_course: str | None
    reason: str
    by_id: int
    competency: str | None = None
    """What it is meant to raise; while that is waived for somebody, they are not asked."""

    @property
    def whom(self) -> str:
        return "job" if self.job_id else "team" if self.team_id else "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A course somebody is asked to take and has not completed; `why` is the reason they read.

    Without `due_on` the day is not known yet: the course waits for `after_course` or an appointment,
    or it could not be met (`trouble`) and somebody decides about it. `offered` is then what was counted.
    """

    course: str
    due_on: date | None
    why: str
    overdue: bool
    assignment_id: int
    whom: str
    by_id: int
    first: date | None = None
    moved: tuple[Moved, ...] = ()
    trouble: Trouble | None = None
    offered: date | None = None
    after_course: str | None = None
    decisions: int = 0
    """How many were made about this person and assignment; the next one has the next number."""
    decided_why: str = ""
    """The reason of the newest of them."""


@dataclass(slots=True, kw_only=True)
class _Someone:
    """What was read about a person; of appointments (job, first day, day of recording) those not over."""

    works_percent: int
    leader_id: int | None
    here_since: date
    appointments: list[tuple[int, date, date | None]] = field(default_factory=list)
    leave: list[tuple[date, date]] = field(default_factory=list)
    completed: dict[str, date] = field(default_factory=dict)
    waived: set[str] = field(default_factory=set)


MANY = 1000
"""From so many people on it is less work to read everyone than to name them."""
Match = tuple[Rule, int]
"""A rule and a person it reaches."""
@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The newest about one person and assignment."""

    number: int
    choice: Choice
    due_on: date | None
    reason: str


Decisions = Mapping[tuple[int, int], Decision]
"""By assignment and person."""


def dues_of(person_ids: Collection[int] | None, day: date) -> dict[int, list[Due]]:
    """What these people (None: all) are asked to take, the nearest day first, one entry a course.

    Seven statements at most, however many people and assignments there are.
    """
    found: dict[int, list[Due]] = {}
    for person_id, each in every_due(person_ids, day).items():
        by_course: dict[str, Due] = {}
        for due in sorted(each, key=_nearest_first):
            by_course.setdefault(due.course, due)
        found[person_id] = list(by_course.values())
    return found


def every_due(
    person_ids: Collection[int] | None, day: date, *, course: str | None = None, thought_of: Iterable[Match] = ()
) -> dict[int, list[Due]]:
    """The same with every assignment on its own; `course` narrows them, `thought_of` adds some not yet made.

    Staff is read along, for leaders are due before them.
    """
    if person_ids is not None and not person_ids:
        return {}
    around = _around(person_ids if person_ids is None or len(person_ids) < MANY else None)
    matches = [*_matches(around, day, course), *thought_of]
    if not matches:
        return {}
    people = _people(around, day, matches)
    decisions, pauses = _decisions(around), _pauses()
    counted: dict[int, list[tuple[Rule, Counted]]] = defaultdict(list)
    for rule, person_id in matches:
        who = _circumstances(rule, people[person_id], pauses)
        counted[person_id].append((rule, dues.count(rule.terms, who)))
    staff = _first_of_staff(counted, people, decisions)
    wanted = counted.keys() if person_ids is None else counted.keys() & set(person_ids)
    found = {
        each: list(_dues(each, counted[each], people[each], staff, decisions, pauses, day)) for each in sorted(wanted)
    }
    return {person_id: each for person_id, each in found.items() if each}


def reached(rule: Rule, person_id: int | None, day: date, *, only: int | None = None) -> list[int]:
    """Who works here and would be asked by this rule; `person_id` where it is about one person."""
    found = select(Person.id).where(Person.left_on.is_(None))
    if only is not None:
        found = found.where(Person.id == only)
    if rule.job_id:
        holding = select(Appointment.person_id).where(Appointment.job_id == rule.job_id, _not_over(day))
        found = found.where(Person.id.in_(holding))
    elif rule.team_id:
        found = found.where(Person.team_id == rule.team_id)
    else:
        found = found.where(Person.id == person_id)
    return list(db.session.scalars(found.order_by(Person.id)))


def may_be_in_trouble(day: date) -> list[int] | None:
    """Whom to look at for days that cannot be met; None for everyone.

    Leave, a job or a first day here after a rule was made: without one of these a day is met by all or by none,
    so nobody else needs to be read, unless a rule gives everyone too few days.
    """
    rules = [_rule(row) for row in db.session.scalars(select(Assignment).where(Assignment.ended_at.is_(None)))]
    if not rules:
        return []
    pauses = _pauses()
    earliest = min(rule.terms.made_on for rule in rules)
    if any(_days_of(rule.terms) < pauses.get(rule.course, 0) for rule in rules):
        return None
    away = select(Leave.person_id).where(Leave.ends_on >= earliest)
    newly = select(Appointment.person_id).where(Appointment.starts_on > earliest, _not_over(day))
    since = datetime.combine(earliest, time(), tzinfo=UTC)
    found = select(Person.id).where(
        Person.left_on.is_(None), or_(Person.id.in_(away), Person.id.in_(newly), Person.created_at >= since)
    )
    return list(db.session.scalars(found))


def _days_of(terms: Terms) -> int:
    return (terms.due_on - terms.made_on).days if terms.due_on else terms.days or 0


def reaches(rule: Rule, target_id: int | None, person_id: int, day: date) -> bool:
    """Is this person among those the rule asks?"""
    return person_id in reached(rule, target_id, day, only=person_id)


def excused(assignment_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Those of these people who need not take it, with the reason somebody gave."""
    rows = (
        select(AssignmentException.person_id, AssignmentException.choice, AssignmentException.reason)
        .where(AssignmentException.assignment_id == assignment_id, AssignmentException.person_id.in_(person_ids))
        .order_by(AssignmentException.number)
    )
    newest = {person_id: (choice, reason) for person_id, choice, reason in db.session.execute(rows)}
    return {person_id: reason for person_id, (choice, reason) in newest.items() if choice == Choice.EXCUSED}


def _dues(
    person_id: int,
    counted: list[tuple[Rule, Counted]],
    someone: _Someone,
    staff: Mapping[tuple[int, str], date],
    decisions: Decisions,
    pauses: Mapping[str, int],
    day: date,
) -> Iterator[Due]:
    for rule, own in counted:
        if rule.course in someone.completed or rule.competency in someone.waived:
            continue
        first = staff.get((person_id, rule.course))
        moved = dues.before_staff(own, first, leave=someone.leave, pause=pauses.get(rule.course, 0))
        holds = _decided(rule, person_id, moved, decisions)
        if holds is not None:
            yield _due(rule, holds, decisions.get((rule.id, person_id)), day)


def _due(rule: Rule, counted: Counted, decision: Decision | None, day: date) -> Due:
    due_on = None if counted.trouble else counted.due_on
    return Due(
        course=rule.course,
        due_on=due_on,
        why=rule.reason,
        overdue=due_on is not None and due_on < day,
        assignment_id=rule.id,
        whom=rule.whom,
        by_id=rule.by_id,
        first=counted.first,
        moved=counted.moved,
        trouble=counted.trouble,
        offered=counted.due_on,
        after_course=rule.after_course,
        decisions=decision.number if decision else 0,
        decided_why=decision.reason if decision else "",
    )


def _decided(rule: Rule, person_id: int, own: Counted, decisions: Decisions) -> Counted | None:
    decision = decisions.get((rule.id, person_id))
    return own if decision is None else dues.decided(own, decision.choice, decision.due_on)


def _nearest_first(due: Due) -> tuple[bool, date, int]:
    return (due.due_on is None, due.due_on or date.max, due.assignment_id)


def _first_of_staff(
    counted: Mapping[int, list[tuple[Rule, Counted]]], people: Mapping[int, _Someone], decisions: Decisions
) -> dict[tuple[int, str], date]:
    """By leader and course, the earliest own day among those they lead, finished or not: it should not jump."""
    first: dict[tuple[int, str], date] = {}
    for person_id, each in counted.items():
        leader = people[person_id].leader_id
        for rule, own in each if leader else ():
            holds = _decided(rule, person_id, own, decisions)
            if leader and holds and holds.due_on and not holds.trouble:
                key = (leader, rule.course)
                first[key] = min(first.get(key, holds.due_on), holds.due_on)
    return first


def _circumstances(rule: Rule, someone: _Someone, pauses: Mapping[str, int]) -> Circumstances:
    starts_on, recorded_on = _appointment(rule, someone)
    return Circumstances(
        here_since=someone.here_since,
        starts_on=starts_on,
        recorded_on=recorded_on,
        completed_on=someone.completed.get(rule.after_course) if rule.after_course else None,
        works_percent=someone.works_percent,
        leave=someone.leave,
        pause=pauses.get(rule.course, 0),
    )


def _appointment(rule: Rule, someone: _Someone) -> tuple[date | None, date | None]:
    """For a rule about a job that appointment; for others the newest, where they count from one."""
    if rule.job_id:
        found = [each for each in someone.appointments if each[0] == rule.job_id]
        return found[0][1:] if found else (None, None)
    if rule.terms.basis in (Basis.JOB_START, Basis.APPOINTMENT) and someone.appointments:
        return someone.appointments[-1][1:]
    return None, None


def _pauses() -> dict[str, int]:
    """By course, the nights before its check, or before that of a course it builds on."""
    courses = {course.id: course for course in shelf.current().courses}
    own = {course.id: _nights(course) for course in courses.values()}
    return {
        course.id: max([own[course.id], *(own.get(each, 0) for each in course.requires_courses)])
        for course in courses.values()
    }


def _nights(course: Course) -> int:
    return -(-course.check.after_hours // 24) if course.check else 0


def _not_over(day: date) -> ColumnElement[bool]:
    """Appointments of this day and of days to come."""
    return or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day)


def _around(person_ids: Collection[int] | None) -> CTE:
    """These people and those they lead, as far as they work here."""
    found = select(
        Person.id, Person.team_id, Person.leader_id, Person.works_percent, Person.created_at
    ).where(Person.left_on.is_(None))
    if person_ids is not None:
        found = found.where(or_(Person.id.in_(person_ids), Person.leader_id.in_(person_ids)))
    return found.cte("around")


def _matches(around: CTE, day: date, course: str | None) -> list[Match]:
    """Which assignment reaches whom of them; each pair once."""
    columns: Select[*tuple[Any, ...]] = select(
        Assignment.id,
        Assignment.course,
        Assignment.competency,
        Assignment.job_id,
        Assignment.team_id,
        Assignment.basis,
        Assignment.due_on,
        Assignment.due_days,
        Assignment.after_course,
        Assignment.reason,
        Assignment.made_at,
        Assignment.by_id,
        around.c.id.label("whom"),
    ).where(Assignment.ended_at.is_(None))
    if course is not None:
        columns = columns.where(Assignment.course == course)
    holding = and_(Appointment.job_id == Assignment.job_id, _not_over(day))
    rows = union_all(
        columns.join(around, around.c.id == Assignment.person_id),
        columns.join(around, around.c.team_id == Assignment.team_id),
        columns.join(Appointment, holding).join(around, around.c.id == Appointment.person_id),
    )
    rules: dict[int, Rule] = {}
    pairs: dict[tuple[int, int], None] = {}
    for row in db.session.execute(rows):
        if row.id not in rules:
            rules[row.id] = _rule(row)
        pairs[(row.id, row.whom)] = None
    return [(rules[number], person_id) for number, person_id in pairs]


def _rule(row: Any) -> Rule:
    return Rule(
        id=row.id,
        course=row.course,
        job_id=row.job_id,
        team_id=row.team_id,
        terms=Terms(basis=Basis(row.basis), made_on=day_of(row.made_at), due_on=row.due_on, days=row.due_days),
        after_course=row.after_course,
        reason=row.reason,
        by_id=row.by_id,
        competency=row.competency,
    )


def _people(around: CTE, day: date, matches: Iterable[Match]) -> dict[int, _Someone]:
    rules = {rule.id: rule for rule, _person_id in matches}.values()
    courses = {rule.course for rule in rules} | {rule.after_course for rule in rules if rule.after_course}
    earliest = min(rule.terms.made_on for rule in rules)
    people = {
        row.id: _Someone(
            works_percent=row.works_percent, leader_id=row.leader_id, here_since=day_of(row.created_at)
        )
        for row in db.session.execute(select(around))
    }
    these = select(around.c.id)
    appointments = select(
        Appointment.person_id, Appointment.job_id, Appointment.starts_on, Appointment.recorded_on
    ).where(Appointment.person_id.in_(these), _not_over(day))
    for person_id, job_id, starts_on, recorded_on in db.session.execute(appointments.order_by(Appointment.starts_on)):
        people[person_id].appointments.append((job_id, starts_on, recorded_on))
    away = select(Leave.person_id, Leave.starts_on, Leave.ends_on)
    for person_id, starts_on, ends_on in db.session.execute(
        away.where(Leave.person_id.in_(these), Leave.ends_on >= earliest)
    ):
        people[person_id].leave.append((starts_on, ends_on))
    if any(rule.competency for rule in rules):
        let_off = select(Waiver.person_id, Waiver.competency).where(Waiver.person_id.in_(these), waives_on(day))
        for person_id, competency in db.session.execute(let_off):
            people[person_id].waived.add(competency)
    done = select(CourseCompletion.person_id, CourseCompletion.course, CourseCompletion.completed_at)
    for person_id, course, completed_at in db.session.execute(
        done.where(CourseCompletion.person_id.in_(these), CourseCompletion.course.in_(courses))
    ):
        people[person_id].completed[course] = day_of(completed_at)
    return people


def _decisions(around: CTE) -> dict[tuple[int, int], Decision]:
    rows = (
        select(
            AssignmentException.assignment_id,
            AssignmentException.person_id,
            AssignmentException.number,
            AssignmentException.choice,
            AssignmentException.due_on,
            AssignmentException.reason,
        )
        .where(AssignmentException.person_id.in_(select(around.c.id)))
        .order_by(AssignmentException.number)
    )
    return {
        (assignment_id, person_id): Decision(number=number, choice=Choice(choice), due_on=due_on, reason=reason)
        for assignment_id, person_id, number, choice, due_on, reason in db.session.execute(rows)
    }
