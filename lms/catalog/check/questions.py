"""The questions of a package as their learners read them: slots filled, set-aside ones left out."""

import re
from collections.abc import Iterable, Iterator

from lms.catalog.check.sample_words import filled
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import ItemDraft, OptionDraft, QuizDraft
from lms.catalog.tree import Block, plain_words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OTHER_SIGNS = re.compile(r"[\W_]+")


def quizzes(reading: PackageReading) -> Iterator[QuizDraft]:
    """Every file with items: quizzes, reserves and the files of checks."""
    for course in reading.courses.values():
        yield from course.quizzes()


def live_items(quiz: QuizDraft) -> list[ItemDraft]:
    return [item for item in quiz.items if item.void is None]


def items(reading: PackageReading) -> Iterator[ItemDraft]:
    """All items of the package that are not void."""
    for quiz in quizzes(reading):
        yield from live_items(quiz)


def offered(item: ItemDraft) -> list[OptionDraft]:
    """The options that may still be chosen."""
    return [option for option in item.options if option.void is None]


def words_of(option: OptionDraft) -> str:
    return filled(option.plain)


def question_of(item: ItemDraft) -> str:
    return filled(item.question)


def stem_of(item: ItemDraft) -> str:
    """The situation and the question: all that stands before the options."""
    return f"{text_of(item.situation)} {question_of(item)}".strip()


def text_of(blocks: Iterable[Block]) -> str:
    """The words of some blocks, a space between them."""
    return " ".join(lines_of(blocks))


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """The words of some blocks, one text for each paragraph, entry or cell."""
    lines = [
        filled(plain_words(token.children or []))
        for block in blocks
        for token in block.tokens
        if token.type == "inline"
    ]
    return [line for line in lines if line]


def words_in(text: str) -> list[str]:
    """The words, in lower case; what joins with a hyphen or an apostrophe is one."""
    return [found.lower() for found in _WORD.findall(text)]


def bare(text: str) -> str:
    """The text in lower case with letters and digits alone, for comparing."""
    return _OTHER_SIGNS.sub(" ", text.lower()).strip()
