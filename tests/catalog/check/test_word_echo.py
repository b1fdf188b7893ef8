"""Q10: a rare word of the stem in the right option alone."""

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

ASKED = "A caller's carpet is torn. What do you say?"


def test_a_rare_word_that_only_the_right_option_repeats_is_told() -> None:
    change = reserve(item(ASKED, (RIGHT, "We mend carpets"), (WRONG, "We are shut")))
    assert told_at(change, "Q10") == [(RESERVE, 5, "warning")]


def test_in_a_wrong_option_too_it_tells_nothing() -> None:
    assert told_at(reserve(item(ASKED, (RIGHT, "We mend carpets"), (WRONG, "A carpet wears"))), "Q10") == []


def test_a_short_word_is_no_echo() -> None:
    assert told_at(reserve(item(ASKED, (RIGHT, "Is it torn?"), (WRONG, "We are shut."))), "Q10") == []


def test_a_word_of_many_stems_is_not_rare() -> None:
    many = [
        item(
            f"A carpet came in at {hour}. What do you say?",
            (RIGHT, "We mend carpets"),
            (WRONG, "We are shut"),
            name=f"core-1-r{hour}",
        )
        for hour in range(5, 10)
    ]
    assert told_at(reserve(*many), "Q10") == []
