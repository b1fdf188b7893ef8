"""Which questions come back today, and when the next ones do. Values in, value out.

At most three a day and eight a week, never at week-ends or on leave; days that were missed are
simply gone. One day never asks about the same competency three times. Of what is due, that comes
first which a person's job asks for, then what touches a belief they once chose, then the oldest.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.catalog.content import Item
from lms.quizzes.refreshers.spacing import Memory

A_DAY = 3
A_WEEK = 8
OF_ONE_COMPETENCY = 2
FARTHEST = 400
"""Days looked ahead for the next one; who is away longer is told no day."""

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One question of a module as it is published now: its first wording, then the others."""

    id: str
    course: str
    module: str
    competency: str
    wordings: tuple[Item, ...]
    beliefs: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is remembered of a card: the wording answered last, and how often it was answered."""

    asked: str
    right: bool
    turns: int
    memory: Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A question in one person's deck; nothing is kept of one that never came back yet."""

    subject: Subject
    due_on: date
    kept: Kept | None = None

    @property
    def turn(self) -> int:
        """Which time it will be when it is answered next."""
        return self.kept.turns + 1 if self.kept else 1

    @property
    def item(self) -> Item:
        """The wording to ask: another one after a miss, where there is one."""
        return wording(self.subject.wordings, self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A refresher that was answered this week."""

    card: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What puts one due question before another."""

    competencies: Collection[str] = ()
    """Those the person's job asks for."""
    beliefs: Collection[str] = ()
    """Misconceptions the person once chose."""


Away = Callable[[date], bool]
"""Is the person on leave on this day?"""


def never_away(_day: date) -> bool:
    return False


def wording(wordings: Sequence[Item], kept: Kept | None) -> Item:
    """The first wording, but after a miss the one that follows the one missed."""
    names = [each.id for each in wordings]
    if kept is None or kept.right or kept.asked not in names:
        return wordings[0]
    return wordings[(names.index(kept.asked) + 1) % len(wordings)]


def room(today: date, answered: Iterable[Asked], away: Away = never_away) -> int:
    """How many more may be asked today."""
    if not _is_open(today, away):
        return 0
    return max(0, room_by_count(today, answered))


def room_by_count(today: date, answered: Iterable[Asked]) -> int:
    """The same whatever day it is: who opened a question on Friday may still send it on Saturday."""
    days = [each.on for each in answered]
    this_week = sum(_monday(day) == _monday(today) for day in days)
    return min(A_DAY - days.count(today), A_WEEK - this_week)


def choose(
    cards: Iterable[Card],
    *,
    today: date,
    answered: Sequence[Asked],
    wishes: Wishes,
    seed: str,
    away: Away = never_away,
) -> tuple[Card, ...]:
    """What is asked today, from the first on. Answering the first leaves the others as they are."""
    cards = list(cards)
    places = room(today, answered, away)
    if not places:
        return ()
    done = {each.card for each in answered if each.on == today}
    before = [card for card in cards if card.subject.id in done]
    competencies = Counter(card.subject.competency for card in before)
    modules = Counter(card.subject.module for card in before)
    due = sorted((card for card in cards if card.due_on <= today), key=lambda card: _rank(card, wishes, seed))
    chosen: list[Card] = []
    while len(chosen) < places:
        fit = [card for card in due if card not in chosen and competencies[card.subject.competency] < OF_ONE_COMPETENCY]
        if not fit:
            break
        best = min(fit, key=lambda card: modules[card.subject.module])  # the first of those that mix best
        chosen.append(best)
        competencies[best.subject.competency] += 1
        modules[best.subject.module] += 1
    return tuple(chosen)


def next_day(cards: Iterable[Card], *, today: date, answered: Sequence[Asked], away: Away = never_away) -> date | None:
    """The next day after today that has something to ask; None where nothing comes back."""
    first = min((card.due_on for card in cards), default=None)
    if first is None:
        return None
    start = max(first, today + timedelta(days=1))
    days = (start + timedelta(days=number) for number in range(FARTHEST))
    return next((day for day in days if room(day, answered, away)), None)


def open_day(day: date, away: Away = never_away) -> date:
    """The day itself, or the first after it that is no week-end and no leave."""
    days = (day + timedelta(days=number) for number in range(FARTHEST))
    return next((each for each in days if _is_open(each, away)), day)


def _rank(card: Card, wishes: Wishes, seed: str) -> tuple[bool, bool, date, bytes]:
    return (
        card.subject.competency not in wishes.competencies,
        card.subject.beliefs.isdisjoint(wishes.beliefs),
        card.due_on,
        hashlib.sha256(f"{seed}/{card.subject.id}".encode()).digest(),
    )


def _is_open(day: date, away: Away) -> bool:
    return day.weekday() < SATURDAY and not away(day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
