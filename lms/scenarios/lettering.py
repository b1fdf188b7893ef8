"""Words in the picture of a scenario: how wide they are, where a line breaks, and labels that keep apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_NARROW, _SLIM, _BROAD = frozenset("iIjl.,:;'’|!"), frozenset("frt ()-“”\""), frozenset("mwMWQO@%…—")


def width_of(text: str, size: float) -> float:
    """Generous, for nobody knows the reader's font: semibold letters of a wide one."""
    return size * sum(_ems(letter) for letter in text)


def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.39
    if letter in _SLIM:
        return 0.5
    if letter in _BROAD:
        return 1.06
    return 0.78 if letter.isupper() else 0.72


def broken(text: str, *, width: float, size: float, most: int = 2) -> list[str]:
    """At most so many lines that fit; what is left over becomes three dots."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [_cut(line, width, size) for line in lines]


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width:
        return line
    line = line.removesuffix("…").rstrip()
    while line and width_of(f"{line}…", size) > width:
        line = line[:-1].rstrip()
    return f"{line}…"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, others: Iterable[Area]) -> bool:
        return any(
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
            for other in others
        )
