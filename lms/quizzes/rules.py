"""What is asked, in which order, and what counts as right: values in, value out.

An order follows from person, quiz and try alone, so that showing a question writes nothing and a
reload, another device or another worker shows the same.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from lms.catalog.content import Check, Item, Option, Quiz


class Named(Protocol):
    """Something with a name for ever, by which it is shuffled."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, kw_only=True)
class Voids:
    """What was set aside since: whole items, and options by item."""

    items: frozenset[str] = frozenset()
    options: Mapping[str, frozenset[str]] = None  # type: ignore[assignment]

    def of(self, item: str) -> frozenset[str]:
        """The names of the options of `item` that were set aside."""
        return (self.options or {}).get(item, frozenset())


@dataclass(frozen=True, kw_only=True)
class Score:
    """`right` of `counted` questions; those set aside are in neither number."""

    right: int
    counted: int

    def passes(self, percent: int) -> bool:
        return self.counted > 0 and self.right * 100 >= percent * self.counted


def seed_of(person_id: int, quiz: str, number: int) -> str:
    """What the order of one try hangs on."""
    return f"{person_id}/{quiz}/{number}"


def shuffled(things: Iterable[T], *, seed: str) -> tuple[T, ...]:
    """The things in an order that follows from `seed` and their names alone."""
    return tuple(sorted(things, key=lambda thing: _place(seed, thing.id)))


def questions_asked(
    content: Quiz | Check, *, seed: str, seen: Collection[str] = (), answered: Mapping[int, str] | None = None
) -> tuple[Item, ...]:
    """All items of a quiz, or as many of a check's as it asks, in the order of this try.

    A check asks first what was not `seen` in the tries that ended before this one. What was
    `answered` (items by position) stands where it was answered, whatever the order would be today.
    """
    items = shuffled((item for item in content.items if item.void is None), seed=seed)
    if not isinstance(content, Check):
        return items
    asked = sorted(items, key=lambda item: item.id in seen)[: content.questions]
    return _as_answered(shuffled(asked, seed=seed), items, answered or {}, content)


def _as_answered(
    asked: Sequence[Item], pool: Sequence[Item], answered: Mapping[int, str], content: Quiz | Check
) -> tuple[Item, ...]:
    if all(position <= len(asked) and asked[position - 1].id == name for position, name in answered.items()):
        return tuple(asked)
    fixed = {position: item for position, name in answered.items() if (item := content.item(name)) is not None}
    taken = {item.id for item in fixed.values()}
    others = iter([item for item in (*asked, *(each for each in pool if each not in asked)) if item.id not in taken])
    places = range(1, max(len(asked), *fixed) + 1)
    placed = (fixed.get(position) or next(others, None) for position in places)
    return tuple(item for item in placed if item is not None)


def options_shown(item: Item, *, secret: str, void: Collection[str] = ()) -> tuple[Option, ...]:
    """The options on offer: as written where the author keeps the order, else shuffled for this try."""
    offered = [option for option in item.offered if option.name not in void]
    if item.keep_order:
        return tuple(offered)
    return tuple(sorted(offered, key=lambda option: _place(f"{secret}/{item.id}", option.name)))


def secret_of(seed: str, key: str) -> str:
    """What options of one try are shuffled and disguised by.

    It hangs on the installation's own key: names of options tell which is right, so neither their
    order nor their form values may be something a clever reader can work out.
    """
    return hmac.new(key.encode(), seed.encode(), hashlib.sha256).hexdigest()


def form_value(item: Item, option: Option, *, secret: str) -> str:
    """What a page sends for an option: says nothing to whoever reads the page."""
    return hmac.new(secret.encode(), f"{item.id}/{option.name}".encode(), hashlib.sha256).hexdigest()[:12]


def is_right(item: Item, chosen: Collection[str], *, void: Collection[str] = ()) -> bool:
    """Right when exactly the right options are chosen.

    Whoever chose an option that was set aside since is given the item (course format, section 5).
    """
    aside = {option.name for option in item.options if option.void is not None} | set(void)
    if set(chosen) & aside:
        return True
    return set(chosen) == item.right_names - aside


def score(right_by_item: Mapping[str, bool], *, voids: Voids) -> Score:
    """How an attempt went, without the items that were set aside."""
    counted = [right for item, right in right_by_item.items() if item not in voids.items]
    return Score(right=sum(counted), counted=len(counted))


def next_position(asked: Sequence[Item], answered: Collection[int], *, voids: Voids) -> int | None:
    """The first question (from 1) that still wants an answer; None when the try is over."""
    for position, item in enumerate(asked, start=1):
        if position not in answered and item.id not in voids.items:
            return position
    return None


def _place(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}/{name}".encode()).digest()
