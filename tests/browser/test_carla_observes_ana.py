"""On a phone: Carla calibrates and observes Ana; Ana questions a level, and a second observer settles it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 375, "height": 812}
REASON = "The second visitor waved me on, so nobody waited."


def test_carla_observes_ana_and_a_second_look_settles_it(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    carla = arrive(site)
    page = carla.sign_in("carla")
    page.set_viewport_size(PHONE)
    carla.press("Coaching")
    calibrate(carla)
    carla.press("Coaching")
    observe(carla, "Front desk, a wet Monday", level=1)
    carla.press("Save and share", kind="shared")
    expect(page.get_by_text("Shared. Ana Kovács sees it now and may comment.")).to_be_visible()

    ana = arrive(site)
    page = ana.sign_in("ana")
    page.set_viewport_size(PHONE)
    expect(page.get_by_text("Everyone was met by name.")).to_be_visible()
    ana.press("Add a comment")
    page.get_by_label("Add a comment").fill("It was the busiest hour of the week.")
    ana.press("Save comment")
    second = question(ana)

    observer = arrive(site)
    page = observer.sign_in(second)
    page.set_viewport_size(PHONE)
    observer.press("Coaching")
    observe(observer, "Front desk, Tuesday at nine", level=2)
    observer.press("Save and share", status=422, kind="without a verdict")
    expect(page.get_by_text("Say whether the first level stands.").first).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_label("It is set aside; mine counts instead").check()
    page.get_by_label("Why?").fill("Both visitors had a nod within ten seconds.")
    observer.press("Save and share", kind="shared")

    page = ana.visit("/me", kind="settled")
    expect(page.get_by_text("Under review")).to_have_count(0)
    ana.press("Front desk, a wet Monday", kind="settled")
    expect(page.get_by_text("Both visitors had a nod within ten seconds.")).to_be_visible()
    page = carla.visit("/coaching/")
    expect(page.get_by_text("Last goal, by").first).to_be_visible()


def calibrate(coach: Visitor) -> None:
    """Three cases, each rated once, each with its reference only afterwards."""
    page = coach.press("Rate the sample cases")
    coach.press("At the front desk")
    for _case in range(3):
        expect(page.get_by_text("Why the authors rate it so")).to_have_count(0)
        for item in page.locator("fieldset").all():
            item.get_by_role("radio").nth(2).check()
        coach.press("Save my rating", kind="rated")
        expect(page.get_by_role("heading", name="Why the authors rate it so")).to_be_visible()
        coach.press("Next case" if page.get_by_role("link", name="Next case").count() else "Done", kind="goes on")
    expect(page.get_by_text("It holds until")).to_be_visible()


def observe(coach: Visitor, situation: str, *, level: int) -> None:
    """Two items of the checklist, the words before the level; the rest is not seen that day."""
    page = coach.press("Ana Kovács")
    page.get_by_label("What is going on?").fill(situation)
    page.get_by_label("At which touch point of the job?").select_option(label="First meeting")
    coach.press("Begin")
    choose(page, level)
    coach.press("Save, next item", status=422, kind="without words")
    expect(page.get_by_text("Describe what you saw before choosing a level.").first).to_be_visible()
    page.get_by_label("What did you see or hear?").fill("Looked up after the call had ended.")
    coach.press("Save, next item")
    page.get_by_label("Not seen today").check()
    coach.press("Save, next item")
    page = coach.visit("/coaching/", kind="begun")
    coach.press("Ana Kovács")
    expect(page.get_by_text(f"level {level}", exact=True)).to_be_visible()
    coach.press("Go to the end")
    page.get_by_label("How do they see it themselves?").fill("I was quick.")
    page.get_by_label("What went well, in their words or acts?").fill("Everyone was met by name.")
    page.get_by_label("One next step").fill("Nod to the second visitor at once")
    page.get_by_label("By", exact=True).fill(str(page.evaluate("new Date(Date.now() + 6e8).toISOString().slice(0, 10)")))


def choose(page: Page, level: int) -> None:
    page.locator(f'input[name="level"][value="{level}"]').check()


def question(ana: Visitor) -> str:
    """Ana asks the first coach on the list for a second look; returns the address that coach signs in with."""
    ana.page.get_by_role("link", name="Question this level").first.click()
    page = ana.look()
    page.get_by_label("Why do you see it otherwise?").fill(REASON)
    asked = page.get_by_label("Who should take a second look?")
    name = asked.locator("option").first.inner_text()
    assert name != "Carla Mendes", "nobody settles their own"
    ana.press("Ask for a second look", kind="asked")
    expect(page.get_by_role("heading", name="Under review")).to_be_visible()
    found: str = ana.site.ask("SELECT email FROM person WHERE name = ?", name)[0][0]
    return found.split("@", maxsplit=1)[0]
