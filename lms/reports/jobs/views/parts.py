"""A long list shown in parts, by `?page=2`."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from lms.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Links:
    """What the macro `pagination` shows."""

    first: int
    last: int
    total: int
    earlier_url: str
    later_url: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which rows of how many; `offset` counts from 0."""

    number: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    def links(self, url: str) -> Links | None:
        """None where all rows stand on one page."""
        if self.total <= self.size:
            return None
        last = min(self.offset + self.size, self.total)
        return Links(
            first=self.offset + 1,
            last=last,
            total=self.total,
            earlier_url=f"{url}?page={self.number - 1}" if self.number > 1 else "",
            later_url=f"{url}?page={self.number + 1}" if last < self.total else "",
        )


def part_of(total: int, size: int) -> Part:
    """The part that the address asks for; nonsense is the first, and beyond the end is nothing."""
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
    if number < 1 or (number > 1 and (number - 1) * size >= total):
        raise NotFound(text)
    return Part(number=number, size=size, total=total)
