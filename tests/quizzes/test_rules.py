"""Order, grading and score, as plain rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog.content import Check, Item, Option, Quiz, Void
from lms.markdown import Prose
from lms.quizzes import rules
from lms.quizzes.rules import Score, Voids

ASIDE = Void(on=date(2027, 5, 3), reason="unclear")
NAMES = st.text("abcdefghij-", min_size=1, max_size=8)


def option(name: str, *, right: bool = False, void: Void | None = None) -> Option:
    return Option(name=name, text=Prose(name), right=right, reason=Prose("because"), void=void)


def item(key: str, *options: Option, keep_order: bool = False, void: Void | None = None) -> Item:
    return Item(
        id=key, question=Prose("?"), objective="x", options=options, keep_order=keep_order, void=void
    )


SETS = st.lists(NAMES, unique=True, min_size=1, max_size=8)
items_of = st.builds(lambda names: [item(name) for name in names], SETS)


@given(items_of, st.text(max_size=20))
def test_shuffling_loses_nothing_and_is_the_same_each_time(items: list[Item], seed: str) -> None:
    once = rules.shuffled(items, seed=seed)
    assert sorted(each.id for each in once) == sorted(each.id for each in items)
    assert once == rules.shuffled(reversed(items), seed=seed)


def test_every_order_comes_up() -> None:
    items = [item(name) for name in "abc"]
    orders = {
        tuple(each.id for each in rules.shuffled(items, seed=rules.seed_of(person, "core-1", number)))
        for person in range(1, 30)
        for number in (1, 2, 3)
    }
    assert len(orders) == 6


@given(SETS, st.text(max_size=20))
def test_options_keep_their_order_within_a_try_and_where_the_author_wants_it(names: list[str], secret: str) -> None:
    options = tuple(option(name) for name in names)
    free, kept = item("q", *options), item("q", *options, keep_order=True)
    shown = rules.options_shown(free, secret=secret)
    assert shown == rules.options_shown(free, secret=secret)
    assert set(shown) == set(options)
    assert rules.options_shown(kept, secret=secret) == options


@given(SETS, st.sets(NAMES), st.text(max_size=20))
def test_an_option_set_aside_is_not_offered(names: list[str], void: set[str], secret: str) -> None:
    shown = rules.options_shown(item("q", *(option(name) for name in names)), secret=secret, void=void)
    assert {each.name for each in shown} == set(names) - void


@given(SETS, st.text(max_size=20))
def test_what_a_form_sends_says_nothing_and_is_different_for_each_option(names: list[str], secret: str) -> None:
    asked = item("q", *(option(name) for name in names))
    values = {rules.form_value(asked, each, secret=secret) for each in asked.options}
    assert len(values) == len(names)
    assert all(len(value) == 12 and set(value) <= set("0123456789abcdef") for value in values)


def test_values_differ_between_tries_people_and_installations() -> None:
    asked = item("q", option("right", right=True))
    seeds = [rules.seed_of(1, "core-1", 1), rules.seed_of(1, "core-1", 2), rules.seed_of(2, "core-1", 1)]
    secrets = [rules.secret_of(seed, key) for seed in seeds for key in ("ours", "theirs")]
    assert len({rules.form_value(asked, asked.options[0], secret=secret) for secret in secrets}) == 6


choices = st.lists(st.tuples(NAMES, st.booleans()), unique_by=lambda pair: pair[0], min_size=1, max_size=6)


@given(choices, st.data())
def test_right_is_exactly_the_right_ones(pairs: list[tuple[str, bool]], data: st.DataObject) -> None:
    asked = item("q", *(option(name, right=right) for name, right in pairs))
    chosen = set(data.draw(st.lists(st.sampled_from([name for name, _ in pairs]))))
    assert rules.is_right(asked, chosen) is (chosen == {name for name, right in pairs if right})


def test_who_chose_what_was_set_aside_is_given_the_item() -> None:
    asked = item("q", option("a", right=True), option("b"), option("c"))
    assert not rules.is_right(asked, {"b"})
    assert rules.is_right(asked, {"b"}, void={"b"})
    assert not rules.is_right(asked, {"c"}, void={"b"})
    assert rules.is_right(asked, {"a"}, void={"b"})


@given(st.dictionaries(NAMES, st.booleans(), max_size=10), st.frozensets(NAMES, max_size=5))
def test_the_score_leaves_out_what_was_set_aside(answers: dict[str, bool], void: frozenset[str]) -> None:
    found = rules.score(answers, voids=Voids(items=void))
    left = {name: right for name, right in answers.items() if name not in void}
    assert (found.right, found.counted) == (sum(left.values()), len(left))


@pytest.mark.parametrize(
    ("right", "counted", "passes"), [(4, 5, True), (3, 5, False), (8, 10, True), (7, 9, False), (0, 0, False), (1, 1, True)]
)
def test_eighty_percent_is_a_pass_and_nothing_is_none(right: int, counted: int, passes: bool) -> None:
    assert Score(right=right, counted=counted).passes(80) is passes


def test_a_check_asks_as_many_as_it_says_and_none_that_was_withdrawn() -> None:
    items = tuple(item(f"q{n}", void=ASIDE if n == 0 else None) for n in range(9))
    check = Check(id="c", title="C", questions=4, pass_percent=80, after_hours=24, items=items)
    drawn = [rules.questions_asked(check, seed=str(n)) for n in range(40)]
    assert {len(each) for each in drawn} == {4}
    assert {each.id for asked in drawn for each in asked} == {f"q{n}" for n in range(1, 9)}
    quiz = Quiz(id="m", title="M", items=items)
    assert len(rules.questions_asked(quiz, seed="x")) == 8


@given(items_of, st.sets(st.integers(1, 8)), st.frozensets(NAMES, max_size=4))
def test_next_is_the_first_that_wants_an_answer(items: list[Item], answered: set[int], void: frozenset[str]) -> None:
    found = rules.next_position(items, answered, voids=Voids(items=void))
    open_ones = [n for n, each in enumerate(items, 1) if n not in answered and each.id not in void]
    assert found == (open_ones[0] if open_ones else None)


def check_of(pool: int, questions: int) -> Check:
    items = tuple(item(f"q{n}") for n in range(pool))
    return Check(id="c", title="C", questions=questions, pass_percent=80, after_hours=24, items=items)


@given(st.integers(1, 12), st.integers(0, 12), st.sets(st.integers(0, 23)), st.text(max_size=9))
def test_a_check_asks_first_what_was_not_seen(questions: int, spare: int, seen: set[int], seed: str) -> None:
    check = check_of(questions + spare, questions)
    known = {f"q{n}" for n in seen}
    asked = [each.id for each in rules.questions_asked(check, seed=seed, seen=known)]
    fresh = {each.id for each in check.items} - known
    assert len(set(asked)) == questions
    assert fresh.issuperset(asked) or fresh <= set(asked)


def test_fresh_questions_stand_among_the_others_in_no_order_that_tells() -> None:
    check = check_of(9, 6)
    orders = [[each.id for each in rules.questions_asked(check, seed=str(n), seen={"q0", "q1", "q2", "q3", "q4"})] for n in range(40)]
    assert any(order[0] in {"q0", "q1", "q2", "q3", "q4"} for order in orders)


@given(st.integers(2, 8), st.data())
def test_what_was_answered_stands_where_it_was(questions: int, data: st.DataObject) -> None:
    check = check_of(questions + 4, questions)
    names = data.draw(st.permutations([each.id for each in check.items]))
    places = data.draw(st.sets(st.integers(1, questions)))
    answered = dict(zip(sorted(places), names, strict=False))
    asked = [each.id for each in rules.questions_asked(check, seed="s", answered=answered)]
    assert len(asked) == len(set(asked)) == questions
    assert all(asked[position - 1] == name for position, name in answered.items())
