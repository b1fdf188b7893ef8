"""What coverage counts, what a cell says, and what stays hidden. Values in, value out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

FEWEST_SHOWN = 5
"""Groups smaller than this are not shown to those who see counts only."""

HIGHEST_GAP = 4


class Kind(StrEnum):
    """What a cell looks like."""

    MET = "met"
    ONE = "one"
    TWO = "two"
    THREE = "three"
    NOTHING = "none"
    FEW = "few"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many people a row asks for a competency, and by how many levels they are short of it.

    `gaps[n]` people are short by n levels; `shown` hold any level at all. `level` is what is asked,
    or 0 where people in the row are asked for different levels. The other values follow from
    these; they are kept because a page looks at each of them many times.
    """

    level: int
    gaps: tuple[int, ...]
    shown: int
    asked: int = field(init=False)
    missing: int = field(init=False)
    """People × mean gap: all missing levels together. Where nobody has shown anything: 0."""
    kind: Kind = field(init=False)

    def __post_init__(self) -> None:
        set_once = object.__setattr__
        set_once(self, "asked", sum(self.gaps))
        missing = sum(gap * people for gap, people in enumerate(self.gaps))
        set_once(self, "missing", missing if self.shown else 0)
        set_once(self, "kind", self._kind())

    @property
    def met(self) -> int:
        return self.gaps[0]

    @property
    def short(self) -> int:
        return self.asked - self.met

    @property
    def median_gap(self) -> int:
        """By how many levels those who are short typically are; of two middle ones the smaller."""
        middle = (self.short + 1) // 2
        for gap in range(1, len(self.gaps)):
            middle -= self.gaps[gap]
            if middle <= 0:
                return gap if self.short else 0
        return 0

    def _kind(self) -> Kind:
        """No evidence at all is not a gap; where all meet it, it is met; else the median gap."""
        if not self.asked:
            return Kind.UNASKED
        if not self.shown:
            return Kind.NOTHING
        if not self.short:
            return Kind.MET
        return (Kind.ONE, Kind.TWO, Kind.THREE)[min(self.median_gap, 3) - 1]


NOT_ASKED = Cell(level=0, gaps=(0,) * (HIGHEST_GAP + 1), shown=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of one row who are asked for the same: how many, and how many hold which level.

    `held[competency]` says for the levels 1 to 4 how many hold them.
    """

    people: int
    required: Mapping[str, int]
    held: Mapping[str, Sequence[int]]


def cell_of(groups: Iterable[Group], competency: str) -> Cell:
    """One cell: all groups of the row that are asked for this competency."""
    gaps, shown, levels = [0] * (HIGHEST_GAP + 1), 0, set()
    for group in groups:
        required = group.required.get(competency)
        if not required:
            continue
        levels.add(required)
        holding = 0
        for level, people in enumerate(group.held.get(competency, ()), start=1):
            gaps[required - level if level < required else 0] += people
            holding += people
        gaps[required] += group.people - holding
        shown += holding
    return Cell(level=levels.pop() if len(levels) == 1 else 0, gaps=tuple(gaps), shown=shown)


def highest(requirements: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Someone with several jobs is asked for the highest level of them."""
    asked: dict[str, int] = {}
    for required in requirements:
        for competency, level in required.items():
            asked[competency] = max(level, asked.get(competency, 0))
    return asked


def too_small(sizes: Iterable[int], *, at_least: int = 0) -> int:
    """Groups of this size or less stay hidden, among groups that add up to a sum people may know.

    Groups under 5 do (and any up to `at_least`, for a reason of the caller's). If that leaves their
    sum under 5, or if all that are hidden are of one size (a single one is), the sum would give
    them away; then the next smallest are hidden too. All groups of one size share one fate, so
    that who was hidden tells nothing about who is small.
    """
    present = sorted(size for size in sizes if size > 0)
    hidden = [size for size in present if size < FEWEST_SHOWN or size <= at_least]
    if not hidden:
        return 0
    while sum(hidden) < FEWEST_SHOWN or hidden[0] == hidden[-1]:
        larger = [size for size in present if size > hidden[-1]]
        if not larger:
            break
        hidden = [size for size in present if size <= larger[0]]
    return hidden[-1]
