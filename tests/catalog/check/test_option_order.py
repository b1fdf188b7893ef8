"""Q13: numbers and dates where options keep their order."""

import pytest

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

ASKED = "A caller asks when you will ring. What do you say?"


@pytest.mark.parametrize(
    "options",
    [
        ("20 minutes", "5 minutes", "90 minutes"),
        ("At 9:30", "At 8:15", "At 16:00"),
        ("On 3 May", "On 1 June", "On 2 April"),
        ("Tuesday", "Monday", "Friday"),
        ("2027-03-02", "2027-01-01", "2027-05-01"),
    ],
)
def test_unsorted_values_are_hinted_at(options: tuple[str, str, str]) -> None:
    first, second, third = options
    unsorted = item(ASKED, (RIGHT, first), (WRONG, second), (WRONG, third), tags="`keep order`")
    assert told_at(reserve(unsorted), "Q13") == [(RESERVE, 5, "hint")]


@pytest.mark.parametrize("tags", ["", "`keep order`"])
def test_sorted_ones_and_shuffled_ones_are_fine(tags: str) -> None:
    rising = item(ASKED, (RIGHT, "5 minutes"), (WRONG, "20 minutes"), (WRONG, "90 minutes"), tags=tags)
    falling = item(
        ASKED, (RIGHT, "90 minutes"), (WRONG, "20 minutes"), (WRONG, "5 minutes"), tags=tags, name="core-1-r2"
    )
    assert told_at(reserve(rising, falling), "Q13") == []


def test_without_keep_order_the_order_says_nothing() -> None:
    assert (
        told_at(
            reserve(item(ASKED, (RIGHT, "20 minutes"), (WRONG, "5 minutes"), (WRONG, "9 minutes"))), "Q13"
        )
        == []
    )
