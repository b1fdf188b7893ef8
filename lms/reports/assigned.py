"""What somebody is asked to take by a day, on the page about them, and where HR and their leader change that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms import clock
from lms.catalog import shelf
from lms.learning import queries as learning
from lms.learning import reading
from lms.people.models import Person, Role
from lms.people.session import Viewer


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """`by` is None while the day waits for something or is to be decided (`trouble`)."""

    title: str
    url: str
    by: date | None
    overdue: bool
    trouble: bool


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """Only for HR, their leader and themselves; empty for others. Addresses are "" where they may not go."""

    lines: tuple[AskedLine, ...] = ()
    shown: bool = False
    assign_url: str = ""
    appointments_url: str = ""
    waivers_url: str = ""


def assigned(seen: Person, viewer: Viewer) -> Assigned:
    hr = viewer.has(Role.HR)
    may_assign = (hr or seen.leader_id == viewer.id) and seen.left_on is None
    if not (may_assign or hr or seen.id == viewer.id):
        return Assigned()
    found = learning.dues_of([seen.id], clock.today()).get(seen.id, [])
    words = reading.words()
    titles = {course.id: words.plain(course.title) for course in shelf.current().courses}
    return Assigned(
        lines=tuple(
            AskedLine(
                title=titles.get(due.course, due.course),
                url=url_for("learning.decision", assignment_id=due.assignment_id, person_id=seen.id) if may_assign else "",
                by=due.due_on,
                overdue=due.overdue,
                trouble=due.trouble is not None,
            )
            for due in found
        ),
        shown=True,
        assign_url=url_for("learning.new_assignment", person=seen.id) if may_assign else "",
        appointments_url=url_for("learning.appointments", person_id=seen.id) if hr else "",
        waivers_url=url_for("learning.waivers", person_id=seen.id) if hr else "",
    )
