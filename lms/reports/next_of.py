"""What would bring somebody on where they are short: the list of gaps, for the page about one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.people.models import Person, Role
from lms.people.session import Viewer
from lms.reports import gaps, words
from lms.reports.gaps import GapRow, Wanted
from lms.reports.scope import Reach, Scope


@dataclass(frozen=True, kw_only=True)
class NextLine:
    """`assign_url` leads to the form that asks for the course of this step; "" where none closes the gap,
    or this viewer asks nobody."""

    title: str
    asks: int
    has: int
    step: str
    planned: str
    overdue: bool
    assign_url: str


def next_lines(seen: Person, viewer: Viewer, today: date) -> list[NextLine]:
    """The most missing levels first, as in the list of gaps; the reader was let in before."""
    if seen.left_on is not None:
        return []
    may_assign = viewer.has(Role.HR) or seen.leader_id == viewer.id
    alone = Wanted(people=frozenset({seen.id}))
    return [_line(row, may_assign) for row in gaps.rows(alone, Scope(reach=Reach.EVERYONE, viewer_id=viewer.id), today)]


def _line(row: GapRow, may_assign: bool) -> NextLine:
    course = row.step.course
    asked = may_assign and course and row.planned is None
    return NextLine(
        title=words.competency_title(row.competency),
        asks=row.asked,
        has=row.held,
        step=words.step(row.step),
        planned=words.planned(row.planned),
        overdue=row.planned is not None and row.planned.overdue,
        assign_url=url_for("learning.new_assignment", person=row.person_id, course=course, competency=row.competency)
        if asked
        else "",
    )
