"""Henry raises promise-keeping for receptionists to 4, sees whom it costs what, and grants a month; Ana signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lms import clock
from lms.texts import day
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

WHY = "Guests plan their week by your word. From now on we ask you to make it visible to the team."
DAYS = 30


def test_henry_raises_a_level_and_ana_reads_and_signs(
    site_with_clock: Site, arrive: Callable[[Site], Visitor]
) -> None:
    henry = arrive(site_with_clock)
    page = henry.sign_in("henry")
    henry.visit("/jobs/receptionist")
    henry.press("Edit")
    level = page.locator("details", has_text="Promise keeping")
    level.locator("summary").click()
    level.get_by_role("radio", name="4 ", exact=False).check()
    henry.press("Save, then see what it costs")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Before you publish:")
    expect(page.get_by_text("from 3 to 4")).to_be_visible()
    page.get_by_text("Who falls short:").click()
    expect(page.get_by_role("link", name="Ana Kovács")).to_be_visible()
    expect(page.get_by_text("visits by coaches")).to_be_visible()
    expect(page.get_by_text("stays as it is.").or_(page.get_by_text("stay as they are."))).to_be_visible()
    page.get_by_role("radio", name=f"In {DAYS} days").check()
    page.get_by_label("Why? One or two sentences.").fill(WHY)
    page.get_by_role("button", name="Publish for").click()
    henry.look(kind="published")
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()

    ana = arrive(site_with_clock)
    page = ana.sign_in("ana")
    ana.press("Read and sign it")
    expect(page.get_by_text(WHY).first).to_be_visible()
    expect(page.get_by_text("Promise keeping goes up from level 3 to 4.")).to_be_visible()
    ana.press("I have read this", kind="signed")
    expect(page.get_by_role("heading", name="You signed it")).to_be_visible()

    begins = day(clock.system_clock().date() + timedelta(days=DAYS))
    ana.visit("/me", kind="before the day")
    expect(page.get_by_text(f"From {begins} your job asks for level 4 in promise keeping.")).to_be_visible()
    before = _promises(ana)
    site_with_clock.hours_ahead(24 * DAYS)
    ana.sign_in("ana", to="/me")
    expect(page.get_by_text(f"From {begins}")).to_have_count(0)
    assert (before, _promises(ana)) == ("asks 3", "asks 4")

    page = henry.sign_in("henry", to="/jobs/receptionist/sign-offs")
    signed = page.get_by_role("row", name="Ana Kovács")
    expect(signed).not_to_contain_text("not yet")


def _promises(ana: Visitor) -> str:
    """What is asked of her in this one competency."""
    held = ana.page.locator("ul.held > li", has_text="Promise keeping").first
    words: str = held.locator(".asks").inner_text().strip()
    return words.split(",")[0]
