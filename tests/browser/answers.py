"""What the authors' files say about each option, looked up by the words a learner reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from lms.catalog.check import check
from lms.catalog.content import Course, Item, Misconceptions, Option
from lms.demo.cast import CARD
from lms.markdown import Prose, fill_plain


@dataclass(frozen=True)
class AnswerKey:
    """By question and option, each as words."""

    options: dict[tuple[str, str], Option]
    beliefs: dict[str, str]

    def option(self, question: str, text: str) -> Option:
        return self.options[_plain(question), _plain(text)]

    def belief_behind(self, option: Option) -> str:
        """The misconception of a wrong option, in plain words."""
        return self.beliefs[option.misconception or ""]


@dataclass(frozen=True)
class Asked:
    """A question page as a program reads it."""

    question: str
    options: dict[str, str]
    token: str

    def known(self, key: AnswerKey) -> dict[str, Option]:
        """Form value to option."""
        return {value: key.option(self.question, text) for value, text in self.options.items()}

    def right_values(self, key: AnswerKey) -> list[str]:
        return [value for value, option in self.known(key).items() if option.right]

    def wrong_value(self, key: AnswerKey) -> str:
        return next(value for value, option in self.known(key).items() if not option.right)


def read_answers(folder: Path) -> AnswerKey:
    report = check(folder)
    options: dict[tuple[str, str], Option] = {}
    for course in (made.value for made in report.made.values() if isinstance(made.value, Course)):
        for item in _items(course):
            for option in item.options:
                place = _plain(_words(item.question)), _plain(_words(option.text))
                known = options.setdefault(place, option)
                assert known.right == option.right, f"{item.id}: {place} is told in two ways"
    beliefs = {
        each.id: each.belief
        for made in report.made.values()
        if isinstance(made.value, Misconceptions)
        for each in made.value.all
    }
    return AnswerKey(options, beliefs)


def read_question(page: str) -> Asked:
    """What can be answered on this page; fails where nothing is asked."""
    reader = _Reader()
    reader.feed(page)
    assert reader.token, "no form on this page"
    return Asked(reader.question.strip(), reader.options, reader.token)


def as_read(text: Prose | str) -> str:
    """Words as they stand on a page, with those of the company in them."""
    return _plain(text if isinstance(text, str) else _words(text))


def _items(course: Course) -> Iterable[Item]:
    for module in course.modules:
        yield from module.quiz.items
        yield from module.reserve
    if course.check is not None:
        yield from course.check.items


def _words(text: Prose) -> str:
    return fill_plain(text, CARD)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


class _Reader(HTMLParser):
    """Picks the question's heading, each option with its value, and the form's token out of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.question, self.options, self.token = "", {}, ""
        self._value, self._within = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name") in ("choice", "reply"):
            self._value = given["value"]
        elif tag == "input" and given.get("name") == "csrf_token":
            self.token = given["value"]
        elif tag == "h1":
            self._within = "question"
        elif given.get("class") == "option-text":
            self._within = "option"
            self.options[self._value] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "label"):
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "question":
            self.question += data
        elif self._within == "option":
            self.options[self._value] += data
