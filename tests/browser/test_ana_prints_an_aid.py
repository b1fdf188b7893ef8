"""Someone shouts at the front desk: Ana searches in the words she would use, and prints one page."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

A4_IN_POINTS = (595, 842)
TITLE = "When someone is unhappy"


def test_the_aid_for_someone_shouts_on_one_page(
    site: Site, arrive: Callable[[Site], Visitor], scripts: bool
) -> None:
    ana = arrive(site)
    page = ana.sign_in("ana")
    ana.press("Job aids")
    page.get_by_label("What is happening?").fill("someone shouts")
    ana.press("Search", kind="with what was found")
    expect(page.locator("ul.rows > li").first).to_contain_text(TITLE)
    expect(page.locator("ul.rows > li").first).to_contain_text("someone shouts")
    ana.press(TITLE)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    press_print(page, scripts=scripts)
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1, "an aid is one page"
    box = paper.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4_IN_POINTS
    printed = squeezed(paper.pages[0].extract_text())
    for words in (TITLE, *page.locator(".prose").locator("p, li").all_inner_texts()):
        assert squeezed(words) in printed, f"not on paper: {words}"
    for words in ("Tell me from the start.", "four working hours", "01632 960 150"):
        assert squeezed(words) in printed
    for frame in ("Sign out", "The module it belongs to", "Skip to the content"):
        assert squeezed(frame) not in printed, f"{frame} is of no use on paper"


def press_print(page: Page, *, scripts: bool) -> None:
    """The button opens the browser's own dialog; without scripts it is not there and the menu does it."""
    button = page.get_by_role("button", name="Print")
    if not scripts:
        expect(button).to_be_hidden()
        return
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    button.click()
    assert page.evaluate("window.printed") == 1


def squeezed(text: str) -> str:
    """Letters and digits only: paper breaks its lines and joins its letters in its own way."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
