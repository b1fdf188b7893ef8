"""Reports by mail: who gets which how often, and when it stops.

A mail holds a link and a few counts, and never a name or a file: whoever reads it signs in, and the
page shows what they may see then. So a forwarded mail tells nobody anything about a person.

Whether the recipient may still see the report is asked again at each sending. If not, it is not
sent, and the schedule stands as stopped, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import aliased

from lms.db import db, insert_once
from lms.errors import NotFound, Refusal
from lms.people.models import Person, PersonRole, Role
from lms.reports.models import ReportSchedule
from lms.reports.scope import Reach, Scope
from lms.texts import _


class Every(StrEnum):
    WEEK = "week"
    MONTH = "month"


class Stopped(StrEnum):
    """Why a schedule sends no more."""

    BY_HAND = "by hand"
    LEFT = "left"
    ROLE = "role"


class MayNotSee(Refusal):
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("This person may not see this report, so it cannot be sent to them. Choose HR, an executive or a leader.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A schedule as its list shows it."""

    id: int
    report: str
    filters: str
    every: str
    recipient_id: int
    recipient: str
    made_by: str
    last_sent_on: date | None
    stopped_on: date | None
    stopped_why: str


def period_of(every: str, day: date) -> tuple[str, date]:
    """The name and the first day of the week or month a day is in."""
    if every == Every.MONTH:
        return day.strftime("%Y-%m"), day.replace(day=1)
    year, week, weekday = day.isocalendar()
    return f"{year}-W{week:02}", day - timedelta(days=weekday - 1)


def is_due(every: str, *, last_period: str, began_on: date, today: date) -> bool:
    """On the first day of a week or month on which we are at work; never in the one in which it was begun."""
    period, first = period_of(every, today)
    return began_on < first and last_period != period


def may_see(person: Person, roles: frozenset[str], leads: bool) -> Scope | Stopped:
    """What this person sees of reports today, or why nothing."""
    if person.left_on is not None:
        return Stopped.LEFT
    if Role.HR in roles:
        return Scope(reach=Reach.EVERYONE, viewer_id=person.id)
    if Role.EXECUTIVE in roles:
        return Scope(reach=Reach.COUNTS, viewer_id=person.id)
    return Scope(reach=Reach.TEAM, viewer_id=person.id) if leads else Stopped.ROLE


def recipients() -> dict[int, str]:
    """Everyone who may see reports, by name; one statement."""
    led = aliased(Person)
    has_role = exists().where(
        PersonRole.person_id == Person.id, PersonRole.role.in_((Role.HR.value, Role.EXECUTIVE.value))
    )
    leads = exists().where(led.leader_id == Person.id, led.left_on.is_(None))
    found = select(Person.id, Person.name).where(Person.left_on.is_(None), or_(has_role, leads))
    return {number: name for number, name in db.session.execute(found.order_by(Person.sort_name, Person.id))}


def schedule(
    report: str, filters: str, every: str, *, recipient_id: int, by: int, on: date, now: datetime
) -> ReportSchedule:
    """The same report with the same filters goes to somebody once a period: asking again is no second one,
    and begins one that was stopped anew. Raises MayNotSee."""
    if recipient_id not in recipients():
        raise MayNotSee
    row = {"recipient_id": recipient_id, "report": report, "filters": filters, "every": every}
    begun = {"made_by_id": by, "made_at": now, "began_on": on, "last_period": "", "stopped_why": ""}
    insert_once(ReportSchedule, [{**row, **begun}])
    found = db.session.scalars(select(ReportSchedule).filter_by(**row)).one()
    if found.stopped_on is not None:
        found.stopped_on, found.stopped_why = None, ""
        found.made_by_id, found.made_at, found.began_on = by, now, on
        db.session.flush()
    return found


def stop(found: ReportSchedule, why: Stopped, *, on: date) -> None:
    """Stopping twice keeps the first day and reason."""
    if found.stopped_on is None:
        found.stopped_on, found.stopped_why = on, why.value
        db.session.flush()


def lines(viewer_id: int, *, everyone: bool) -> list[Line]:
    """All schedules for HR, one's own for others; those that run first. One statement."""
    recipient, maker = aliased(Person), aliased(Person)
    found = (
        select(ReportSchedule, recipient.name, maker.name)
        .join(recipient, recipient.id == ReportSchedule.recipient_id)
        .join(maker, maker.id == ReportSchedule.made_by_id)
        .where(_seen_by(viewer_id, everyone))
        .order_by(ReportSchedule.stopped_on.is_not(None), recipient.sort_name, ReportSchedule.id)
    )
    return [_line(row, to, by) for row, to, by in db.session.execute(found)]


def find(schedule_id: int, viewer_id: int, *, everyone: bool) -> ReportSchedule:
    """Raises NotFound for what this viewer may not change."""
    found = db.session.scalar(
        select(ReportSchedule).where(ReportSchedule.id == schedule_id, _seen_by(viewer_id, everyone))
    )
    if found is None:
        raise NotFound(schedule_id)
    return found


def running() -> Sequence[ReportSchedule]:
    return list(
        db.session.scalars(
            select(ReportSchedule).where(ReportSchedule.stopped_on.is_(None)).order_by(ReportSchedule.id)
        )
    )


def _seen_by(viewer_id: int, everyone: bool) -> ColumnElement[bool]:
    return true() if everyone else ReportSchedule.recipient_id == viewer_id


def _line(row: ReportSchedule, recipient: str, maker: str) -> Line:
    return Line(
        id=row.id,
        report=row.report,
        filters=row.filters,
        every=row.every,
        recipient_id=row.recipient_id,
        recipient=recipient,
        made_by=maker,
        last_sent_on=row.last_sent_on,
        stopped_on=row.stopped_on,
        stopped_why=row.stopped_why,
    )
