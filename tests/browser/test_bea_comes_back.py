"""Bea stops in the middle of a quiz and goes on in another browser, where she left off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import AnswerKey
from tests.browser.quiz_taking import answer_right, asked_on, on_the_result, onward
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_the_same_question_with_the_same_order_in_a_second_browser(
    site: Site, arrive: Callable[[Site], Visitor], answers: AnswerKey
) -> None:
    at_work = arrive(site)
    go_on(at_work)
    answered = answers_stored(site)
    left_at = what_stands_on(at_work.page)
    at_work.page.locator('input[name="choice"]').first.check()
    at_work.leave()

    at_home = arrive(site)
    page = go_on(at_home)
    assert what_stands_on(page) == left_at
    page.reload()
    assert what_stands_on(page) == left_at
    assert answers_stored(site) == answered == 3, "looking at a question stores nothing and loses nothing"

    while not on_the_result(page):
        answer_right(at_home, answers)
        onward(at_home)
    expect(page.get_by_role("heading", level=1)).to_contain_text("You passed.")
    assert answers_stored(site) == 6


def go_on(bea: Visitor) -> Page:
    """From signing in to the question at which she stopped, by what the pages offer."""
    page = bea.sign_in("bea")
    expect(page.locator(".panel")).to_contain_text("The customer's road")
    bea.press("Continue", kind="half-way")
    expect(page.get_by_text("3 answered on")).to_be_visible()
    bea.press("Go on at question 4")
    expect(page).to_have_title("Question 4 of 6 – The customer's road – Salesfit")
    return page


def what_stands_on(page: Page) -> tuple[str, list[tuple[str, str]]]:
    """The question, and its options in the order of the page with what their form sends."""
    asked = asked_on(page)
    return asked.question, list(asked.options.items())


def answers_stored(site: Site) -> int:
    found: int = site.ask(
        "SELECT count(*) FROM answer JOIN attempt ON attempt.id = answer.attempt_id "
        "JOIN person ON person.id = attempt.person_id "
        "WHERE person.email = 'bea@larkmoor.example' AND attempt.quiz = 'core-2'"
    )[0][0]
    return found
