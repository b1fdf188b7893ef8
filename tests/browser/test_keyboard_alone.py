"""Zoe has no mouse: she signs in and answers a question with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.quiz_taking import asked_on
from tests.browser.site import PASSWORD, Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

QUIZ = "/courses/core/core-2/quiz"


def test_a_question_is_answered_with_the_keyboard(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    zoe = arrive(site)
    page = sign_in_by_keyboard(zoe)
    tab_to(page, page.get_by_role("link", name="Start", exact=True))
    page.keyboard.press("Enter")
    zoe.look()

    first, second = choices(page).nth(0), choices(page).nth(1)
    tab_to(page, first)
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_checked()
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**#outcome")
    zoe.look(kind="answered")
    expect(page.locator(".answer", has_text="Your answer").locator(".option-letter")).to_have_text("B")
    expect(page.get_by_role("heading", name="Not yet.").or_(page.get_by_role("heading", name="Right."))).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Next question"))
    page.keyboard.press("Enter")
    expect(page).to_have_title("Question 2 of 6 – The customer's road – Salesfit")


def test_letters_choose_inside_the_question_only(
    site: Site, arrive: Callable[[Site], Visitor], scripts: bool
) -> None:
    zoe = arrive(site)
    zoe.sign_in("zoe")
    page = zoe.visit(f"{QUIZ}/1")
    assert len(asked_on(page).options) >= 3
    second, third = choices(page).nth(1), choices(page).nth(2)

    page.keyboard.press("b")
    tab_to(page, page.get_by_role("link", name="Back to the module"))
    page.keyboard.press("b")
    expect(second).not_to_be_checked()
    tab_to(page, choices(page).nth(0))
    page.keyboard.press("b")
    if not scripts:
        expect(second).not_to_be_checked()
        expect(page.get_by_label("Choose with the keys A to E")).to_be_hidden()
        return
    expect(second).to_be_checked()
    expect(second).to_be_focused()
    page.keyboard.press("Control+c")
    expect(second).to_be_checked()

    tab_to(page, page.get_by_role("button", name="Check answer"))
    page.keyboard.press("c")
    expect(second).to_be_checked()

    switch = page.get_by_label("Choose with the keys A to E")
    tab_to(page, switch)
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(second).to_be_focused()
    page.keyboard.press("c")
    expect(third).not_to_be_checked()

    page = zoe.visit(f"{QUIZ}/2")
    tab_to(page, choices(page).nth(0))
    page.keyboard.press("b")
    expect(choices(page).nth(1)).not_to_be_checked()
    expect(page.get_by_label("Choose with the keys A to E")).not_to_be_checked()


def sign_in_by_keyboard(zoe: Visitor) -> Page:
    page = zoe.visit(f"/sign-in?next={QUIZ}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type("zoe@larkmoor.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{QUIZ}")
    return zoe.look()


def choices(page: Page) -> Locator:
    return page.locator('input[name="choice"]')


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus; every stop on the way shows where one is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")
