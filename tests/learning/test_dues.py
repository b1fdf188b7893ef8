"""Days of assignments, as rules: what moves them, how far, and when nobody could meet them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.learning import dues
from lms.learning.dues import Basis, Choice, Circumstances, Counted, Moved, Terms, Trouble

MAY = date(2027, 5, 3)
DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
SPANS = st.integers(0, 200)
LEAVE = st.lists(st.tuples(DAYS, st.integers(0, 40)).map(lambda each: (each[0], each[0] + timedelta(days=each[1]))), max_size=5)


def away(day: date, leave: dues.Leave) -> bool:
    return any(first <= day <= last for first, last in leave)


@given(DAYS, SPANS, LEAVE)
def test_days_on_leave_do_not_count(begins: date, days: int, leave: dues.Leave) -> None:
    """Seen to fail: overlapping leave counted twice, and leave before the first day counted."""
    due = dues.after(begins, days, leave)
    passed = [begins + timedelta(days=number) for number in range(1, (due - begins).days + 1)]
    assert sum(not away(day, leave) for day in passed) == days
    assert not days or not away(due, leave)


@given(DAYS, SPANS, LEAVE, st.randoms())
def test_the_order_of_leave_makes_no_difference(begins: date, days: int, leave: dues.Leave, shuffler: object) -> None:
    mixed = [*leave, *leave[:2]]
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    assert dues.after(begins, days, mixed) == dues.after(begins, days, leave)


@given(DAYS, SPANS, LEAVE, DAYS, st.integers(0, 30))
def test_more_leave_never_makes_a_day_earlier(
    begins: date, days: int, leave: dues.Leave, first: date, length: int
) -> None:
    more = [*leave, (first, first + timedelta(days=length))]
    assert dues.after(begins, days, more) >= dues.after(begins, days, leave) >= begins + timedelta(days=days)


@given(SPANS, st.integers(1, 100))
def test_part_time_stretches_by_its_share_and_no_more(days: int, percent: int) -> None:
    stretched = dues.stretch(days, percent)
    assert stretched * percent >= days * 100 > (stretched - 1) * percent or days == 0 == stretched


@given(DAYS, DAYS, SPANS, LEAVE)
def test_no_rule_asks_for_time_before_it_was_made(made: date, start: date, days: int, leave: dues.Leave) -> None:
    """Someone ten years in the job has as many days from the day the rule was made as a newcomer."""
    counted = dues.count(
        Terms(basis=Basis.JOB_START, made_on=made, days=days),
        Circumstances(here_since=start, starts_on=start, leave=leave),
    )
    assert counted.due_on
    assert counted.due_on >= max(made, start) + timedelta(days=days)


@given(DAYS, SPANS, DAYS, LEAVE, st.integers(0, 3))
def test_leaders_are_due_before_their_staff_where_that_can_be_met(
    begins: date, days: int, staff: date, leave: dues.Leave, pause: int
) -> None:
    own = dues.count(
        Terms(basis=Basis.JOB_START, made_on=begins, days=days),
        Circumstances(here_since=begins, starts_on=begins, leave=leave, pause=pause),
    )
    found = dues.before_staff(own, staff, leave=leave, pause=pause)
    assert found.due_on
    assert own.due_on
    assert begins <= found.due_on <= own.due_on
    if not own.trouble:
        assert dues.trouble_with(begins, found.due_on, leave, pause=pause) is None
    if found.due_on > staff - timedelta(days=dues.DAYS_BEFORE_STAFF) and found != own:
        earlier = found.due_on - timedelta(days=1)
        assert dues.trouble_with(begins, earlier, leave, pause=pause) is not None, "a day earlier would do"


def test_a_fixed_day_moves_by_leave_and_part_time() -> None:
    terms = Terms(basis=Basis.FIXED, made_on=MAY, due_on=MAY + timedelta(days=30))
    plain = dues.count(terms, Circumstances(here_since=MAY))
    assert plain.due_on == MAY + timedelta(days=30)
    assert not plain.moved
    half = dues.count(terms, Circumstances(here_since=MAY, works_percent=50))
    assert half.due_on == MAY + timedelta(days=60)
    assert half.moved == (Moved.BY_PART_TIME,)
    week = (MAY + timedelta(days=7), MAY + timedelta(days=13))
    rested = dues.count(terms, Circumstances(here_since=MAY, leave=[week]))
    assert rested.due_on == MAY + timedelta(days=37)
    assert rested.moved == (Moved.BY_LEAVE,)
    assert rested.first == MAY + timedelta(days=30)


def test_what_cannot_be_met() -> None:
    terms = Terms(basis=Basis.FIXED, made_on=MAY, due_on=MAY + timedelta(days=30))
    later = dues.count(terms, Circumstances(here_since=MAY, starts_on=MAY + timedelta(days=31)))
    assert later.trouble is Trouble.APPOINTED_AFTER
    assert later.due_on == MAY + timedelta(days=61), "as long as others have"
    gone = dues.count(terms, Circumstances(here_since=MAY, leave=[(MAY, MAY + timedelta(days=30))]))
    assert gone.trouble is Trouble.ON_LEAVE
    assert gone.due_on == MAY + timedelta(days=60), "a day that could be offered"
    back = dues.count(terms, Circumstances(here_since=MAY, leave=[(MAY, MAY + timedelta(days=29))]))
    assert back.trouble is None
    today = Terms(basis=Basis.FIXED, made_on=MAY, due_on=MAY)
    assert dues.count(today, Circumstances(here_since=MAY, pause=1)).trouble is Trouble.TOO_SHORT
    assert dues.count(today, Circumstances(here_since=MAY, pause=0)).trouble is None


def test_a_rule_waits_for_what_it_counts_from() -> None:
    after_core = Terms(basis=Basis.COMPLETION, made_on=MAY, days=20)
    assert dues.count(after_core, Circumstances(here_since=MAY)) == Counted()
    done = Circumstances(here_since=MAY, completed_on=MAY + timedelta(days=4))
    assert dues.count(after_core, done).due_on == MAY + timedelta(days=24)
    recorded = Terms(basis=Basis.APPOINTMENT, made_on=MAY, days=20)
    soon = Circumstances(here_since=MAY, starts_on=MAY + timedelta(days=40), recorded_on=MAY + timedelta(days=1))
    assert dues.count(recorded, soon).due_on == MAY + timedelta(days=21)


def test_what_somebody_decided_holds() -> None:
    own = dues.count(
        Terms(basis=Basis.FIXED, made_on=MAY, due_on=MAY),
        Circumstances(here_since=MAY, leave=[(MAY, MAY + timedelta(days=9))]),
    )
    assert own.trouble
    assert dues.decided(own, Choice.EXCUSED, None) is None
    kept = dues.decided(own, Choice.KEPT, None)
    assert kept
    assert kept.trouble is None
    assert kept.due_on == own.due_on
    moved = dues.decided(own, Choice.MOVED, MAY + timedelta(days=50))
    assert moved
    assert moved.trouble is None
    assert moved.due_on == MAY + timedelta(days=50)


def test_leave_without_an_end_is_no_accident() -> None:
    assert dues.after(MAY, 5, [(MAY, date.max)]) > MAY
