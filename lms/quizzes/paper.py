"""One try at a quiz as a value: what is asked in which order, on which revision, and what was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lms.catalog.content import Check, Item, Option, Quiz
from lms.quizzes import rules
from lms.quizzes.rules import Score, Voids


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A stored answer."""

    position: int
    item: str
    chosen: tuple[str, ...]
    right: bool
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class Paper:
    """`attempt_id` is None until the first answer is stored: looking begins nothing."""

    person_id: int
    course: str
    title: str
    content: Quiz | Check
    revision: str
    number: int
    pass_percent: int
    items: tuple[Item, ...]
    voids: Voids
    secret: str
    attempt_id: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    recorded: Score | None = None
    given: Mapping[int, Given] = field(default_factory=dict)

    @property
    def quiz(self) -> str:
        return self.content.id

    @property
    def is_check(self) -> bool:
        return isinstance(self.content, Check)

    @property
    def asked(self) -> int:
        return len(self.items)

    @property
    def finished(self) -> bool:
        return self.finished_at is not None

    @property
    def next_position(self) -> int | None:
        return rules.next_position(self.items, self.given.keys(), voids=self.voids)

    @property
    def score(self) -> Score:
        """How the try went: as it was recorded at its end, so that page and records say the same."""
        if self.recorded is not None:
            return self.recorded
        return rules.score({each.item: self.is_right(each) for each in self.given.values()}, voids=self.voids)

    @property
    def passed(self) -> bool:
        return self.finished and self.score.passes(self.pass_percent)

    def is_right(self, given: Given) -> bool:
        """Also when the chosen option was set aside only after the answer."""
        return given.right or not self.voids.of(given.item).isdisjoint(given.chosen)

    def item_at(self, position: int) -> Item | None:
        return self.items[position - 1] if 1 <= position <= self.asked else None

    def options_of(self, item: Item) -> tuple[Option, ...]:
        return rules.options_shown(item, secret=self.secret, void=self.voids.of(item.id))

    def form_value(self, item: Item, option: Option) -> str:
        return rules.form_value(item, option, secret=self.secret)

    def names_sent(self, item: Item, values: Iterable[str]) -> list[str]:
        """The names behind what a form sent; a value that stands for no option stays as it is."""
        names = {self.form_value(item, option): option.name for option in item.options}
        return [names.get(value, f"?{value}") for value in values]


def lay_out(
    content: Quiz | Check,
    *,
    person_id: int,
    course: str,
    title: str,
    revision: str,
    number: int,
    pass_percent: int,
    voids: Voids,
    key: str,
    seen: Collection[str] = (),
    given: Mapping[int, Given] | None = None,
) -> Paper:
    """A try. `key` is the installation's own secret; `seen` are items of tries that ended before it."""
    given = given or {}
    seed = rules.seed_of(person_id, content.id, number)
    return Paper(
        person_id=person_id,
        course=course,
        title=title,
        content=content,
        revision=revision,
        number=number,
        pass_percent=pass_percent,
        items=rules.questions_asked(
            content, seed=seed, seen=seen, answered={position: each.item for position, each in given.items()}
        ),
        voids=voids,
        secret=rules.secret_of(seed, key),
        given=given,
    )
