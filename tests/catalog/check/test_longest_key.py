"""Q05: the length of right options."""

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told, told_at

ASKED = "A caller waits at the gate. What do you say?"
SHORT, MIDDLE, LONG = "x" * 20, "y" * 24, "z" * 26


def test_a_right_option_far_longer_than_the_next_is_told() -> None:
    assert told_at(reserve(item(ASKED, (WRONG, SHORT), (RIGHT, LONG))), "Q05") == [(RESERVE, 10, "warning")]


def test_a_little_longer_is_fine() -> None:
    assert told_at(reserve(item(ASKED, (WRONG, SHORT), (WRONG, MIDDLE), (RIGHT, LONG))), "Q05") == []


def _quiz(long_keys: int, *, of: int) -> list[str]:
    return [
        item(
            ASKED,
            (RIGHT, LONG if number < long_keys else SHORT),
            (WRONG, MIDDLE),
            name=f"core-1-r{number + 2}",
        )
        for number in range(of)
    ]


def test_more_than_two_of_five_are_told_for_the_file() -> None:
    found = told(reserve(*_quiz(3, of=5)), "Q05")
    assert [(each.line, each.severity) for each in found] == [(1, "warning")]
    assert "60%" in found[0].sentence


def test_two_of_five_are_fine_and_few_items_tell_nothing() -> None:
    assert told(reserve(*_quiz(2, of=5)), "Q05") == []
    assert told(reserve(*_quiz(4, of=4)), "Q05") == []


def test_a_slot_counts_with_the_words_of_larkmoor() -> None:
    assert told(reserve(item(ASKED, (WRONG, "We are open from nine"), (RIGHT, "{{promise}}"))), "Q05")
