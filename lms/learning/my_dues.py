"""What is due of the reader, for the first page and the pages of courses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from lms import clock
from lms.catalog import shelf
from lms.catalog.content import Course
from lms.jobs.queries import Duties
from lms.learning import due_queries, dues, extensions, rules
from lms.learning.due_words import DueLine, due_lines
from lms.learning.reading import Words
from lms.people import queries as people
from lms.quizzes.refreshers.rules import Away

AHEAD = timedelta(days=400)
"""How far leave is looked at for questions that come back."""


def of(person_id: int, words: Words) -> dict[str, DueLine]:
    """By course, the nearest day first; one statement for whom nothing is asked by a day."""
    found = due_queries.dues_of([person_id], clock.today()).get(person_id, [])
    if not found:
        return {}
    names = {each.id: each.name for each in people.by_ids({due.by_id for due in found}).values()}
    return {line.course: line for line in due_lines(found, names, words, extensions.newest_of(person_id))}


def courses_of(duties: Duties, due: Mapping[str, DueLine]) -> tuple[Course, ...]:
    """The courses of one's jobs and those asked for besides, the nearest day first."""
    everything = shelf.current().courses
    mine = rules.courses_for(everything, [job.key for job in duties.jobs])
    if not due:
        return mine
    days = {course: line.by for course, line in due.items() if line.by is not None}
    return dues.in_order(rules.with_assigned(mine, everything, due), days)


def away_of(person_id: int) -> Away:
    """On which days the reader is on leave, so that no question is due then; asked for once one comes back."""
    today = clock.today()
    known: list[list[tuple[date, date]]] = []

    def away(day: date) -> bool:
        if not known:
            known.append(people.leave_of([person_id], today, today + AHEAD).get(person_id, []))
        return any(first <= day <= last for first, last in known[0])

    return away
