"""Spacing and choice of refreshers as plain rules, and a year of them played through."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog.content import Item, Option
from lms.markdown import Prose
from lms.quizzes.refreshers import rules, spacing
from lms.quizzes.refreshers.rules import Asked, Card, Kept, Subject, Wishes
from lms.quizzes.refreshers.service import rating
from lms.quizzes.refreshers.spacing import Memory, Rating

MONDAY = date(2027, 5, 3)
NOTHING_WISHED = Wishes()


def item(key: str, rewords: str | None = None) -> Item:
    options = tuple(Option(name=name, text=Prose(name), right=name == "a", reason=Prose("?")) for name in "ab")
    return Item(id=key, question=Prose("?"), objective="o", options=options, rewords=rewords)


def subject(key: str, module: str = "m-1", competency: str = "c", beliefs: tuple[str, ...] = ()) -> Subject:
    return Subject(
        id=key, course="m", module=module, competency=competency, wordings=(item(key),), beliefs=frozenset(beliefs)
    )


def card(key: str, due_on: date = MONDAY, **about: object) -> Card:
    return Card(subject=subject(key, **about), due_on=due_on)  # type: ignore[arg-type]


def ids(cards: tuple[Card, ...]) -> list[str]:
    return [each.subject.id for each in cards]


class TestSpacing:
    def test_it_begins_after_two_days_and_the_gaps_widen(self) -> None:
        memory, gaps = spacing.begin(MONDAY), []
        for _ in range(5):
            gaps.append((memory.due_on - memory.seen_on).days)
            memory = spacing.after(memory, Rating.KNOWN, memory.due_on)
        assert gaps[0] == 2
        assert gaps == sorted(gaps)
        assert gaps[-1] == spacing.LONGEST_SLEEP

    def test_no_question_sleeps_longer_than_its_evidence_is_fresh(self) -> None:
        assert spacing.LONGEST_SLEEP < 365

    def test_a_miss_returns_after_two_days_or_a_few_and_a_guess_before_what_was_known(self) -> None:
        memory = spacing.after(spacing.begin(MONDAY), Rating.KNOWN, MONDAY + timedelta(days=2))
        sleeps = {
            each: (spacing.after(memory, each, memory.due_on).due_on - memory.due_on).days for each in Rating
        }
        assert 2 <= sleeps[Rating.MISSED] <= 4
        assert sleeps[Rating.MISSED] < sleeps[Rating.GUESSED] < sleeps[Rating.KNOWN]

    @given(st.lists(st.sampled_from(list(Rating)), max_size=12), st.integers(0, 300))
    def test_the_same_answers_give_the_same_day_and_never_today(self, answers: list[Rating], late: int) -> None:
        def played() -> Memory:
            memory = spacing.begin(MONDAY)
            for each in answers:
                memory = spacing.after(memory, each, memory.due_on + timedelta(days=late))
                assert memory.due_on > memory.seen_on
            return memory

        assert played() == played()

    def test_a_lucky_guess_is_told_from_knowing(self) -> None:
        assert rating(right=True, sure="guess") is Rating.GUESSED
        assert rating(right=True, sure="fairly") is rating(right=True, sure="") is Rating.KNOWN
        assert rating(right=False, sure="guess") is rating(right=False, sure="sure") is Rating.MISSED


class TestWording:
    WORDINGS = (item("q"), item("q-b", "q"), item("q-c", "q"))

    def kept(self, asked: str, *, right: bool) -> Kept:
        return Kept(asked=asked, right=right, turns=1, memory=spacing.begin(MONDAY))

    @pytest.mark.parametrize(("asked", "then"), [("q", "q-b"), ("q-b", "q-c"), ("q-c", "q"), ("gone", "q")])
    def test_after_a_miss_it_is_the_next_one(self, asked: str, then: str) -> None:
        assert rules.wording(self.WORDINGS, self.kept(asked, right=False)).id == then

    def test_after_a_right_answer_it_is_the_question_itself(self) -> None:
        assert rules.wording(self.WORDINGS, self.kept("q-b", right=True)).id == "q"
        assert rules.wording(self.WORDINGS, None).id == "q"

    def test_with_one_wording_it_stays(self) -> None:
        assert rules.wording(self.WORDINGS[:1], self.kept("q", right=False)).id == "q"


class TestChoice:
    def chosen(self, cards: list[Card], *, today: date = MONDAY, **more: object) -> list[str]:
        fixed: dict[str, object] = {"answered": (), "wishes": NOTHING_WISHED, "seed": "s", **more}
        return ids(rules.choose(cards, today=today, **fixed))  # type: ignore[arg-type]

    def test_only_what_is_due(self) -> None:
        assert self.chosen([card("a"), card("b", MONDAY + timedelta(days=1))]) == ["a"]

    def test_what_the_job_asks_for_comes_before_beliefs_and_these_before_age(self) -> None:
        cards = [
            card("old", MONDAY - timedelta(days=9), module="m-1", competency="x"),
            card("belief", module="m-2", competency="y", beliefs=("not-my-job",)),
            card("job", module="m-3", competency="z"),
        ]
        wishes = Wishes(competencies=("z",), beliefs=("not-my-job",))
        assert self.chosen(cards, wishes=wishes) == ["job", "belief", "old"]

    def test_modules_are_mixed(self) -> None:
        cards = [card(f"{module}-{n}", module=module, competency=f"{module}{n}") for module in "ab" for n in range(4)]
        chosen = self.chosen(cards)
        assert {name[0] for name in chosen} == {"a", "b"}

    def test_one_day_never_holds_a_competency_three_times(self) -> None:
        assert len(self.chosen([card(f"q{n}") for n in range(9)])) == 2
        answered = (Asked(card="q0", on=MONDAY), Asked(card="q1", on=MONDAY))
        waiting = [card(f"q{n}", MONDAY + timedelta(days=9 if n < 2 else 0)) for n in range(9)]
        assert self.chosen(waiting, answered=answered) == []

    def test_answering_the_first_leaves_the_others(self) -> None:
        cards = [card(f"q{n}", module=f"m-{n % 3}", competency=f"c{n % 4}") for n in range(12)]
        first, *others = self.chosen(cards)
        answered = (Asked(card=first, on=MONDAY),)
        later = [each if each.subject.id != first else card(first, MONDAY + timedelta(days=5)) for each in cards]
        left = rules.choose(later, today=MONDAY, answered=answered, wishes=NOTHING_WISHED, seed="s")
        assert len(left) == len(others)

    @pytest.mark.parametrize("days", [5, 6])
    def test_never_at_the_week_end(self, days: int) -> None:
        assert self.chosen([card("a")], today=MONDAY + timedelta(days=days)) == []

    def test_never_on_leave(self) -> None:
        leave = {MONDAY, MONDAY + timedelta(days=1)}
        assert self.chosen([card("a")], away=leave.__contains__) == []
        assert rules.next_day([card("a")], today=MONDAY, answered=(), away=leave.__contains__) == date(2027, 5, 5)

    def test_eight_a_week_then_monday(self) -> None:
        answered = [Asked(card=f"x{n}", on=MONDAY + timedelta(days=n // 3)) for n in range(8)]
        thursday = MONDAY + timedelta(days=3)
        assert self.chosen([card("a")], today=thursday, answered=answered) == []
        assert rules.next_day([card("a")], today=thursday, answered=answered) == MONDAY + timedelta(days=7)

    def test_nothing_ever_is_no_day(self) -> None:
        assert rules.next_day([], today=MONDAY, answered=()) is None
        assert rules.next_day([card("a")], today=MONDAY, answered=(), away=lambda _day: True) is None


@settings(max_examples=12)  # a third of a year each
@given(st.integers(5, 40), st.integers(0, 3), st.randoms(use_true_random=False))
def test_a_year_stays_within_its_limits(questions: int, weeks_away: int, chance: object) -> None:
    """Whatever is answered, and however long somebody stays away."""
    memories = {f"q{n}": spacing.begin(MONDAY) for n in range(questions)}
    competency = {f"q{n}": f"c{n % 5}" for n in range(questions)}
    answered: list[Asked] = []
    for number in range(120):
        today = MONDAY + timedelta(days=number)
        if 30 <= number < 30 + 7 * weeks_away:
            continue
        cards = [card(key, memory.due_on, competency=competency[key]) for key, memory in memories.items()]
        for each in rules.choose(cards, today=today, answered=answered, wishes=NOTHING_WISHED, seed=str(today)):
            key, right = each.subject.id, chance.random() < 0.8  # type: ignore[attr-defined]
            memories[key] = spacing.after(memories[key], rating(right=right, sure=""), today)
            answered.append(Asked(card=key, on=today))
    by_day = Counter(each.on for each in answered)
    by_week = Counter(each.on.isocalendar()[:2] for each in answered)
    of_one = Counter((each.on, competency[each.card]) for each in answered)
    assert max(by_day.values()) <= 3
    assert max(by_week.values()) <= 8
    assert max(of_one.values()) <= 2
    assert all(day.weekday() < 5 for day in by_day)
