"""A job description as it is written: the words of its file in parts, before anything is rendered.

The editor, comparisons and the file all speak in these values; `catalog.job_writing` turns them
into Markdown and back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.jobs.description import ESSENTIAL, Required


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPart:
    """A section: its heading in one line, and its Markdown."""

    id: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A warning of the check that the author accepts, in the front matter."""

    rule: str
    at: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobText:
    """`opening` is what stands between the title and the first section; the editor leaves it alone."""

    id: str
    title: str
    status: str = "live"
    requires: tuple[Required, ...] = ()
    touch_points: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    parts: tuple[WrittenPart, ...] = ()
    opening: str = ""
    accepted: tuple[Accepted, ...] = ()

    def part(self, part_id: str) -> WrittenPart | None:
        return next((part for part in self.parts if part.id == part_id), None)

    @property
    def levels(self) -> dict[str, int]:
        return {each.competency: each.level for each in self.requires}


class Move(StrEnum):
    NEW = "new"
    RAISED = "raised"
    LOWERED = "lowered"
    GONE = "gone"
    OTHER = "other"
    """The level is the same; need or weight are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """What a job asks for in one competency, before and after; None where it asks for nothing."""

    competency: str
    before: Required | None
    after: Required | None

    @property
    def move(self) -> Move:
        before, after = self.level_before, self.level_after
        if before == after:
            return Move.OTHER
        if not before:
            return Move.NEW
        if not after:
            return Move.GONE
        return Move.RAISED if after > before else Move.LOWERED

    @property
    def level_before(self) -> int:
        return self.before.level if self.before else 0

    @property
    def level_after(self) -> int:
        return self.after.level if self.after else 0

    @property
    def need_changed(self) -> bool:
        return (self.before.need if self.before else ESSENTIAL) != (
            self.after.need if self.after else ESSENTIAL
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """A section of which the words differ; `before` or `after` is None where it is not there."""

    heading: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Which of a list of names came and which went."""

    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.came or self.went)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """In what two descriptions of a job differ for those who read them."""

    title: tuple[str, str] | None
    status: str | None
    levels: tuple[LevelChange, ...]
    parts: tuple[PartChange, ...]
    touch_points: Names
    serves: Names

    def __bool__(self) -> bool:
        return bool(
            self.title or self.status or self.levels or self.parts or self.touch_points or self.serves
        )

    @property
    def raised(self) -> tuple[LevelChange, ...]:
        """What is asked for anew or at a higher level."""
        return tuple(each for each in self.levels if each.move in (Move.NEW, Move.RAISED))


def compare(before: JobText, after: JobText) -> Comparison:
    """Levels first the raised ones, then the others, each in the order of the newer description."""
    return Comparison(
        title=(before.title, after.title) if before.title != after.title else None,
        status=after.status if before.status != after.status else None,
        levels=_levels(before, after),
        parts=_parts(before, after),
        touch_points=_names(before.touch_points, after.touch_points),
        serves=_names(before.serves, after.serves),
    )


def _levels(before: JobText, after: JobText) -> tuple[LevelChange, ...]:
    old = {each.competency: each for each in before.requires}
    new = {each.competency: each for each in after.requires}
    changes = [
        LevelChange(competency=key, before=old.get(key), after=new.get(key))
        for key in dict.fromkeys((*new, *old))
        if old.get(key) != new.get(key)
    ]
    order = list(Move)
    return tuple(
        sorted(changes, key=lambda each: (each.move not in (Move.NEW, Move.RAISED), order.index(each.move)))
    )


def _parts(before: JobText, after: JobText) -> tuple[PartChange, ...]:
    found = []
    for part_id in dict.fromkeys([part.id for part in (*after.parts, *before.parts)]):
        old, new = before.part(part_id), after.part(part_id)
        if old != new:
            named = new or old
            assert named is not None
            found.append(
                PartChange(
                    heading=named.heading, before=old.text if old else None, after=new.text if new else None
                )
            )
    return tuple(found)


def _names(before: tuple[str, ...], after: tuple[str, ...]) -> Names:
    return Names(
        came=tuple(each for each in after if each not in before),
        went=tuple(each for each in before if each not in after),
    )
