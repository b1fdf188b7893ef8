"""C05: how many items a check has to draw from."""

from tests.catalog.check.told import COURSE, RIGHT, WRONG, item, reserve, told
from tests.catalog.tiny import both, swap


def _pool(items: int, questions: int = 6):
    new = (
        item(
            f"Guest {number} asks for the way to room {number}. What do you say?",
            (RIGHT, "Come with me"),
            (WRONG, "Read the plan"),
            name=f"core-1-r{number + 2}",
        )
        for number in range(items)
    )
    return both(reserve(*new), swap(COURSE, "questions: 3, reserve", f"questions: {questions}, reserve"))


def test_fewer_than_half_as_many_again_are_warned_of() -> None:
    found = told(_pool(6), "C05")
    assert [(each.file, each.line, each.severity) for each in found] == [(COURSE, 20, "warning")]
    assert "8 to draw from; 9" in found[0].sentence


def test_half_as_many_again_are_enough() -> None:
    assert told(_pool(7), "C05") == []


def test_too_few_to_ask_is_an_error_of_its_own() -> None:
    assert told(_pool(2), "C05") == []
    assert len(told(_pool(2), "C04")) == 1


def test_rewordings_are_not_drawn() -> None:
    change = _pool(7)

    def with_rewording(package: dict[str, bytes]) -> None:
        change(package)
        swap(
            "core/reserve/10-the-first-word.md",
            "{#core-1-r2}\n`objective: greet`",
            "{#core-1-r2}\n`objective: greet` `rewords: core-1-q1`",
        )(package)

    assert len(told(with_rewording, "C05")) == 1
