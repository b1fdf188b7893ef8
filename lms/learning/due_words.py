"""What is due as people read it: the reason and the day in one sentence, why it moved, and how to get more time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.catalog import shelf
from lms.learning.due_queries import Due
from lms.learning.dues import Basis, Moved, Trouble, When
from lms.learning.extensions import Asked
from lms.learning.reading import Words
from lms.texts import _, day, ngettext


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """A course that is asked for. `asked` says what became of a wish for more time."""

    course: str
    title: str
    url: str
    by: date | None
    sentence: str
    note: str
    overdue: bool
    more_time_url: str
    asked: str = ""


def due_lines(
    found: Iterable[Due], names: Mapping[int, str], words: Words, asked: Mapping[int, Asked] | None = None
) -> list[DueLine]:
    """`names` are those of whoever made assignments to one person; `asked` is by assignment."""
    requests = asked or {}
    return [_line(due, names, words, requests.get(due.assignment_id)) for due in found]


def _line(due: Due, names: Mapping[int, str], words: Words, asked: Asked | None) -> DueLine:
    may_ask = due.due_on is not None and not (asked and asked.open)
    return DueLine(
        course=due.course,
        title=_title(due.course, words),
        url=url_for("learning.course", course_id=due.course),
        by=due.due_on,
        sentence=sentence(due, names.get(due.by_id, "")),
        note=note(due, words, may_ask=may_ask),
        overdue=due.overdue,
        more_time_url=url_for("learning.more_time", assignment_id=due.assignment_id) if may_ask else "",
        asked=asked_words(asked) if asked else "",
    )


def sentence(due: Due, name: str) -> str:
    """The day and the reason: "Your job asks for it by 30 June 2027, because you take first calls." """
    reason = due.why.rstrip(" .")
    values = {"reason": reason, "name": name, "day": day(due.due_on) if due.due_on else ""}
    if due.due_on is None:
        texts = {
            "job": _("Your job asks for it, because %(reason)s."),
            "team": _("Your team is asked to take it, because %(reason)s."),
            "person": _("%(name)s asks you to take it, because %(reason)s.") if name else _("You are asked to take it, because %(reason)s."),
        }
    else:
        texts = {
            "job": _("Your job asks for it by %(day)s, because %(reason)s."),
            "team": _("Your team is asked to take it by %(day)s, because %(reason)s."),
            "person": _("%(name)s asks you to take it by %(day)s, because %(reason)s.")
            if name
            else _("You are asked to take it by %(day)s, because %(reason)s."),
        }
    return texts[due.whom] % values


def note(due: Due, words: Words, *, may_ask: bool = True) -> str:
    """What else one should know of the day: that it is over, that it moved, or what it waits for."""
    if due.overdue and may_ask:
        return _("That day is over. Go on where you are, or ask for more time.")
    if due.overdue:
        return _("That day is over. Go on where you are.")
    if due.trouble:
        return _("The day that was counted cannot be met. Your leader or HR chooses another; begin when you like.")
    if due.due_on is None and due.after_course:
        return _("Its day is counted from when you complete “%(course)s”.", course=_title(due.after_course, words))
    if due.due_on is None:
        return _("Its day is counted from your next job.")
    return _why_moved(due)


def _why_moved(due: Due) -> str:
    if Moved.BY_DECISION in due.moved:
        return _("The day was moved for you: %(reason)s", reason=due.decided_why)
    if Moved.BEFORE_STAFF in due.moved:
        return _("Your team takes it too, and you come first.")
    first = day(due.first) if due.first else ""
    if Moved.BY_LEAVE in due.moved and Moved.BY_PART_TIME in due.moved:
        return _("Your leave and your working hours moved it from %(day)s.", day=first)
    if Moved.BY_LEAVE in due.moved:
        return _("Your leave moved it from %(day)s.", day=first)
    if Moved.BY_PART_TIME in due.moved:
        return _("Your working hours moved it from %(day)s.", day=first)
    return ""


def when_words(when: When, words: Words) -> str:
    """By which day, as a rule says it of many."""
    if when.due_on is not None:
        return _("by %(day)s", day=day(when.due_on))
    days = when.due_days or 0
    if when.basis is Basis.JOB_START:
        return ngettext(
            "%(num)d day after the first day in the job", "%(num)d days after the first day in the job", days
        )
    if when.basis is Basis.APPOINTMENT:
        return ngettext(
            "%(num)d day after the appointment was recorded", "%(num)d days after the appointment was recorded", days
        )
    course = _title(when.after_course or "", words)
    return ngettext(
        "%(num)d day after completing “%(course)s”", "%(num)d days after completing “%(course)s”", days, course=course
    )


def trouble_words(trouble: Trouble) -> str:
    """Why a day cannot be met, of somebody else."""
    return {
        Trouble.APPOINTED_AFTER: _("The job, or the work here, begins after this day."),
        Trouble.ON_LEAVE: _("On leave on every day until then."),
        Trouble.TOO_SHORT: _("Too few days: the check opens a day after the last module."),
    }[trouble]


def moved_words(due: Due) -> str:
    """Why somebody else's day is another one than the rule says at first."""
    if Moved.BY_DECISION in due.moved:
        return _("moved by a decision: %(reason)s", reason=due.decided_why)
    if Moved.BEFORE_STAFF in due.moved:
        return _("before their team")
    texts = {Moved.BY_LEAVE: _("moved by leave"), Moved.BY_PART_TIME: _("moved by working hours")}
    return ", ".join(texts[each] for each in due.moved)


def asked_words(asked: Asked) -> str:
    if asked.open:
        return _("You asked for time until %(day)s. Your leader or HR will answer.", day=day(asked.until))
    if asked.granted:
        return _("More time was granted, until %(day)s.", day=day(asked.until))
    return _("More time was not granted: %(words)s", words=asked.answer)


def _title(course_id: str, words: Words) -> str:
    course = shelf.current().course(course_id)
    return words.plain(course.title) if course else course_id
