"""What is no longer kept goes, once a day: answers, old evidence, and people who left long ago."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, or_, select

from lms import clock, tasks
from lms.admin import erasing, settings
from lms.admin.models import StaffImport, State
from lms.certificates.rules import current_until
from lms.coaching.models import Visit
from lms.competencies import forgetting
from lms.competencies.models import Kind
from lms.db import db
from lms.people.models import Person
from lms.quizzes.models import Answer, Attempt, RefresherAnswer
from lms.scenarios.models import ReplyTaken, ScenarioRun

AT_ONCE = 200
UNANSWERED = timedelta(days=1)
"""So long rows of a staff file wait for a yes."""
REPORTS_STAY = timedelta(days=30)
_ANSWERED = (Kind.QUIZ, Kind.SCENARIO, Kind.REFRESHER)
_SEEN = (Kind.OBSERVATION, Kind.IMPROVEMENT, Kind.PRIOR_LEARNING)
_PLAIN = {"synchronize_session": False}


@tasks.daily("admin.retention")
def run(*, now: datetime) -> None:
    """Commits after each step, so that nobody waits long; begun anew it goes on where it was."""
    months, today = settings.retention(), clock.day_of(now)
    forget_answers(before=months_before(today, months.attempts))
    forget_visits(before=months_before(today, months.observations))
    _forget_evidence(_ANSWERED, months_before(today, months.attempts), today)
    _forget_evidence(_SEEN, months_before(today, months.observations), today)
    forget_staff_files(now=now)
    erased = [_erase(person_id, now, today) for person_id in due_for_erasure(today, months.certificates)]
    if erased:
        erasing.sweep_up()


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it is shorter."""
    return current_until(day, -months)


def due_for_erasure(today: date, months: int, *, most: int = 1000) -> list[int]:
    """Those who left so many months ago or earlier and were not erased yet."""
    left = select(Person.id).where(Person.left_on <= months_before(today, months), Person.erased_on.is_(None))
    return list(db.session.scalars(left.order_by(Person.left_on, Person.id).limit(most)))


def _erase(person_id: int, now: datetime, today: date) -> int:
    erasing.erase(person_id, by=None, now=now, on=today)
    db.session.commit()
    return person_id


def forget_answers(*, before: date) -> None:
    """What was chosen and said goes; that there was a try, and whether it was passed, stays as a number."""
    moment = datetime.combine(before, time(), tzinfo=clock.zone())
    tries = select(Attempt.id).where(or_(Attempt.finished_at < moment, Attempt.started_at < moment))
    runs = select(ScenarioRun.id).where(or_(ScenarioRun.finished_at < moment, ScenarioRun.started_at < moment))
    for gone in (
        delete(Answer).where(Answer.attempt_id.in_(tries), Answer.answered_at < moment),
        delete(ReplyTaken).where(ReplyTaken.run_id.in_(runs), ReplyTaken.taken_at < moment),
        delete(RefresherAnswer).where(RefresherAnswer.answered_at < moment),
    ):
        db.session.execute(gone, execution_options=_PLAIN)
        db.session.commit()


def forget_visits(*, before: date) -> None:
    """What was seen at work goes, with its comments and levels."""
    db.session.execute(delete(Visit).where(Visit.seen_on < before), execution_options=_PLAIN)
    db.session.commit()


def _forget_evidence(kinds: tuple[str, ...], before: date, today: date) -> None:
    last = 0
    while people := forgetting.people_with_old(kinds, before=before, today=today, after=last, most=AT_ONCE):
        for person_id in people:
            forgetting.forget_old(person_id, kinds, before=before, today=today)
        db.session.commit()
        last = people[-1]


def forget_staff_files(*, now: datetime) -> None:
    """Files nobody said yes to, and reports that nobody will read again: both name people."""
    waiting = StaffImport.state.in_((State.WAITING, State.READY)) & (StaffImport.sent_at < now - UNANSWERED)
    old = StaffImport.sent_at < now - REPORTS_STAY
    db.session.execute(delete(StaffImport).where(or_(waiting, old)), execution_options=_PLAIN)
    db.session.commit()
