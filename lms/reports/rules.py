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


class Show(StrEnum):
    """What coverage looks at: how many meet it, how many of them are current, and whether they are enough
    for one to stand in for another."""

    MET = "met"
    FRESHNESS = "freshness"
    BENCH = "bench"


USUAL_NEED = 2
"""People who hold the level in a team of which HR set no number: a second one can stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many people a row asks for a competency, and by how many levels they are short of it.

    `gaps[n]` people are short by n levels; `shown` hold any level at all. `level` is what is asked,
    or 0 where people in the row are asked for different levels. Who is let off (`waived`) is in
    none of these. `current` of those who meet it are current today, where that was counted;
    The other values follow from these; they are kept because a page looks at each of them many times.
    """

    level: int
    gaps: tuple[int, ...]
    shown: int
    waived: int = field(default=0, compare=False)
    current: int = field(default=0, compare=False)
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
    def to_learn(self) -> int:
        """All missing levels, also where nobody has shown anything yet."""
        return sum(gap * people for gap, people in enumerate(self.gaps))

    @property
    def due(self) -> int:
        """How many of those who meet it are due for a refresh."""
        return self.met - self.current

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


def kind_of(cell: Cell, show: Show, needed: int = USUAL_NEED) -> Kind:
    """The shade of a cell: by levels that are missing, by the share that is due, by people who are missing."""
    if show is Show.FRESHNESS and cell.asked:
        return _kind_of_freshness(cell)
    if show is Show.BENCH and cell.asked and cell.shown:
        return _kind_of_bench(cell.met, needed)
    return cell.kind


def burden_of(cell: Cell, show: Show, needed: int = USUAL_NEED) -> int:
    """What the order of rows goes by: missing levels, people who are due, people who are missing."""
    if show is Show.FRESHNESS:
        return cell.due
    if show is Show.BENCH:
        return max(0, needed - cell.met) if cell.asked else 0
    return cell.missing


def _kind_of_freshness(cell: Cell) -> Kind:
    """Where nobody meets it there is nothing to keep fresh; else up to a quarter due, a half, more."""
    if not cell.met:
        return Kind.NOTHING
    if not cell.due:
        return Kind.MET
    if cell.due * 4 <= cell.met:
        return Kind.ONE
    return Kind.TWO if cell.due * 2 <= cell.met else Kind.THREE


def _kind_of_bench(people: int, needed: int) -> Kind:
    """Enough, some but too few, one alone, nobody."""
    if people >= needed:
        return Kind.MET
    return (Kind.THREE, Kind.TWO, Kind.ONE)[min(people, 2)]


def bench_order(people: int, needed: int) -> tuple[int, int]:
    """One person alone comes first, for the team learns of it too late; then nobody, then too few."""
    if people >= needed:
        return (3, -people)
    return ({1: 0, 0: 1}.get(people, 2), people - needed)


NOT_ASKED = Cell(level=0, gaps=(0,) * (HIGHEST_GAP + 1), shown=0)


NOBODY: Mapping[str, int] = {}
NOTHING_HELD: Mapping[str, Sequence[int]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of one row who are asked for the same: how many, and how many hold which level.

    `held[competency]` says for the levels 1 to 4 how many hold them, `current` how many of these are
    current, and `waived` of how many it is not asked for now; these are in neither of the others.
    """

    people: int
    required: Mapping[str, int]
    held: Mapping[str, Sequence[int]]
    current: Mapping[str, Sequence[int]] = field(default_factory=lambda: NOTHING_HELD)
    waived: Mapping[str, int] = field(default_factory=lambda: NOBODY)


def cell_of(groups: Iterable[Group], competency: str) -> Cell:
    """One cell: all groups of the row that are asked for this competency."""
    gaps, shown, levels, waived, current = [0] * (HIGHEST_GAP + 1), 0, set(), 0, 0
    for group in groups:
        required = group.required.get(competency)
        if not required:
            continue
        levels.add(required)
        holding = 0
        for level, people in enumerate(group.held.get(competency, ()), start=1):
            gaps[required - level if level < required else 0] += people
            holding += people
        let_off = group.waived.get(competency, 0)
        gaps[required] += group.people - let_off - holding
        shown += holding
        waived += let_off
        current += sum(group.current.get(competency, ())[required - 1 :])
    return Cell(
        level=levels.pop() if len(levels) == 1 else 0,
        gaps=tuple(gaps),
        shown=shown,
        waived=waived,
        current=current,
    )


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
