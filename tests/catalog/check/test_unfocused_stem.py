"""Q12: stems without focus."""

import pytest

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

OPTIONS = ((RIGHT, "A name and a time"), (WRONG, "A number and a form"))


@pytest.mark.parametrize(
    "question",
    [
        "What now?",
        "A caller waits at the gate and you",
        "A caller waits at the ____ and then?",
        "You … the caller at the gate, or what?",
    ],
)
def test_a_stem_without_focus_is_told(question: str) -> None:
    assert told_at(reserve(item(question, *OPTIONS)), "Q12") == [(RESERVE, 2, "warning")]


def test_the_situation_belongs_to_the_stem() -> None:
    short = item("What now?", *OPTIONS, before="A caller waits at the gate.")
    assert told_at(reserve(short), "Q12") == []
