"""Q09: how often is often?"""

import pytest

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

ASKED = "A caller waits at the gate. What do you say?"


@pytest.mark.parametrize("word", ["usually", "often", "rarely", "sometimes"])
def test_a_vague_word_is_told_on_either_side(word: str) -> None:
    change = reserve(item(ASKED, (RIGHT, f"We {word} open"), (WRONG, "Wait there")))
    assert told_at(change, "Q09") == [(RESERVE, 5, "warning")]


def test_a_number_is_fine() -> None:
    assert told_at(reserve(item(ASKED, (RIGHT, "We open at nine"), (WRONG, "Wait there"))), "Q09") == []
