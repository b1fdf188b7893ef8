"""By which day a course is asked of somebody, and whether that day can be met: values in, value out.

- A rule never asks for time that was over before it was made, or before the person could begin.
- Part-time stretches the days given; days on leave do not count among them.
- Who leads people that are asked to take the same course is due two weeks before the first of them.
- A day that could not be met by anybody in that place is told apart, and somebody decides about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from lms.catalog.content import Course

DAYS_BEFORE_STAFF = 14
FARTHEST = date(9000, 1, 1)
"""Leave counts up to here: beyond stands no day that could be counted from it."""

Leave = Sequence[tuple[date, date]]
"""First and last days, in any order; they may overlap."""


class Basis(StrEnum):
    """What the day of an assignment is counted from."""

    FIXED = "fixed"
    JOB_START = "job-start"
    APPOINTMENT = "appointment"
    COMPLETION = "completion"


class Choice(StrEnum):
    """What somebody decided about one person's day."""

    MOVED = "moved"
    EXCUSED = "excused"
    KEPT = "kept"


class Trouble(StrEnum):
    """Why a day cannot be met."""

    APPOINTED_AFTER = "appointed after"
    ON_LEAVE = "on leave"
    TOO_SHORT = "too short"


class Moved(StrEnum):
    """Why a day is another one than the rule says at first."""

    BY_LEAVE = "leave"
    BY_PART_TIME = "part-time"
    BEFORE_STAFF = "before staff"
    BY_DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """By which day, as somebody said it: `due_on` where the basis is fixed, else so many days after it."""

    basis: Basis
    due_on: date | None = None
    due_days: int | None = None
    after_course: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When a rule asks for its course: `due_on` where the basis is fixed, `days` otherwise."""

    basis: Basis
    made_on: date
    due_on: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What about a person moves a day.

    `starts_on` and `recorded_on` are those of the appointment the rule looks at, None without one;
    `here_since` the day they were first known; `completed_on` when they completed the course that a
    rule counts from. `pause` is how many nights the course needs before its check.
    """

    here_since: date
    starts_on: date | None = None
    recorded_on: date | None = None
    completed_on: date | None = None
    works_percent: int = 100
    leave: Leave = ()
    pause: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The outcome. Without `due_on` the rule waits for what it counts from.

    `first` is the day before anything moved it, `begins` the first day that counts. With `trouble`,
    `due_on` is a day that could be offered in its place.
    """

    begins: date | None = None
    first: date | None = None
    due_on: date | None = None
    moved: tuple[Moved, ...] = ()
    trouble: Trouble | None = None


WAITS = Counted()


def count(terms: Terms, who: Circumstances) -> Counted:
    """The day of one rule for one person, before their staff and decisions are looked at."""
    begins = _begins(terms, who)
    if begins is None:
        return WAITS
    first = terms.due_on if terms.due_on is not None else begins + timedelta(days=terms.days or 0)
    given = (first - begins).days
    if given < 0:
        meant = (first - terms.made_on).days  # what others have; it can be offered
        could_be = after(begins, stretch(max(meant, 0), who.works_percent), who.leave)
        return Counted(begins=begins, first=first, due_on=could_be, trouble=Trouble.APPOINTED_AFTER)
    stretched = stretch(given, who.works_percent)
    due_on = after(begins, stretched, who.leave)
    moved = [Moved.BY_PART_TIME] if stretched > given else []
    moved += [Moved.BY_LEAVE] if due_on > begins + timedelta(days=stretched) else []
    trouble = trouble_with(begins, first, who.leave, pause=0) or trouble_with(begins, due_on, who.leave, pause=who.pause)
    return Counted(begins=begins, first=first, due_on=due_on, moved=tuple(moved), trouble=trouble)


def stretch(days: int, works_percent: int) -> int:
    """The days that someone who works so much of a week needs for what others do in `days`."""
    return -(-days * 100 // works_percent)


def after(begins: date, days: int, leave: Leave = ()) -> date:
    """The day on which so many days have passed since `begins` that are no leave."""
    due = begins + timedelta(days=days)
    for first, last in together(leave) if leave else ():
        first = max(first, begins + timedelta(days=1))
        if last < first:
            continue
        if first > due:
            break
        due += timedelta(days=(last - first).days + 1)
    return due


def before_staff(own: Counted, staff_first: date | None, *, leave: Leave = (), pause: int = 0) -> Counted:
    """A leader's day, two weeks before the first of their staff; later only where it could not be met.

    It is never before the leader could be through the course, and never later than it was anyway.
    """
    if own.due_on is None or own.begins is None or own.trouble or staff_first is None:
        return own
    soonest = _soonest(own.begins, leave, pause)
    due_on = max(staff_first - timedelta(days=DAYS_BEFORE_STAFF), soonest)
    return replace(own, due_on=due_on, moved=(Moved.BEFORE_STAFF,)) if due_on < own.due_on else own


def decided(own: Counted, choice: Choice, due_on: date | None) -> Counted | None:
    """After somebody decided about this person; None for who is excused. A chosen day moves no more."""
    if choice is Choice.EXCUSED:
        return None
    if choice is Choice.KEPT:
        return replace(own, trouble=None)
    return replace(own, due_on=due_on, moved=(Moved.BY_DECISION,), trouble=None)


def in_order(courses: Sequence[Course], due: Mapping[str, date]) -> tuple[Course, ...]:
    """Courses of the nearest day first; one that others build on is as near as the nearest of these.

    They come in an order in which each stands after those it builds on, and stay so.
    """
    nearest = {course.id: due.get(course.id, date.max) for course in courses}
    for course in reversed(courses):
        for needed in course.requires_courses:
            if needed in nearest:
                nearest[needed] = min(nearest[needed], nearest[course.id])
    return tuple(sorted(courses, key=lambda course: nearest[course.id]))


def trouble_with(begins: date, due: date, leave: Leave, *, pause: int) -> Trouble | None:
    """Why a course begun on `begins` at the earliest cannot be done by `due`."""
    if due < begins:
        return Trouble.APPOINTED_AFTER
    first = _first_free(begins, leave)
    if first > due:
        return Trouble.ON_LEAVE
    return Trouble.TOO_SHORT if (_last_free(due, leave) - first).days < pause else None


def together(leave: Sequence[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The same days in order, what overlaps or touches made one."""
    current: tuple[date, date] | None = None
    for first, last in sorted((first, min(last, FARTHEST)) for first, last in leave if first <= min(last, FARTHEST)):
        if current and first <= current[1] + timedelta(days=1):
            current = (current[0], max(current[1], last))
        else:
            if current:
                yield current
            current = (first, last)
    if current:
        yield current


def _begins(terms: Terms, who: Circumstances) -> date | None:
    """The first day that counts; None while what the rule counts from has not happened."""
    if terms.basis is Basis.FIXED:
        return max(terms.made_on, who.here_since, who.starts_on or terms.made_on)
    base = {
        Basis.JOB_START: who.starts_on,
        Basis.APPOINTMENT: who.recorded_on or who.starts_on,
        Basis.COMPLETION: who.completed_on,
    }[terms.basis]
    return max(base, terms.made_on) if base else None


def _soonest(begins: date, leave: Leave, pause: int) -> date:
    """The first day on which someone who begins at once can have taken the check."""
    return _first_free(_first_free(begins, leave) + timedelta(days=pause), leave)


def _first_free(day: date, leave: Leave) -> date:
    for first, last in together(leave) if leave else ():
        if first <= day <= last:
            return last + timedelta(days=1)
    return day


def _last_free(day: date, leave: Leave) -> date:
    for first, last in together(leave) if leave else ():
        if first <= day <= last:
            return first - timedelta(days=1)
    return day
