"""A question as a page shows it, before its answer and after: the same for quizzes, checks and refreshers."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from lms.catalog.content import Item, Option
from lms.learning.reading import Words
from lms.quizzes.paper import Given, Paper
from lms.texts import _

LETTERS = "ABCDEFGHIJ"


NOTHING = Markup("")


@dataclass(frozen=True, kw_only=True)
class Choice:
    name: str
    letter: str
    text: Markup
    chosen: bool
    reason: Markup = NOTHING
    right: bool = False
    void: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    situation: Markup
    text: Markup
    multiple: bool
    pick: int
    options: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    right: bool
    counts: bool
    better: str
    better_count: int
    words: Markup


def question_shown(paper: Paper, item: Item, given: Given | None, words: Words, chosen: list[str]) -> Question:
    """The question as the page may show it: before the answer no option says which is right."""
    marked = given.chosen if given else paper.names_sent(item, chosen)
    told = given is not None
    return Question(
        situation=words.rich(item.situation),
        text=words.rich(item.question),
        multiple=item.multiple,
        pick=len(item.right_names) if item.multiple else 0,
        options=tuple(
            _choice(paper, item, option, words, letter=letter, chosen=option.name in marked, told=told)
            for letter, option in zip(LETTERS, _shown_options(paper, item, given), strict=False)
        ),
    )


def _shown_options(paper: Paper, item: Item, given: Given | None) -> tuple[Option, ...]:
    """Those on offer; one that was chosen before it was set aside is shown to whoever chose it."""
    offered = paper.options_of(item)
    gone = [option for option in item.options if given and option.name in given.chosen and option not in offered]
    return (*offered, *gone)


def _choice(
    paper: Paper, item: Item, option: Option, words: Words, *, letter: str, chosen: bool, told: bool
) -> Choice:
    value = paper.form_value(item, option)
    if not told:
        return Choice(name=value, letter=letter, text=words.rich(option.text), chosen=chosen)
    return Choice(
        name=value,
        letter=letter,
        text=words.rich(option.text),
        chosen=chosen,
        reason=words.rich(option.reason),
        right=option.right,
        void=option.void.reason if option.void else "",
    )


def outcome_shown(paper: Paper, item: Item, given: Given | None, words: Words) -> Outcome:
    letters = [
        letter for letter, option in zip(LETTERS, _shown_options(paper, item, given), strict=False) if option.right
    ]
    better = _("%(letters)s and %(last)s", letters=", ".join(letters[:-1]), last=letters[-1]) if letters[1:] else "".join(letters)
    return Outcome(
        right=given is not None and paper.is_right(given),
        counts=item.id not in paper.voids.items,
        better=better,
        better_count=len(letters),
        words=words.rich(item.closing) if given else Markup(""),
    )
