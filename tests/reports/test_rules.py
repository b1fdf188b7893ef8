"""What a cell says, and that no sum gives a small group away."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reports.rules import FEWEST_SHOWN, NOT_ASKED, Cell, Group, Kind, cell_of, highest, too_small


def cell(*gaps: int, shown: int = 99) -> Cell:
    return Cell(level=3, gaps=(*gaps, *[0] * (5 - len(gaps))), shown=shown)


class TestKinds:
    @pytest.mark.parametrize(
        ("gaps", "kind"),
        [
            ((20,), Kind.MET),
            ((19, 1), Kind.ONE),
            ((0, 2, 1), Kind.ONE),
            ((0, 1, 1), Kind.ONE),
            ((0, 1, 2), Kind.TWO),
            ((0, 0, 0, 1), Kind.THREE),
            ((9, 0, 0, 0, 1), Kind.THREE),
        ],
    )
    def test_the_shade_is_the_median_gap_of_those_who_are_short(
        self, gaps: tuple[int, ...], kind: Kind
    ) -> None:
        assert cell(*gaps).kind is kind

    def test_nobody_with_evidence_is_not_a_gap(self) -> None:
        nothing = cell(0, 0, 0, 12, shown=0)
        assert (nothing.kind, nothing.missing, nothing.short) == (Kind.NOTHING, 0, 12)

    def test_what_nobody_is_asked_for_is_neither(self) -> None:
        assert NOT_ASKED.kind is Kind.UNASKED

    @given(st.lists(st.integers(0, 6), min_size=5, max_size=5))
    def test_median_and_burden_are_those_of_the_list_of_gaps(self, gaps: list[int]) -> None:
        found = cell(*gaps)
        short = [gap for gap, people in enumerate(gaps) for _ in range(people) if gap]
        assert found.median_gap == (statistics.median_low(short) if short else 0)
        assert found.missing == sum(short)


class TestCounting:
    def test_people_without_the_competency_are_short_of_all_of_it(self) -> None:
        group = Group(people=10, required={"tone": 3}, held={"tone": [1, 2, 3, 1]})
        assert cell_of([group], "tone") == Cell(level=3, gaps=(4, 2, 1, 3, 0), shown=7)

    def test_a_row_adds_its_groups_and_names_no_level_where_they_differ(self) -> None:
        groups = [
            Group(people=2, required={"tone": 1}, held={"tone": [1, 0, 0, 0]}),
            Group(people=1, required={"tone": 2}, held={}),
            Group(people=5, required={}, held={"tone": [5, 0, 0, 0]}),
        ]
        assert cell_of(groups, "tone") == Cell(level=0, gaps=(1, 1, 1, 0, 0), shown=1)

    def test_with_several_jobs_the_highest_level_counts(self) -> None:
        assert highest([{"tone": 1, "pace": 2}, {"tone": 3}]) == {"tone": 3, "pace": 2}


class TestTooSmall:
    @pytest.mark.parametrize(
        ("sizes", "smallest_hidden"),
        [
            ([20, 12, 5], 0),
            ([20, 12, 3], 12),
            ([20, 3, 3], 20),
            ([20, 7, 4, 2], 4),
            ([20, 7, 2, 1], 7),
            ([20, 6, 6, 3], 6),
            ([3], 3),
            ([], 0),
        ],
    )
    def test_the_next_smallest_goes_with_those_a_sum_would_give_away(
        self, sizes: list[int], smallest_hidden: int
    ) -> None:
        assert too_small(sizes) == smallest_hidden

    def test_a_caller_may_hide_more(self) -> None:
        assert too_small([20, 9, 6], at_least=6) == 9

    def test_no_sum_reveals_a_small_group(self) -> None:
        """Someone who knows the rule, the total and every row that is shown tries all that fits."""
        for rows in (2, 3, 4):
            for truths in _worlds_that_look_alike(rows):
                for row, sizes in enumerate(zip(*truths, strict=True)):
                    if min(sizes) < FEWEST_SHOWN:
                        assert len(set(sizes)) > 1, (row, truths)

    @given(st.lists(st.integers(1, 60), max_size=12))
    def test_what_is_hidden_is_together_a_group_that_could_be_shown(self, sizes: list[int]) -> None:
        limit = too_small(sizes)
        hidden = [size for size in sizes if size <= limit]
        assert all(size >= FEWEST_SHOWN for size in sizes if size > limit)
        if len(hidden) < len(sizes):
            assert not hidden or (sum(hidden) >= FEWEST_SHOWN and len(set(hidden)) > 1)


def _worlds_that_look_alike(rows: int) -> Iterator[list[tuple[int, ...]]]:
    """All sizes 1 to 9 of so many rows, in heaps that show the same; where all is hidden, so is the sum."""
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for sizes in product(range(1, 10), repeat=rows):
        limit = too_small(sizes)
        shown = tuple(size if size > limit else None for size in sizes)
        if any(shown) and not all(shown):
            alike.setdefault((shown, sum(sizes)), []).append(sizes)
    return iter(alike.values())
