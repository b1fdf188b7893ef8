"""What a hash is made of, and where a chain stops fitting. Values in, values out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

BEFORE_THE_FIRST = "0" * 64


class Link(Protocol):
    """An entry, as far as the chain looks at it."""

    @property
    def number(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def act(self) -> str: ...
    @property
    def by_id(self) -> int | None: ...
    @property
    def about_id(self) -> int | None: ...
    @property
    def details(self) -> Mapping[str, Any]: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries there are, and the hash of the last."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


NOTHING_YET = Head(0, BEFORE_THE_FIRST)


@dataclass(frozen=True)
class Fault:
    """The first entry that does not fit."""

    number: int
    why: str
    """changed, missing, or another (an entry stands where the kept head says there was a different one)"""


def hash_of(
    *,
    number: int,
    at: datetime,
    act: str,
    by_id: int | None,
    about_id: int | None,
    details: Mapping[str, Any],
    previous: str,
) -> str:
    """SHA-256 over the values in this order as JSON: ASCII, no spaces, keys sorted, the time in UTC with microseconds."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    values = [number, moment, act, by_id, about_id, dict(details), previous]
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def prove(links: Iterable[Link], kept: Head = NOTHING_YET) -> Head | Fault:
    """Goes along the chain in order; returns its head, or the first entry that does not fit.

    What the chain alone cannot tell is that its end was cut off: what is left fits. `kept` is a head from
    an earlier proof; an end that was cut off below it, or a chain that was written anew, is then told.
    """
    head = NOTHING_YET
    for link in links:
        if link.number != head.number + 1:
            return Fault(head.number + 1, "missing")
        if link.previous != head.hash or link.hash != _rehashed(link):
            return Fault(link.number, "changed")
        head = Head(link.number, link.hash)
        if link.number == kept.number and link.hash != kept.hash:
            return Fault(link.number, "another")
    if head.number < kept.number:
        return Fault(head.number + 1, "missing")
    return head


def _rehashed(link: Link) -> str:
    return hash_of(
        number=link.number,
        at=link.at,
        act=link.act,
        by_id=link.by_id,
        about_id=link.about_id,
        details=link.details,
        previous=link.previous,
    )
