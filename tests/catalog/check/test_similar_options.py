"""Q04: options that say the same."""

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

ASKED = "A caller waits at the gate. What do you say?"


def test_two_options_alike_are_told_at_the_second() -> None:
    alike = item(ASKED, (RIGHT, "Come in, please"), (WRONG, "Wait out there"), (WRONG, "wait out there!"))
    assert told_at(reserve(alike), "Q04") == [(RESERVE, 15, "error")]


def test_nearly_alike_is_told_as_well() -> None:
    alike = item(
        ASKED, (RIGHT, "Come in, please"), (WRONG, "Please wait out there"), (WRONG, "Please wait out here")
    )
    assert len(told_at(reserve(alike), "Q04")) == 1


def test_different_options_are_fine() -> None:
    assert told_at(reserve(item(ASKED, (RIGHT, "Come in, please"), (WRONG, "Wait out there"))), "Q04") == []
