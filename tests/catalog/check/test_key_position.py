"""Q14: the place of the right option where nothing is shuffled."""

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at


def _items(places: str, tags: str = "`keep order`") -> list[str]:
    return [
        item(
            f"Caller {number} waits at the gate. What do you say?",
            *((RIGHT if str(at) == place else WRONG, f"{'Yes' * at} {number}") for at in (1, 2, 3)),
            name=f"core-1-r{number + 2}",
            tags=tags,
        )
        for number, place in enumerate(places)
    ]


def test_one_place_too_often_or_four_times_in_a_row_is_told() -> None:
    assert told_at(reserve(*_items("12131")), "Q14") == [(RESERVE, 1, "warning")]
    assert told_at(reserve(*_items("222213131")), "Q14") == [(RESERVE, 1, "warning")]


def test_mixed_places_few_items_and_shuffled_ones_are_fine() -> None:
    assert told_at(reserve(*_items("123123")), "Q14") == []
    assert told_at(reserve(*_items("111")), "Q14") == []
    assert told_at(reserve(*_items("11111", tags="")), "Q14") == []
