"""Taking a quiz: question by question on the screen, or quickly through the same pages."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from lms.catalog.content import Option
from tests.browser.answers import AnswerKey, Asked, read_question
from tests.browser.visitor import Visitor


def asked_on(page: Page) -> Asked:
    return read_question(page.content())


def answer_right(visitor: Visitor, answers: AnswerKey) -> None:
    """Answer the question on the screen, and read why it is right."""
    page = visitor.page
    asked = asked_on(page)
    right = asked.right_values(answers)
    for value in right:
        page.locator(f'input[value="{value}"]').check()
    visitor.press("Check answer", kind="answered right")
    expect(page.get_by_role("heading", name="Right. That is the better way.")).to_be_visible()


def answer_wrong(visitor: Visitor, answers: AnswerKey) -> Option:
    """Answer wrongly, and read each option's own reason, which the page did not hold before."""
    page = visitor.page
    asked = asked_on(page)
    known = asked.known(answers)
    for option in known.values():
        assert option.reason.plain not in page.content(), "the reason stands there before the answer"
    wrong = asked.wrong_value(answers)
    page.locator(f'input[value="{wrong}"]').check()
    visitor.press("Check answer", kind="answered wrong")
    expect(page.get_by_role("heading", name="Not yet.")).to_be_visible()
    expect(page.get_by_text("Answer saved")).to_be_visible()
    for option in known.values():
        expect(page.locator(".answer-reason", has_text=option.reason.plain[:60])).to_be_visible()
    return known[wrong]


def onward(visitor: Visitor) -> None:
    """To the next question or, after the last, to the result."""
    last = visitor.page.get_by_role("link", name="See the result", exact=True).count()
    visitor.press("See the result" if last else "Next question")


def on_the_result(page: Page) -> bool:
    return "/quiz/result" in page.url


def take_quickly(visitor: Visitor, answers: AnswerKey, course: str, quiz: str) -> None:
    """All answers right, through the pages and forms of the quiz but without drawing them."""
    place = f"/courses/{course}/{quiz}/quiz"
    _, start = visitor.fetch(place)
    questions = int(re.search(r"(\d+) questions?, about", start).group(1))  # type: ignore[union-attr]
    for position in range(1, questions + 1):
        status, page = visitor.fetch(f"{place}/{position}")
        assert status == 200, f"{place}/{position} answered {status}"
        asked = read_question(page)
        sent = visitor.send(f"{place}/{position}", {"csrf_token": asked.token, "choice": asked.right_values(answers)})
        assert sent == 303, f"{place}/{position} answered {sent}"
