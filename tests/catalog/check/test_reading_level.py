"""Q15 and M09: how hard items and modules are to read."""

import pytest

from lms.catalog.check.reading_level import grade
from tests.catalog.check.told import MODULE, RESERVE, RIGHT, WRONG, item, reserve, told_at
from tests.catalog.tiny import both, swap

PLAIN = "The cat sat on the mat. The dog ran to the gate."
HARDER = "Our department anticipates considerable improvement before the conclusion of the quarter."
HARDEST = (
    "Notwithstanding organisational considerations, representatives systematically prioritise "
    "communication responsibilities and institutional accountability in interdepartmental escalation situations."
)


def test_longer_words_and_sentences_make_a_higher_grade() -> None:
    assert grade([PLAIN]) < 1
    assert grade([PLAIN]) < grade([PLAIN, HARDER]) < grade([HARDER]) < grade([HARDEST])


def test_the_formula_is_that_of_its_authors() -> None:
    """Ten words, two sentences, twelve syllables: 0.39 * 5 + 11.8 * 1.2 - 15.59."""
    assert grade(["We meet a guest today. You take the first seat."]) == pytest.approx(0.52, abs=0.01)


def test_without_words_there_is_no_grade() -> None:
    assert grade([]) == grade(["42", "..."]) == 0.0


def _quiz(words: str) -> str:
    return item("What does the note on the gate say?", (RIGHT, words), (WRONG, words[::-1]), before=words)


def test_a_quiz_above_the_most_is_warned_of() -> None:
    assert told_at(reserve(_quiz(HARDEST)), "Q15") == [(RESERVE, 1, "warning")]


def test_a_quiz_above_the_aim_gets_a_hint_and_a_plain_one_nothing() -> None:
    between = item(
        "What does the note on the gate say?", (RIGHT, "Nothing"), (WRONG, "Something"), before=HARDER
    )
    assert told_at(reserve(between), "Q15") == [(RESERVE, 1, "hint")]
    assert told_at(reserve(_quiz(PLAIN)), "Q15") == []


def test_a_module_above_the_most_is_warned_of_and_may_be_accepted() -> None:
    hard = f"{HARDEST} " * 4
    assert told_at(swap(MODULE, "Ms Okoro rings on market day.", hard), "M09") == [(MODULE, 1, "warning")]
    accepted = swap(MODULE, "# The first word\n", "# The first word\n`accept: M09, a law is quoted`\n\n")
    assert told_at(both(swap(MODULE, "Ms Okoro rings on market day.", hard), accepted), "M09") == []


def test_the_tiny_module_is_plain() -> None:
    assert told_at(lambda package: None, "M09") == []
