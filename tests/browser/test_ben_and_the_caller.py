"""Ben has Ms Okoro on the phone: five ways it can end, and a call that he goes on with elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from lms.catalog.content import Reply, Scenario
from lms.catalog.conversation import Standing, on_offer, said, shown
from tests.browser.answers import as_read, read_question
from tests.browser.playing import Script, choose, passing_way, way_to, words_of
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

CALLER = "unhappy-caller"
ENDINGS = ("lost-in-words", "quarrel", "line-dead", "loose-end", "solved")
IN_HAND: ViewportSize = {"width": 375, "height": 667}


def test_each_of_the_five_endings(site: Site, arrive: Callable[[Site], Visitor], script: Script) -> None:
    scenario = script[CALLER]
    assert {ending.id for ending in scenario.endings} == set(ENDINGS)
    ben = arrive(site)
    ben.sign_in("ben")
    page = ben.visit("/scenarios/")
    ben.press(scenario.title, kind="the first scene")
    openings = []
    for seen, ending in enumerate(ENDINGS, start=1):
        openings.append(replies_in_order(page))
        way = way_to(scenario, ending)
        play(ben, scenario, way, to=ending, first_run=seen == 1)
        read_the_end(page, scenario, ending, way, seen=seen)
        ben.press("Play it again", kind="the first scene of a later run")
        expect(page.get_by_text(f"You have seen {seen} of 5 endings.")).to_be_visible()
    assert len({tuple(order) for order in openings}) > 1, "the replies stand in the same order in every run"

    expect(page.get_by_role("link", name="Your last run")).to_be_visible()
    page = ben.visit("/scenarios/", kind="with runs")
    expect(page.get_by_text("passed, 5 runs")).to_be_visible()
    assert [row[0] for row in site.ask(f"{RUNS} ORDER BY number")] == list(ENDINGS)


RUNS = """
SELECT scenario_run.ending FROM scenario_run JOIN person ON person.id = scenario_run.person_id
WHERE person.email = 'ben@larkmoor.example' AND scenario_run.scenario = 'unhappy-caller'
"""


def play(
    ben: Visitor, scenario: Scenario, way: list[tuple[Standing, Reply]], *, to: str, first_run: bool
) -> None:
    """One run, reading each page on the way."""
    for step, (standing, reply) in enumerate(way, start=1):
        nothing_is_given_away(ben.page, scenario, standing)
        choose(ben, reply, kind="what happens, with a note" if first_run else "what happens")
        read_what_happens(ben.page, standing, reply, noted=first_run)
        last = step == len(way)
        ben.press("See how it ended" if last else "Go on", kind=f"the ending {to}" if last else f"the scene after {standing.place}")


def nothing_is_given_away(page: Page, scenario: Scenario, standing: Standing) -> None:
    """All replies look alike, and the page holds neither a note nor what would follow."""
    source = page.content()
    offered = on_offer(scenario, standing)
    assert set(replies_in_order(page)) == {words_of(reply) for reply in offered}
    told = as_read(page.locator("main").inner_text())
    for reply in offered:
        hidden = [reply.note, *(each.text for each in reply.happens)]
        assert all(as_read(text)[:40] not in told and as_read(text)[:40] not in source for text in hidden)
        assert not re.search(rf'["#/]{re.escape(reply.name)}["\s]', source), "the page names a reply"
    labels = re.findall(r'<label class="option".*?</label>', source, re.DOTALL)
    assert len(labels) == len(offered)
    alike = {re.sub(r'value="[0-9a-f]{12}"|id="reply-\d"|(?<=option-text">).*(?=</span>)', "", each) for each in labels}
    assert len(alike) == 1, alike


def read_what_happens(page: Page, standing: Standing, reply: Reply, *, noted: bool) -> None:
    """First what follows; the coach's word after it, in a later run only at the end."""
    expect(page.locator(".said-words")).to_have_text(words_of(reply))
    follows = page.locator(".talk-after")
    for passage in shown(reply.happens, said(standing, reply)):
        expect(follows).to_contain_text(as_read(passage.text))
    order = page.locator(".said, .talk-after, .coach-note").evaluate_all(
        "all => all.map(each => [...each.classList].at(-1))"
    )
    assert order == (["said", "talk-after", "coach-note"] if noted else ["said", "talk-after"])
    if noted:
        expect(page.locator(".coach-note")).to_contain_text(as_read(reply.note))


def read_the_end(
    page: Page, scenario: Scenario, ending: str, way: list[tuple[Standing, Reply]], *, seen: int
) -> None:
    found = scenario.ending(ending)
    assert found is not None
    expect(page.get_by_role("heading", level=1)).to_have_text(as_read(found.heading))
    expect(page.get_by_role("heading", name=f"You have seen {seen} of 5 endings", exact=True)).to_be_visible()
    verdict = {"good": "this run is passed", "mixed": "A mixed ending", "hard": "A hard ending"}[found.kind]
    expect(page.locator(".verdict-line")).to_contain_text(verdict)
    steps = page.locator("ol.way > li")
    expect(steps).to_have_count(len(way))
    for number, (_standing, reply) in enumerate(way):
        expect(steps.nth(number).locator(".way-said")).to_contain_text(words_of(reply))
        verdict = steps.nth(number).locator(".way-verdict, .way-better").inner_text()
        assert verdict.startswith(("the best way", "Better: "))
        if seen > 1 or verdict.startswith("Better: "):  # in the first run the best was explained on the way
            expect(steps.nth(number)).to_contain_text(as_read(reply.note))
    expect(page.locator(".side .why")).to_have_count(len(scenario.shows))


def test_he_goes_on_by_phone(site: Site, arrive: Callable[[Site], Visitor], script: Script) -> None:
    scenario = script[CALLER]
    way = passing_way(scenario)
    assert len(way) > 2, "there is a middle to leave in"
    at_desk = arrive(site)
    at_desk.sign_in("ben")
    at_desk.visit(f"/scenarios/{CALLER}", kind="the first scene")
    choose(at_desk, way[0], kind="what happens")
    at_desk.press("Go on", kind="a scene")
    left_at = what_stands_on(at_desk.page)
    at_desk.page.locator('input[name="reply"]').first.check()
    at_desk.press("Leave and resume later", kind="left in the middle")
    at_desk.leave()

    by_phone = arrive(site)
    page = by_phone.page
    page.set_viewport_size(IN_HAND)
    by_phone.sign_in("ben")
    by_phone.visit("/scenarios/", kind="by phone")
    expect(page.get_by_text("started", exact=True)).to_be_visible()
    by_phone.press(scenario.title, kind="a scene by phone")
    assert what_stands_on(page) == left_at
    assert page.evaluate("document.documentElement.scrollWidth") <= IN_HAND["width"]
    page.reload()
    assert what_stands_on(page) == left_at
    expect(page.get_by_role("status")).to_contain_text("Step 1 saved")

    for reply in way[1:]:
        choose(by_phone, reply, kind="what happens, by phone")
        by_phone.press("See how it ended" if reply is way[-1] else "Go on", kind="next by phone")
    expect(page.locator(".verdict-line")).to_contain_text("this run is passed")
    assert site.ask(RUNS) == [("solved",)], "one run, begun at the desk and ended by phone"


def replies_in_order(page: Page) -> list[str]:
    return [as_read(text) for text in read_question(page.content()).options.values()]


def what_stands_on(page: Page) -> tuple[str, list[tuple[str, str]]]:
    """The scene, and its replies in the order of the page with what their form sends."""
    scene = read_question(page.content())
    return as_read(scene.question), list(scene.options.items())
