"""Bea does what came back to her with the keyboard alone, on a Monday; on Saturday she is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import AnswerKey
from tests.browser.quiz_taking import asked_on
from tests.browser.site import PASSWORD, Site
from tests.browser.test_keyboard_alone import choices, tab_to
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

MONDAY, SATURDAY = 0, 5


def test_three_questions_by_keyboard_and_then_nothing_is_due(
    site_with_clock: Site, arrive: Callable[[Site], Visitor], answers: AnswerKey
) -> None:
    monday = noon_of_next(MONDAY, after=datetime.now(UTC) + timedelta(hours=1))
    move_to(site_with_clock, monday)
    bea = arrive(site_with_clock)
    page = sign_in_by_keyboard(bea)
    expect(page.get_by_role("heading", name="Due today")).to_be_visible()
    follow(bea, "Answer 3 questions", kind="before the answer")
    for number in (1, 2, 3):
        expect(page.get_by_text(f"Question {number} of 3")).to_be_visible()
        answer_by_keyboard(bea, answers, right=number != 2)
        follow(bea, "Next question" if number < 3 else "Done for today", kind="before the answer")

    expect(page.get_by_role("heading", name="Good to see you, Bea")).to_be_visible()
    expect(page.get_by_role("heading", name="Due today")).to_have_count(0)
    bea.visit("/refresher", kind="all done")
    expect(page.get_by_role("heading", level=1)).to_have_text("Done for today. Come back on Tuesday.")
    assert answers_stored(site_with_clock) == [(1, "sure"), (0, "guess"), (1, "sure")]

    move_to(site_with_clock, noon_of_next(SATURDAY, after=monday))
    bea.sign_in("bea", to="/refresher")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing due. Come back on Monday.")
    bea.look(kind="at the week-end")


def answer_by_keyboard(bea: Visitor, answers: AnswerKey, *, right: bool) -> None:
    """Choose with Tab, arrows and space, say how sure she is, send with Enter, and read the reasons."""
    page = bea.page
    known = asked_on(page).known(answers)
    reasons = [option.reason.plain for option in known.values()]
    assert all(reason not in page.content() for reason in reasons), "a reason stands there before the answer"
    wanted = [value for value, option in known.items() if option.right is right]
    if choices(page).first.get_attribute("type") == "radio":
        arrow_to(page, wanted[0])
    else:
        for value in wanted if right else wanted[:1]:
            tab_to(page, page.locator(f'input[value="{value}"]'))
            page.keyboard.press("Space")
    say_how_sure(page, "sure" if right else "guess")
    page.keyboard.press("Enter")
    page.wait_for_url("**#outcome")
    bea.look(kind="answered right" if right else "answered wrong")
    expect(page.locator("#outcome")).to_be_focused()
    expect(page.locator("#outcome")).to_contain_text("Right. That is the better way." if right else "Not yet.")
    for reason in reasons:
        expect(page.locator(".answer-reason", has_text=reason[:60])).to_be_visible()
    expect(page.get_by_text("This question comes back:")).to_be_visible()


def arrow_to(page: Page, value: str) -> None:
    """Into the group by Tab, then down to the option."""
    tab_to(page, choices(page).first)
    page.keyboard.press("Space")
    wanted = page.locator(f'input[value="{value}"]')
    for _ in range(choices(page).count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def say_how_sure(page: Page, how: str) -> None:
    """The first of three is Guess, the last is Sure."""
    guess, wanted = page.locator('input[name="sure"]').first, page.locator(f'input[name="sure"][value="{how}"]')
    tab_to(page, guess)
    page.keyboard.press("Space")
    for _ in range(2):
        if not wanted.is_checked():
            page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def follow(bea: Visitor, words: str, *, kind: str) -> None:
    """Tab to a link and open it."""
    before = bea.page.url
    tab_to(bea.page, bea.page.get_by_role("link", name=words, exact=True))
    bea.page.keyboard.press("Enter")
    bea.page.wait_for_url(lambda url: url != before)
    bea.look(kind=kind)


def sign_in_by_keyboard(bea: Visitor) -> Page:
    page = bea.visit("/sign-in")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type("bea@larkmoor.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{bea.site.address}/")
    return bea.look(kind="with questions due")


def noon_of_next(weekday: int, *, after: datetime) -> datetime:
    noon = after.replace(hour=12, minute=0, second=0, microsecond=0)
    days = (noon + timedelta(days=number) for number in range(8))
    return next(day for day in days if day > after and day.weekday() == weekday)


def move_to(site: Site, moment: datetime) -> None:
    site.hours_ahead((moment - datetime.now(UTC)).total_seconds() / 3600)


def answers_stored(site: Site) -> list[tuple[int, str]]:
    return site.ask(
        "SELECT refresher_answer.right, refresher_answer.sure FROM refresher_answer "
        "JOIN person ON person.id = refresher_answer.person_id "
        "WHERE person.email = 'bea@larkmoor.example' ORDER BY refresher_answer.id"
    )
