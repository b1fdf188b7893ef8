"""People and groups as few bytes, and what one adds to the other. Values in, value out.

A person is one sign for each competency, in a fixed order: "0" holds nothing, "1" to "4" hold that
level and are current, "5" to "8" hold level 1 to 4 and are due for refresh. A group is two numbers
for each competency and level: how many hold it, and how many of them are current.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

LEVELS = 4
A_LEVEL = 2
"""Numbers for each level: all who hold it, those who are current."""
A_COMPETENCY = LEVELS * A_LEVEL

Key = tuple[int, str]
"""A group: the team (0 for none, or for all together) and the jobs, "" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a person is on a day: team, jobs, and for each competency the level and whether it is current."""

    team_id: int
    jobs: str
    held: Mapping[str, tuple[int, bool]]
    changes_on: date | None

    @property
    def key(self) -> Key:
        return self.team_id, self.jobs


@dataclass(slots=True, eq=False)
class Counts:
    """A group that is being counted. Competencies at the end that nobody holds may be left off."""

    people: int = 0
    numbers: array[int] = field(default_factory=lambda: array("I"))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Counts):
            return NotImplemented
        return (self.people, _trimmed(self.numbers)) == (other.people, _trimmed(other.numbers))

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def from_bytes(cls, people: int, content: bytes) -> Counts:
        numbers = array("I")
        numbers.frombytes(content)
        if sys.byteorder == "big":
            numbers.byteswap()
        return cls(people, numbers)

    def to_bytes(self) -> bytes:
        if sys.byteorder == "little":
            return self.numbers.tobytes()
        turned = array("I", self.numbers)
        turned.byteswap()
        return turned.tobytes()

    def add(self, packed: str, sign: int = 1) -> None:
        """One person more, or with -1 one less."""
        self.people += sign
        missing = len(packed) * A_COMPETENCY - len(self.numbers)
        if missing > 0:
            self.numbers.extend([0] * missing)
        numbers = self.numbers
        for place, code in enumerate(packed):
            if code != "0":
                level, is_due = _read(code)
                at = place * A_COMPETENCY + (level - 1) * A_LEVEL
                numbers[at] += sign
                if not is_due:
                    numbers[at + 1] += sign

    def leave_out(self, packed: str, place: int) -> None:
        """What somebody who stays in the group holds in one competency counts no more."""
        if place < len(packed):
            self.add("0" * place + packed[place], -1)
            self.people += 1

    def holding(self, place: int, *, current: bool = False) -> tuple[int, ...]:
        """How many hold levels 1 to 4 in the competency at this place; `current`: of those who are."""
        start = place * A_COMPETENCY + current
        found = tuple(self.numbers[start : (place + 1) * A_COMPETENCY : A_LEVEL])
        return found or (0,) * LEVELS


def packed(standing: Standing, competencies: Sequence[str]) -> str:
    return "".join(_code(standing.held.get(competency)) for competency in competencies)


def widened(competencies: Sequence[str], standings: Iterable[Standing]) -> list[str]:
    """The order of competencies with those at its end that are new."""
    new = {competency for standing in standings for competency in standing.held} - set(competencies)
    return [*competencies, *sorted(new)]


def next_change(on: date, appointments: Iterable[tuple[date, date | None]], until: Iterable[date]) -> date | None:
    """The first day after `on` on which the calendar alone changes what was counted on that day."""
    a_day = timedelta(days=1)
    days = [starts_on for starts_on, _ends_on in appointments]
    days += [ends_on + a_day for _starts_on, ends_on in appointments if ends_on]
    days += [last + a_day for last in until]
    return min((day for day in days if day > on), default=None)


def _trimmed(numbers: array[int]) -> list[int]:
    last = len(numbers)
    while last and not numbers[last - 1]:
        last -= 1
    return numbers[:last].tolist()


def _code(held: tuple[int, bool] | None) -> str:
    if held is None:
        return "0"
    level, is_current = held
    return str(level if is_current else level + LEVELS)


def _read(code: str) -> tuple[int, bool]:
    number = int(code)
    return (number - LEVELS, True) if number > LEVELS else (number, False)
