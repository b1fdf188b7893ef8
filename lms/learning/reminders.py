"""The weekly word to whoever has questions coming back: prepared here, sent by nobody here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import func, select

from lms.catalog import shelf
from lms.clock import day_of
from lms.db import rows_of
from lms.people.models import Person
from lms.quizzes.models import Attempt, AttemptKind, RefresherCard
from lms.quizzes.refreshers import deck, rules, spacing
from lms.texts import _, ngettext

AwayOf = Callable[[int, date], bool]
"""Is this person on leave on this day?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One person's text for one week; at least one question is due in it."""

    person_id: int
    email: str
    number: int
    subject: str
    text: str


def nobody_away(_person_id: int, _day: date) -> bool:
    return False


def prepare(week_of: date, *, address: str, away: AwayOf = nobody_away) -> Iterator[Reminder]:
    """For everyone who has something due from Monday to Friday of this week and is here on one of these days.

    `address` is where the questions are. Three statements, for any number of people.
    """
    monday = week_of - timedelta(days=week_of.weekday())
    days = [monday + timedelta(days=number) for number in range(rules.SATURDAY)]
    passed, kept, subjects = _passed(), _kept(), _subjects()
    people = select(Person.id, Person.email, Person.name).where(Person.left_on.is_(None)).order_by(Person.id)
    for person in rows_of(people).all():
        number = _due(passed.get(person.id, {}), kept.get(person.id, {}), subjects, until=days[-1])
        if number and not all(away(person.id, day) for day in days):
            yield _written(person.id, person.email, person.name, min(number, rules.A_WEEK), address)


def _due(
    passed: Mapping[str, date], kept: Mapping[str, date], subjects: Mapping[str, tuple[str, ...]], *, until: date
) -> int:
    """How many questions of this person's deck are due by then."""
    number = 0
    for module, on in passed.items():
        first = _first_return(on)
        number += sum(kept.get(subject, first) <= until for subject in subjects.get(module, ()))
    return number


def _subjects() -> Mapping[str, tuple[str, ...]]:
    """By module, the questions that may come back, as published now."""
    return {
        module: tuple(subject.id for subject in subjects)
        for course in shelf.current().courses
        for module, subjects in deck.subjects_of(course).items()
    }


@lru_cache(maxsize=4096)
def _first_return(passed_on: date) -> date:
    return spacing.begin(passed_on).due_on


def _passed() -> Mapping[int, Mapping[str, date]]:
    found: dict[int, dict[str, date]] = defaultdict(dict)
    first = func.min(Attempt.finished_at).label("first")
    rows = select(Attempt.person_id, Attempt.quiz, first).where(Attempt.passed, Attempt.kind == AttemptKind.QUIZ)
    for row in rows_of(rows.group_by(Attempt.person_id, Attempt.quiz)):
        found[row.person_id][row.quiz] = day_of(row.first)
    return found


def _kept() -> Mapping[int, Mapping[str, date]]:
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for row in rows_of(select(RefresherCard.person_id, RefresherCard.item, RefresherCard.due_on)):
        found[row.person_id][row.item] = row.due_on
    return found


def _written(person_id: int, email: str, name: str, number: int, address: str) -> Reminder:
    subject = ngettext("%(num)d question comes back this week", "%(num)d questions come back this week", number)
    greeting = _("Good morning, %(name)s.", name=name.split()[0])
    what = ngettext(
        "%(num)d question from a module you passed is due this week. It takes about a minute.",
        "%(num)d questions from modules you passed are due this week. They take about a minute each.",
        number,
    )
    where = _("Answer when it suits you, at most three a day: %(address)s", address=address)
    end = _("Days you miss cost nothing.")
    return Reminder(
        person_id=person_id, email=email, number=number, subject=subject, text="\n\n".join((greeting, what, where, end))
    )
