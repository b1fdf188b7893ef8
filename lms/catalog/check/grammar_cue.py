"""Q11: grammar does not tell the right option: it is no other kind of sentence than the wrong ones."""

import re

from lms.catalog.check.questions import items, offered, question_of, words_of
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import ItemDraft, OptionDraft

IDS = ("Q11",)

_ENDS_IN_ARTICLE = re.compile(r"\b(an?)\W*$", re.IGNORECASE)


def find(reading: PackageReading) -> None:
    for item in items(reading):
        right = [option for option in offered(item) if option.right]
        wrong = [option for option in offered(item) if not option.right]
        if right and wrong:
            _article(reading, item, right, wrong)
            _form(reading, right, wrong)


def _article(
    reading: PackageReading, item: ItemDraft, right: list[OptionDraft], wrong: list[OptionDraft]
) -> None:
    found = _ENDS_IN_ARTICLE.search(question_of(item))
    if not found:
        return
    article = found.group(1).lower()
    if all(_fits(article, each) for each in right) and not any(_fits(article, each) for each in wrong):
        reading.findings.warn(
            item.place,
            "Q11",
            f'The question ends in "{article}", and only what is right goes on from there.',
            "Put the article into each option.",
        )


def _fits(article: str, option: OptionDraft) -> bool:
    begins_with_vowel = words_of(option).lstrip("\"'“‘ ")[:1].lower() in tuple("aeiou")
    return begins_with_vowel == (article == "an")


def _form(reading: PackageReading, right: list[OptionDraft], wrong: list[OptionDraft]) -> None:
    right_forms = {_form_of(words_of(option)) for option in right}
    wrong_forms = {_form_of(words_of(option)) for option in wrong}
    if len(right_forms) == len(wrong_forms) == 1 and right_forms != wrong_forms:
        reading.findings.warn(
            right[0].place,
            "Q11",
            f"What is right is {right_forms.pop()}, what is wrong {wrong_forms.pop()}.",
            "Give all options the same form.",
        )


def _form_of(text: str) -> str:
    if text.startswith(('"', "“", "'", "‘")):
        return "someone's words"
    ending = text.rstrip().rstrip("\"”'’)")
    return "a sentence with its stop" if ending.endswith((".", "!", "?", "…")) else "a phrase without a stop"
