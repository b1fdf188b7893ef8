"""Which try at which quiz a page is about.

An attempt that was begun keeps its revision; one that nobody began is laid out on the newest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app

from lms.catalog import shelf
from lms.catalog.content import Check, Course, Quiz
from lms.errors import NotFound, Refusal
from lms.learning import queries, rules
from lms.quizzes import queries as quiz_queries
from lms.quizzes.paper import Given, Paper, lay_out
from lms.quizzes.queries import Begun
from lms.quizzes.rules import Score, Voids
from lms.texts import _, day, time_of_day


class CheckNotOpen(Refusal):
    """The check asks for all modules, and for a day's rest after the last of them and the last try."""

    def __init__(self, opens_at: datetime | None) -> None:
        self.opens_at = opens_at
        super().__init__(
            _("This check opens on %(day)s at %(time)s. What stays with you after a day is what counts.",
              day=day(opens_at), time=time_of_day(opens_at))
            if opens_at
            else _("This check opens a day after your last module. First pass the modules that are still open.")
        )


@dataclass(frozen=True, kw_only=True)
class Place:
    """A quiz or check in its course, as newest published."""

    course: Course
    title: str
    """Of the module, or of the check: what evidence and lists call it."""
    content: Quiz | Check
    pass_percent: int

    @property
    def is_check(self) -> bool:
        return isinstance(self.content, Check)

    @property
    def questions(self) -> int:
        """How many questions a new try asks."""
        return self.content.questions if isinstance(self.content, Check) else len(self.content.items)


def place_of(course: Course, quiz_id: str) -> Place:
    """Raises NotFound."""
    if course.check is not None and course.check.id == quiz_id:
        check = course.check
        return Place(course=course, title=check.title, content=check, pass_percent=check.pass_percent)
    module = course.module(quiz_id)
    if module is None:
        raise NotFound(quiz_id)
    return Place(course=course, title=module.title, content=module.quiz, pass_percent=module.pass_percent)


def find(
    person_id: int, course_id: str, quiz_id: str, *, number: int | None, now: datetime, lock: bool = False
) -> Paper:
    """The try called `number`; without one, the unfinished try or else a new one.

    Raises NotFound for a try that cannot be, and CheckNotOpen.
    """
    tries = quiz_queries.attempts_of(person_id, quiz_id, lock=lock)
    begun = _wanted(tries, number)
    if begun is not None:
        return begun_paper(person_id, course_id, begun)
    newest = shelf.current().course(course_id)
    if newest is None:
        raise NotFound(course_id)
    place = place_of(newest, quiz_id)
    if isinstance(place.content, Check):
        _must_be_open(person_id, newest, tries, now)
    return _laid_out(person_id, place, number=len(tries) + 1)


def begun_paper(person_id: int, course_id: str, begun: Begun) -> Paper:
    """The paper of an attempt that has answers, on its own revision."""
    course = shelf.course_at(course_id, begun.revision)
    if course is None:
        raise NotFound(begun.quiz)
    given = quiz_queries.answers_of(begun.id)
    paper = _laid_out(person_id, place_of(course, begun.quiz), number=begun.number, given=given)
    return replace(
        paper,
        attempt_id=begun.id,
        started_at=begun.started_at,
        finished_at=begun.finished_at,
        recorded=Score(right=begun.right, counted=begun.counted or 0) if begun.right is not None else None,
    )


def _wanted(tries: list[Begun], number: int | None) -> Begun | None:
    """Of all tries the one meant; None is one that nobody began yet."""
    if number is None:
        return tries[-1] if tries and tries[-1].finished_at is None else None
    if number <= len(tries):
        return tries[number - 1]
    if number != len(tries) + 1 or (tries and tries[-1].finished_at is None):
        raise NotFound(number)
    return None


def _laid_out(person_id: int, place: Place, *, number: int, given: Mapping[int, Given] | None = None) -> Paper:
    """A second try at a check meets first what no earlier one asked; a quiz always asks all it has."""
    again = place.is_check and number > 1
    return lay_out(
        place.content,
        person_id=person_id,
        course=place.course.id,
        title=place.title,
        revision=place.course.revision,
        number=number,
        pass_percent=place.pass_percent,
        voids=voids_of(place.course.id),
        key=current_app.config["SECRET_KEY"],
        seen=quiz_queries.seen_before(person_id, place.content.id, number) if again else (),
        given=given,
    )


def voids_of(course_id: str) -> Voids:
    """What the newest revision sets aside holds for attempts of every revision."""
    items: set[str] = set()
    options: dict[str, set[str]] = defaultdict(set)
    for item, option in shelf.current().voids(course_id):
        if option:
            options[item].add(option)
        else:
            items.add(item)
    return Voids(items=frozenset(items), options={item: frozenset(names) for item, names in options.items()})


def _must_be_open(person_id: int, course: Course, tries: list[Begun], now: datetime) -> None:
    opens = rules.check_opens_at(course, queries.progress_of(person_id), last_try=last_end(tries))
    if opens is None or now < opens:
        raise CheckNotOpen(opens)


def last_end(tries: list[Begun]) -> datetime | None:
    """When the newest finished try ended."""
    return max((each.finished_at for each in tries if each.finished_at), default=None)
