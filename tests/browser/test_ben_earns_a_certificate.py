"""Ben, who has begun nothing, takes what his job asks for; a stranger checks his certificate."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.answers import AnswerKey
from tests.browser.playing import Script, play_quickly
from tests.browser.quiz_taking import answer_right, answer_wrong, on_the_result, onward, take_quickly
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

OVERNIGHT = 25


def test_from_signing_in_to_a_certificate_a_stranger_can_check(
    site_with_clock: Site, arrive: Callable[[Site], Visitor], answers: AnswerKey, script: Script
) -> None:
    ben = arrive(site_with_clock)
    page = ben.sign_in("ben")
    expect(page.get_by_role("heading", name="Welcome, Ben")).to_be_visible()

    take_core_1_with_mistakes(ben, answers)
    for number in range(2, 7):
        take_quickly(ben, answers, "core", f"core-{number}")
    for scenario in ("unhappy-caller", "missed-promise", "us-and-them"):
        play_quickly(ben, script[scenario])
    pass_check_next_day(ben, answers, "core", days=1)
    ben.press("See your certificate")

    take_developer_1(ben, answers)
    for number in range(2, 6):
        take_quickly(ben, answers, "developer", f"developer-{number}")
    pass_check_next_day(ben, answers, "developer", days=2)
    code = read_certificate(ben)
    read_own_levels(ben)
    check_as_a_stranger(arrive(site_with_clock), code)


def take_core_1_with_mistakes(ben: Visitor, answers: AnswerKey) -> None:
    """Home offers the first module; two mistakes are too many, so he takes the quiz again."""
    page = ben.press("Start")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are part of the sale")
    ben.press("Take the quiz")
    ben.press("Start")
    mistakes = []
    while not on_the_result(page):
        if len(mistakes) < 2:
            mistakes.append(answer_wrong(ben, answers))
        else:
            answer_right(ben, answers)
        onward(ben)
    expect(page.get_by_role("heading", level=1)).to_contain_text("are a pass")
    missed = page.locator("ul.missed")
    for mistake in mistakes:
        expect(missed).to_contain_text(mistake.text.plain)
        expect(missed).to_contain_text(answers.belief_behind(mistake))

    page = ben.press("Try again", kind="with an earlier try")
    expect(page.get_by_role("heading", name="Earlier tries")).to_be_visible()
    answer_all_right(ben, answers)
    make_a_plan(ben)


def take_developer_1(ben: Visitor, answers: AnswerKey) -> None:
    page = ben.visit("/")
    expect(page.locator(".panel")).to_contain_text("Course for software developers")
    ben.visit("/courses/developer/developer-1")
    ben.press("I know this: test me")
    answer_all_right(ben, answers)
    make_a_plan(ben)


def answer_all_right(ben: Visitor, answers: AnswerKey) -> None:
    ben.press("Start")
    while not on_the_result(ben.page):
        answer_right(ben, answers)
        onward(ben)
    expect(ben.page.get_by_role("heading", level=1)).to_contain_text("You passed.")


def make_a_plan(ben: Visitor) -> None:
    page = ben.page
    page.get_by_label("When …").fill("a customer rings my desk by mistake")
    page.get_by_label("I will …").fill("give my name and bring them to the right person")
    ben.press("Save plan", status=422, kind="without a day")
    expect(page.get_by_role("alert")).to_contain_text("Choose the day")
    page.get_by_label("By", exact=True).fill(str(date.today() + timedelta(days=14)))
    ben.press("Save plan", kind="with a plan saved")
    expect(page.get_by_role("status")).to_contain_text("Your plan is saved")


def pass_check_next_day(ben: Visitor, answers: AnswerKey, course: str, *, days: int) -> None:
    """The check is shut on the day of the last module, and his session is over by the next."""
    page = ben.visit(f"/courses/{course}/{course}-check/quiz", kind="of a check that is shut")
    expect(page.get_by_text("It opens on")).to_be_visible()
    assert ben.fetch(f"/courses/{course}/{course}-check/quiz/1")[0] == 409
    ben.site.hours_ahead(days * OVERNIGHT)
    page = ben.sign_in("ben", to=f"/courses/{course}/{course}-check/quiz")
    expect(page.get_by_role("link", name="Start", exact=True)).to_be_visible()
    take_quickly(ben, answers, course, f"{course}-check")
    page = ben.visit(f"/courses/{course}/{course}-check/quiz/result", kind="of a check")
    expect(page.get_by_role("heading", name="You passed.")).to_be_visible()
    expect(page.get_by_text("The course is complete.")).to_be_visible()


def read_certificate(ben: Visitor) -> str:
    """Every word of it, on the page and on paper; returns its code."""
    page = ben.press("See your certificate")
    sheet = page.get_by_role("article", name="Certificate of completion")
    for words in ("Ben Adeyemi", "Course for software developers", "Larkmoor Systems", "Current until"):
        expect(sheet).to_contain_text(words)
    code = sheet.locator(".certificate-code").inner_text()
    assert re.fullmatch(r"(\w{4} ){3}\w{4}", code), code
    address = page.get_by_role("link", name="Download as PDF").get_attribute("href")
    paper = ben.download(address or "")
    printed = " ".join(PdfReader(io.BytesIO(paper)).pages[0].extract_text().split())
    assert "Ben Adeyemi" in printed
    assert "Course for software developers" in printed
    assert code in printed
    return code


def read_own_levels(ben: Visitor) -> None:
    """His page sets what he has shown beside what his job asks."""
    page = ben.visit("/me")
    expect(page.get_by_text("levels your job asks for: Software developer")).to_be_visible()
    plain_words = page.locator("ul.held li", has_text="Plain language")
    expect(plain_words).to_contain_text("asks 3, has 2")
    first_impression = page.locator("ul.held li", has_text="First impression")
    expect(first_impression).to_contain_text("asks 1, has 1")
    expect(page.get_by_role("link", name="Course for software developers")).to_be_visible()
    first_impression.get_by_role("link").click()
    ben.look()


def check_as_a_stranger(stranger: Visitor, code: str) -> None:
    """No sign-in, only the code from the paper; a mistyped one is not valid."""
    page = stranger.visit("/verify")
    page.get_by_label("Code").fill("only this")
    stranger.press("Check", status=422, kind="mistyped")
    page.get_by_label("Code").fill(code.lower())
    stranger.press("Check")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Valid"))
    for words in ("Ben Adeyemi", "Course for software developers", "Larkmoor Systems", code):
        expect(page.locator(".verdict")).to_contain_text(words)
    page = stranger.visit(f"/verify/{'Z' * 16}", status=404, kind="unknown")
    expect(page.get_by_role("heading", name="No certificate has this code")).to_be_visible()
