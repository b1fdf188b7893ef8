"""Q08: absolute words on the wrong side alone."""

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

ASKED = "A caller waits at the gate. What do you say?"


def test_an_absolute_word_in_wrong_options_alone_is_told() -> None:
    change = reserve(item(ASKED, (RIGHT, "Come in now"), (WRONG, "We never open")))
    assert told_at(change, "Q08") == [(RESERVE, 10, "warning")]


def test_on_both_sides_it_gives_nothing_away() -> None:
    change = reserve(item(ASKED, (RIGHT, "Every guest comes in"), (WRONG, "We never open")))
    assert told_at(change, "Q08") == []


def test_a_part_of_a_word_is_no_absolute_word() -> None:
    assert told_at(reserve(item(ASKED, (RIGHT, "Come in now"), (WRONG, "We shall call"))), "Q08") == []
