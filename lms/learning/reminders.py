"""The weekly word to whoever has something due: courses by a day, and questions that come back.

At most one a person and week, on a working day on which they are here; who leads people that are overdue reads so
in theirs. Prepared in a handful of statements for everyone, and written into the outbox by a daily task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from flask import current_app
from sqlalchemy import func, select

from lms import mail, tasks
from lms.catalog import shelf
from lms.clock import day_of
from lms.db import db, rows_of
from lms.learning import due_queries, due_words, pausing, reading
from lms.learning.due_queries import Due
from lms.mail.models import Mail
from lms.mail.ways_out import way_out
from lms.people.models import Leave, Person
from lms.quizzes.models import Attempt, AttemptKind, RefresherCard
from lms.quizzes.refreshers import deck, rules, spacing
from lms.texts import _, day, ngettext

AHEAD = timedelta(days=14)
"""What is due so soon stands in the mail."""
AT_ONCE = 200
"""After so many mails their transaction ends, so that nobody waits long for the lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One person's text for one week. `number` of questions come back; `dues` are soon or over."""

    person_id: int
    email: str
    number: int
    dues: tuple[Due, ...]
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Somebody of a leader's people is late."""

    name: str
    due: Due


@tasks.daily("reminders")
def send_this_week(*, now: datetime) -> None:
    """Write the mails of this week that were not written yet. Run again, it goes on where it stopped."""
    today = day_of(now)
    if not mail.is_set_up():
        return
    for number, each in enumerate(prepare(today, address=current_app.config["BASE_URL"]), 1):
        mail.send(
            to=each.email,
            subject=each.subject,
            text=each.text,
            key=key_of(each.person_id, today),
            person_id=each.person_id,
            now=now,
            in_turn=True,
        )
        if not number % AT_ONCE:
            db.session.commit()


@way_out("reminder")
def pause_address(person_id: int) -> str:
    """Where one click ends these mails; it stands in each of them, and in its header."""
    return f"{current_app.config['BASE_URL']}/reminders/{pausing.token_of(person_id)}"


def key_of(person_id: int, today: date) -> str:
    """One a person and week, whatever runs twice."""
    year, week, _weekday = today.isocalendar()
    return f"reminder:{person_id}:{year}-{week:02}"


def prepare(today: date, *, address: str) -> Iterator[Reminder]:
    """For everyone who has something due and is to be written to on this day.

    `address` is where the site is. A dozen statements, for any number of people.
    """
    if today.weekday() >= rules.SATURDAY:
        return
    monday = today - timedelta(days=today.weekday())
    silent = _silent(today, monday)
    questions = _questions(until=monday + timedelta(days=rules.SATURDAY - 1))
    dues = due_queries.dues_of(None, today)
    people = rows_of(
        select(Person.id, Person.email, Person.name, Person.leader_id)
        .where(Person.left_on.is_(None))
        .order_by(Person.id)
    ).all()
    late = _late([(row.id, row.name, row.leader_id) for row in people], dues)
    write = Writer(address=address, titles=_titles(), names={row.id: row.name for row in people})
    for row in people:
        if row.id in silent:
            continue
        number = min(questions.get(row.id, 0), rules.A_WEEK)
        soon = tuple(due for due in dues.get(row.id, ()) if due.due_on and due.due_on <= today + AHEAD)
        if number or soon or row.id in late:
            yield write(row.id, row.email, row.name, number, soon, late.get(row.id, ()))


def _silent(today: date, monday: date) -> set[int]:
    """Who is on leave, wants no mails, or had this week's."""
    away = select(Leave.person_id).where(Leave.starts_on <= today, Leave.ends_on >= today)
    year, week, _weekday = today.isocalendar()
    had = select(Mail.person_id).where(Mail.key.like(f"reminder:%:{year}-{week:02}"))
    return {
        row[0] for statement in (away, pausing.paused(), had) for row in rows_of(statement) if row[0] is not None
    }


def _late(
    people: Sequence[tuple[int, str, int | None]], dues: Mapping[int, Sequence[Due]]
) -> Mapping[int, Sequence[Overdue]]:
    """By leader, what is overdue of their people."""
    found: dict[int, list[Overdue]] = defaultdict(list)
    for person_id, name, leader_id in people:
        if leader_id is not None:
            found[leader_id] += [Overdue(name=name, due=due) for due in dues.get(person_id, ()) if due.overdue]
    return {leader: late for leader, late in found.items() if late}


def _questions(*, until: date) -> dict[int, int]:
    """By person, how many questions of their deck are due by then."""
    passed, kept, subjects = _passed(), _kept(), _subjects()
    return {
        person_id: _due(modules, kept.get(person_id, {}), subjects, until=until) for person_id, modules in passed.items()
    }


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


def _titles() -> dict[str, str]:
    words = reading.words()
    return {course.id: words.plain(course.title) for course in shelf.current().courses}


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Puts the words together: the reason before the day, one link to begin, one to get no more of these."""

    address: str
    titles: Mapping[str, str]
    names: Mapping[int, str]

    def __call__(
        self, person_id: int, email: str, name: str, number: int, dues: tuple[Due, ...], late: Sequence[Overdue]
    ) -> Reminder:
        parts = [
            _("Good morning, %(name)s.", name=name.split()[0]),
            *([self._courses(dues)] if dues else []),
            *([_questions_back(number)] if number else []),
            *([self._team(late)] if late else []),
            _("Begin here when it suits you: %(address)s", address=f"{self.address}/"),
            _("No more of these mails, with one click: %(address)s", address=pause_address(person_id)),
        ]
        return Reminder(
            person_id=person_id,
            email=email,
            number=number,
            dues=dues,
            subject=self._subject(number, dues),
            text="\n\n".join(parts),
        )

    def _subject(self, number: int, dues: tuple[Due, ...]) -> str:
        if dues and dues[0].due_on and dues[0].overdue:
            return _("“%(course)s” was due on %(day)s", course=self._title(dues[0])[:120], day=day(dues[0].due_on))
        if dues and dues[0].due_on:
            return _("“%(course)s” by %(day)s", course=self._title(dues[0])[:120], day=day(dues[0].due_on))
        if number:
            return ngettext("%(num)d question comes back this week", "%(num)d questions come back this week", number)
        return _("Somebody in your team is overdue")

    def _courses(self, dues: tuple[Due, ...]) -> str:
        return "\n\n".join(" ".join(self._of_one(due)) for due in dues)

    def _of_one(self, due: Due) -> Iterator[str]:
        yield f"“{self._title(due)}”."
        yield due_words.sentence(due, self.names.get(due.by_id, ""))
        if due.overdue:
            yield _("That day is over. Go on where you are, or ask for more time.")

    def _team(self, late: Sequence[Overdue]) -> str:
        lines = [
            _("%(name)s: “%(course)s”, due on %(day)s", name=each.name, course=self._title(each.due), day=day(each.due.due_on))
            for each in late
            if each.due.due_on
        ]
        head = _("Overdue in your team. Ask what keeps them; you can give more time.")
        return "\n".join((head, *lines))

    def _title(self, due: Due) -> str:
        return self.titles.get(due.course, due.course)


def _questions_back(number: int) -> str:
    return ngettext(
        "%(num)d question from a module you passed is due this week. It takes about a minute. Days you miss cost nothing.",
        "%(num)d questions from modules you passed are due this week. They take about a minute each, at most three a day."
        " Days you miss cost nothing.",
        number,
    )
