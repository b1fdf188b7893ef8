"""Q06: options that stand for others."""

import pytest

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

ASKED = "A caller waits at the gate. What do you say?"


@pytest.mark.parametrize(
    "words", ["All of the above", "None of the above.", "Both A and B", "None of these", "A and C"]
)
def test_an_option_for_others_is_told(words: str) -> None:
    assert told_at(reserve(item(ASKED, (RIGHT, "Come in"), (WRONG, words))), "Q06") == [
        (RESERVE, 10, "error")
    ]


@pytest.mark.parametrize(
    "words", ["Ask all of them to come in", "Ring both of the guests", "None of these rooms is free"]
)
def test_words_of_everyday_speech_are_fine(words: str) -> None:
    assert told_at(reserve(item(ASKED, (RIGHT, "Come in"), (WRONG, words))), "Q06") == []
