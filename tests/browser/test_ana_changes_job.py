"""Ana becomes a service agent: Henry sees what it asks for before he saves, Ana sees the difference and her day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]


def test_the_difference_and_a_day(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    today = datetime.now(UTC).date()
    henry = arrive(site)
    henry.sign_in("henry")
    page = henry.visit("/people/?q=ana+kov")
    henry.press("Ana Kovács")
    henry.press("Appointments")
    page = henry.press("Give a job")
    page.get_by_label("Job", exact=True).select_option(label="Service agent")
    page.get_by_label("First day").fill((today + timedelta(days=21)).isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=3)).isoformat())
    page.get_by_label(re.compile("Receptionist, from")).check()
    page = henry.press("Show what it asks for", kind="with a problem")
    expect(page.get_by_role("alert")).to_contain_text("The last day is before the first.")
    page.get_by_label("Last day").fill("")
    page = henry.press("Show what it asks for", kind="with the difference")
    told = page.get_by_text(re.compile(r"Ana Kovács holds \d+ of \d+ levels")).inner_text()
    held, asked = map(int, re.findall(r"\d+", told)[:2])
    page = henry.press("Save this appointment", kind="saved")
    expect(page.get_by_text("begins later")).to_be_visible()

    henry.visit("/assignments/")
    page = henry.press("Assign a course")
    page.get_by_label("Or one person, by e-mail").fill("ana@larkmoor.example")
    page.get_by_label("Which course?").select_option(value="service-agent")
    page.get_by_label("Because …").fill("problems will end at your desk")
    page.get_by_label("The day, where it is one for all").fill((today + timedelta(days=40)).isoformat())
    page = henry.press("Show whom it reaches", kind="preview")
    expect(page.get_by_role("heading", name="It reaches 1 person")).to_be_visible()
    page = henry.press("Save this assignment")
    expect(page.get_by_role("rowheader", name="Ana Kovács")).to_be_visible()

    ana = arrive(site)
    page = ana.sign_in("ana")
    expect(page.get_by_text(f"You hold {held} of {asked} levels")).to_be_visible()
    expect(page.get_by_text("because problems will end at your desk").first).to_be_visible()
    page = ana.press("See what is new in it", kind="with a change")
    test = page.locator("#change").get_by_role("link", name=re.compile("^(Take the quiz of|Play) ")).first
    test.click()
    ana.look()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    ana.visit("/assignments/", status=403)
    page = ana.visit("/courses/service-agent")
    ana.press(f"Ask for more time {page.locator('h1').inner_text()}")
    page.get_by_label("Until when?").fill((today + timedelta(days=60)).isoformat())
    page.get_by_label("Why?").fill("I still show the newcomer the front desk.")
    page = ana.press("Ask", kind="asked")
    expect(page.get_by_text("Your leader or HR will answer.").first).to_be_visible()

    carla = arrive(site)
    carla.sign_in("carla")
    carla.visit("/assignments/requests")
    page = carla.press("Ana Kovács")
    page.get_by_label("Grant the day").check()
    carla.press("Answer", kind="answered")
    page = ana.visit("/", kind="granted")
    expect(page.get_by_text("More time was granted").first).to_be_visible()
