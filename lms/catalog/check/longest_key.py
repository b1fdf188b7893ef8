"""Q05: length does not give the right option away, neither in an item nor over a quiz."""

from lms.catalog.check.questions import live_items, offered, quizzes, words_of
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import ItemDraft, OptionDraft, QuizDraft

IDS = ("Q05",)

FAR_LONGER = 1.25
HIGHEST_SHARE = 0.40
FEWEST_ITEMS = 5


def find(reading: PackageReading) -> None:
    for quiz in quizzes(reading):
        for item in live_items(quiz):
            _item(reading, item)
        _quiz(reading, quiz)


def longest_key_share(quiz: QuizDraft) -> float:
    """How many of the right options are the longest of their item, from 0 to 1."""
    counted = [item for item in live_items(quiz) if any(option.right for option in offered(item))]
    keys = sum(option.right for item in counted for option in offered(item))
    longest = sum(1 for item in counted if (top := _longest(item)) is not None and top.right)
    return longest / keys if keys else 0.0


def _longest(item: ItemDraft) -> OptionDraft | None:
    """The one longest option; None where two share the length."""
    by_length = sorted(offered(item), key=lambda option: len(words_of(option)), reverse=True)
    if len(by_length) < 2 or len(words_of(by_length[0])) == len(words_of(by_length[1])):
        return None
    return by_length[0]


def _item(reading: PackageReading, item: ItemDraft) -> None:
    longest = _longest(item)
    if longest is None or not longest.right:
        return
    length = len(words_of(longest))
    next_length = max(len(words_of(option)) for option in offered(item) if option is not longest)
    if length > FAR_LONGER * next_length:
        reading.findings.warn(
            longest.place,
            "Q05",
            f"The right option has {length} signs, the next longest {next_length}.",
            "Shorten it, or give the wrong ones as much to say.",
        )


def _quiz(reading: PackageReading, quiz: QuizDraft) -> None:
    share = longest_key_share(quiz)
    if len(live_items(quiz)) >= FEWEST_ITEMS and share > HIGHEST_SHARE:
        reading.findings.warn(
            quiz.document.place(1),
            "Q05",
            f"{share:.0%} of the right options are the longest of their item; {HIGHEST_SHARE:.0%} is the most.",
            "Shorten some of them, or lengthen wrong ones.",
        )
