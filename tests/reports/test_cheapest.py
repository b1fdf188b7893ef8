"""The cheapest next lessons, by examples counted by hand."""

from __future__ import annotations

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms import clock
from lms.reports.gaps import Wanted
from lms.reports.next_steps.cheapest import Learner, Lesson, Plan, cheapest
from lms.reports.next_steps.lessons import lessons_for
from lms.reports.scope import Reach, Scope
from tests.reports.test_views import SignIn, text_of
from tests.reports.world import passed_quiz, waived, with_jobs

MODULE = Lesson(key="m", way="module", title="M", minutes=10, lifts={"a": 1, "b": 1})
LONG = Lesson(key="l", way="module", title="L", minutes=60, lifts={"a": 1, "b": 1})
SCENARIO = Lesson(key="s", way="scenario", title="S", minutes=6, lifts={"a": 2})
ALL = frozenset({"m", "l", "s"})


def learner(a: int = 2, b: int = 1, *, held: dict[str, int] | None = None, open_to: frozenset[str] = ALL) -> Learner:
    return Learner(required={"a": a, "b": b}, held=held or {}, open_to=open_to)


def told(plan: Plan) -> list[tuple[str, int, int, int]]:
    return [(pick.lesson.key, pick.people, pick.levels, pick.minutes) for pick in plan.picks]


def test_what_closes_most_per_minute_comes_first() -> None:
    """Two begin with nothing: the short module closes four levels in twenty minutes, then the scenario two."""
    plan = cheapest([learner(), learner()], [LONG, SCENARIO, MODULE])
    assert told(plan) == [("m", 2, 4, 20), ("s", 2, 2, 12)]
    assert (plan.closes, plan.missing, plan.minutes) == (6, 6, 32)


def test_a_scenario_helps_only_those_who_stand_just_below_it() -> None:
    plan = cheapest([learner(held={"a": 1, "b": 1}), learner(held={"a": 2, "b": 1})], [SCENARIO])
    assert told(plan) == [("s", 1, 1, 6)]


def test_what_somebody_passed_or_is_not_offered_helps_others_alone() -> None:
    plan = cheapest([learner(open_to=frozenset({"l"})), learner()], [MODULE])
    assert told(plan) == [("m", 1, 2, 10)]
    assert plan.missing == 6


def test_of_two_that_are_worth_the_same_the_one_that_closes_more() -> None:
    twice = Lesson(key="l", way="module", title="L", minutes=20, lifts={"a": 1, "b": 1})
    small = Lesson(key="s", way="module", title="S", minutes=10, lifts={"b": 1})
    assert told(cheapest([learner(a=1)], [small, twice]))[0][0] == "l"


def test_there_are_five_at_most_and_none_for_nothing() -> None:
    many = [Lesson(key=f"m{number}", way="module", title="", minutes=10, lifts={f"c{number}": 1}) for number in range(9)]
    asked = Learner(required={f"c{n}": 1 for n in range(9)}, held={}, open_to=frozenset(each.key for each in many))
    assert len(cheapest([asked], many).picks) == 5
    assert cheapest([], many) == Plan(picks=(), missing=0)
    assert not cheapest([learner(held={"a": 2, "b": 1})], [MODULE]).picks


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), max_size=6),
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 4), st.integers(1, 4)), max_size=6),
)
def test_it_never_promises_more_than_is_missing(
    people: list[tuple[int, int, int]], offers: list[tuple[int, int, int]]
) -> None:
    lessons = [
        Lesson(key=str(number), way="module", title="", minutes=minutes, lifts={"a": a, "b": b})
        for number, (minutes, a, b) in enumerate(offers)
    ]
    keys = frozenset(each.key for each in lessons)
    learners = [Learner(required={"a": a, "b": b}, held={"a": held}, open_to=keys) for a, b, held in people]
    plan = cheapest(learners, lessons)
    assert plan.closes <= plan.missing == sum(max(0, a - held) + b for a, b, held in people)
    assert all(pick.levels >= pick.people for pick in plan.picks)
    assert [each.held for each in learners] == [{"a": held} for *_asked, held in people], "nobody was changed"


def test_for_a_team_it_is_put_together_from_its_courses(app: Flask) -> None:
    """By hand: Ana lacks empathy 2 and promises 1, Ben plain language 2, promises 1 and empathy 1."""
    cast = with_jobs()
    everyone = Scope(reach=Reach.EVERYONE, viewer_id=0)
    wanted = Wanted(job="receptionist")
    plan = lessons_for(wanted, everyone, clock.today())
    assert plan
    assert (plan.missing, plan.closes) == (3, 3)
    assert told(plan) == [
        ("core-1", 1, 1, 10),
        ("core-2", 1, 1, 12),
        ("visits:empathy-tone:2", 1, 1, 30),
    ]
    waived(cast["ana"], "empathy-tone", by=cast["henry"])
    plan = lessons_for(wanted, everyone, clock.today())
    assert plan
    assert plan.missing == 1


def test_it_stands_before_the_names(app: Flask, sign_in: SignIn) -> None:
    cast = with_jobs()
    passed_quiz(cast["ana"], "empathy-tone")
    client = sign_in(cast["henry"])
    cell = text_of(client, "/reports/coverage/receptionist/empathy-tone")
    assert "Together these close 1 of 1 missing levels in 30 minutes of learning." in cell
    assert cell.index("Observation at work, empathy and tone to level 2") < cell.index(">Ana<")
    row = text_of(client, "/reports/coverage/receptionist")
    assert "1 person, 2 levels missing of what the work asks for." in row
    assert "Module “Your word”: 1 person, 1 level, 12 minutes" in row
    assert row.index("What helps most here") < row.index(">Empathy and tone<")
