"""The evidence rules, one by one, and what must hold for any evidence whatever."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.competencies.models import Kind
from lms.competencies.rules import Freshness, Held, Shown, freshness, gap, held, months_after

DAY = date(2027, 3, 1)
ME, CARLA, TESS = 1, 2, 3


def quiz(level: int = 1, *, on: date = DAY) -> Shown:
    return Shown(kind=Kind.QUIZ, level=level, on=on, source="attempt:1")


def scenario(level: int = 2, *, on: date = DAY) -> Shown:
    return Shown(kind=Kind.SCENARIO, level=level, on=on, source="run:1")


def seen(
    level: int, *, day: int = 0, at: str | None = "phone", by: int = CARLA, helping: bool = False
) -> Shown:
    return Shown(
        kind=Kind.OBSERVATION,
        level=level,
        on=DAY + timedelta(days=day),
        observer=by,
        touch_point=at,
        while_helping=helping,
        source=f"observation:{day}",
    )


def other(kind: Kind, level: int = 1, *, on: date = DAY) -> Shown:
    return Shown(kind=kind, level=level, on=on, source=f"{kind}:1")


def level(*evidence: Shown) -> int:
    found = held(evidence, of=ME)
    return found.level if found else 0


class TestLevelOne:
    def test_a_passed_quiz_shows_it_and_no_more_whatever_it_leads_to(self) -> None:
        assert level(quiz(1)) == level(quiz(2)) == level(quiz(4)) == 1

    def test_an_observation_at_one_shows_it(self) -> None:
        assert level(seen(1)) == 1

    def test_prior_learning_shows_it(self) -> None:
        assert level(other(Kind.PRIOR_LEARNING, 1)) == 1

    def test_an_observation_of_nothing_shows_nothing(self) -> None:
        assert level(seen(0)) == 0

    @pytest.mark.parametrize("kind", [Kind.REFRESHER, Kind.SCENARIO, Kind.IMPROVEMENT])
    def test_other_kinds_alone_show_nothing(self, kind: Kind) -> None:
        assert level(other(kind, 4)) == 0


class TestLevelTwo:
    def test_a_quiz_and_a_passed_scenario_show_it(self) -> None:
        assert level(quiz(), scenario()) == 2

    def test_any_first_level_goes_with_a_scenario(self) -> None:
        assert level(seen(1), scenario()) == level(other(Kind.PRIOR_LEARNING, 1), scenario()) == 2

    def test_one_observation_at_two_shows_it_without_a_quiz(self) -> None:
        assert level(seen(2, at=None)) == 2

    def test_one_observation_however_high_shows_no_more(self) -> None:
        assert level(seen(4)) == 2

    def test_prior_learning_shows_it_and_no_more(self) -> None:
        assert level(other(Kind.PRIOR_LEARNING, 2)) == level(other(Kind.PRIOR_LEARNING, 4)) == 2


class TestLevelThree:
    def test_two_observations_on_different_days_at_different_touch_points(self) -> None:
        assert level(seen(3), seen(3, day=1, at="mail")) == 3

    def test_not_on_the_same_day(self) -> None:
        assert level(seen(3), seen(3, at="mail")) == 2

    def test_not_at_the_same_touch_point(self) -> None:
        assert level(seen(3), seen(3, day=1)) == 2

    def test_not_where_the_touch_point_is_unknown(self) -> None:
        assert level(seen(3, at=None), seen(3, day=1)) == 2

    def test_not_when_one_of_them_is_lower(self) -> None:
        assert level(seen(3), seen(2, day=1, at="mail")) == 2

    def test_no_amount_of_training_replaces_an_observation(self) -> None:
        assert level(seen(3), quiz(4), scenario(4), other(Kind.PRIOR_LEARNING, 4)) == 2

    def test_two_by_the_same_observer_count_and_say_so(self) -> None:
        found = held([seen(3), seen(3, day=1, at="mail")])
        assert found
        assert found.one_observer

    def test_a_second_observer_ends_that(self) -> None:
        found = held([seen(3), seen(3, day=1, at="mail"), seen(3, day=2, at="mail", by=TESS)])
        assert found
        assert not found.one_observer
        assert found.since == DAY + timedelta(days=1)
        assert [each.observer for each in found.carried_by] == [CARLA, TESS]

    def test_a_later_lower_observation_takes_nothing_away(self) -> None:
        assert level(seen(3), seen(3, day=1, at="mail"), seen(1, day=2)) == 3


class TestLevelFour:
    three = (seen(4), seen(4, day=1, at="mail", helping=True), seen(4, day=2, at="desk", by=TESS))
    improvement = other(Kind.IMPROVEMENT, 0, on=DAY + timedelta(days=9))

    def test_three_at_four_one_while_helping_and_an_improvement(self) -> None:
        found = held([*self.three, self.improvement])
        assert found
        assert (found.level, found.one_observer) == (4, False)
        assert found.since == DAY + timedelta(days=9)
        assert set(found.carried_by) == {*self.three, self.improvement}

    def test_not_without_the_improvement(self) -> None:
        assert level(*self.three) == 3

    def test_not_without_having_helped(self) -> None:
        assert level(seen(4), seen(4, day=1, at="mail"), seen(4, day=2, at="desk"), self.improvement) == 3

    @pytest.mark.parametrize(
        "third", [seen(4, day=1, at="desk"), seen(4, day=2, at="phone"), seen(3, day=2, at="desk")]
    )
    def test_not_when_the_third_shares_a_day_or_a_touch_point_or_is_lower(self, third: Shown) -> None:
        assert level(*self.three[:2], third, self.improvement) == 3


class TestWhoSawIt:
    def test_what_someone_observed_of_themselves_never_counts(self) -> None:
        assert level(seen(4, by=ME)) == 0
        assert level(seen(3), seen(3, day=1, at="mail", by=ME)) == 2


class TestFreshness:
    def test_levels_one_and_two_are_current_for_twelve_months(self) -> None:
        found = held([quiz(on=date(2024, 2, 29))])
        assert found
        assert found.current_until == date(2025, 2, 28)

    def test_a_refresher_renews_and_never_lifts(self) -> None:
        found = held([quiz(), other(Kind.REFRESHER, 2, on=date(2027, 9, 5))])
        assert found
        assert (found.level, found.since, found.current_until) == (1, DAY, date(2028, 9, 5))

    def test_levels_three_and_four_are_current_for_24_months_after_an_observation_that_high(self) -> None:
        found = held([seen(3), seen(3, day=1, at="mail"), seen(2, day=50), quiz(on=date(2028, 1, 1))])
        assert found
        assert found.current_until == date(2029, 3, 2)

    def test_a_single_observation_that_high_renews_level_three(self) -> None:
        found = held([seen(3), seen(3, day=1, at="mail"), seen(3, day=31, at="mail")])
        assert found
        assert found.current_until == date(2029, 4, 1)

    def test_an_improvement_does_not_renew(self) -> None:
        found = held([quiz(), other(Kind.IMPROVEMENT, 4, on=date(2027, 9, 5))])
        assert found
        assert found.current_until == date(2028, 3, 1)

    def test_it_is_current_on_its_last_day_and_due_the_day_after(self) -> None:
        found = held([quiz()])
        assert freshness(found, date(2028, 3, 1)) is Freshness.CURRENT
        assert freshness(found, date(2028, 3, 2)) is Freshness.DUE
        assert freshness(None, DAY) is Freshness.NOTHING


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 31), 12, date(2028, 12, 31)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
    ],
)
def test_months_end_where_the_month_does(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_a_gap_is_what_is_missing_and_never_negative() -> None:
    two = Held(level=2, since=DAY, current_until=DAY)
    assert [gap(3, two), gap(2, two), gap(1, two), gap(3, None)] == [1, 0, 0, 3]


pieces = st.builds(
    Shown,
    kind=st.sampled_from([*Kind, Kind.OBSERVATION, Kind.OBSERVATION, Kind.OBSERVATION]),
    level=st.integers(0, 4),
    on=st.integers(0, 5).map(lambda days: DAY + timedelta(days=days)),
    observer=st.sampled_from([ME, CARLA, TESS]),
    touch_point=st.sampled_from([None, "phone", "mail", "desk"]),
    while_helping=st.booleans(),
    source=st.sampled_from(["a", "b"]),
)
heaps = st.lists(pieces, max_size=9)


@given(heaps, st.randoms())
def test_the_order_of_arrival_never_matters(evidence: list[Shown], chance: object) -> None:
    shuffled = list(evidence)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert held(evidence, of=ME) == held(shuffled, of=ME)


@given(heaps, pieces)
def test_more_evidence_never_lowers_and_never_comes_later(evidence: list[Shown], another: Shown) -> None:
    before, after = held(evidence, of=ME), held([*evidence, another], of=ME)
    if before:
        assert after
        assert after.level >= before.level
        if after.level == before.level:
            assert after.since <= before.since
            assert after.current_until >= before.current_until
            assert after.one_observer <= before.one_observer


@given(heaps)
def test_the_same_piece_twice_is_one(evidence: list[Shown]) -> None:
    assert held(evidence + evidence, of=ME) == held(evidence, of=ME)


@given(heaps)
def test_quizzes_and_refreshers_never_lift_above_one(evidence: list[Shown]) -> None:
    assert level(*(each for each in evidence if each.kind in (Kind.QUIZ, Kind.REFRESHER))) <= 1


@given(heaps)
def test_without_observations_nothing_lifts_above_two(evidence: list[Shown]) -> None:
    assert level(*(each for each in evidence if each.kind != Kind.OBSERVATION)) <= 2


@given(heaps)
def test_what_one_saw_of_oneself_is_as_if_it_were_not_there(evidence: list[Shown]) -> None:
    others = [each for each in evidence if not (each.kind == Kind.OBSERVATION and each.observer == ME)]
    assert held(evidence, of=ME) == held(others, of=ME)


@given(heaps)
def test_since_is_the_first_day_on_which_the_evidence_up_to_it_sufficed(evidence: list[Shown]) -> None:
    found = held(evidence, of=ME)
    if found:
        days = sorted({each.on for each in evidence})
        first = next(
            day for day in days if level(*(each for each in evidence if each.on <= day)) == found.level
        )
        assert found.since == first


@given(heaps)
def test_what_carries_a_level_shows_it_by_itself(evidence: list[Shown]) -> None:
    found = held(evidence, of=ME)
    if found:
        assert set(found.carried_by) <= set(evidence)
        assert level(*found.carried_by) == found.level
        assert all(
            level(*fewer) < found.level for fewer in combinations(found.carried_by, len(found.carried_by) - 1)
        )


@given(heaps)
def test_one_observer_is_said_exactly_when_no_second_one_could_carry_it(evidence: list[Shown]) -> None:
    found = held(evidence, of=ME)
    if found and found.level == 3:
        enough = [
            e
            for e in evidence
            if e.kind == Kind.OBSERVATION and e.level >= 3 and e.observer != ME and e.touch_point
        ]
        pairs = [
            (a, b)
            for a, b in combinations(enough, 2)
            if a.on != b.on and a.touch_point != b.touch_point and a.observer != b.observer
        ]
        assert found.one_observer == (not pairs)
