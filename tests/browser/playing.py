"""Playing a scenario by the words of its replies: scene by scene on the screen, or quickly through the same pages."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from lms.catalog.check import check
from lms.catalog.content import Course, Reply, Scenario
from lms.catalog.conversation import Standing, begin, ending_of, on_offer, scene_of, take
from lms.catalog.roads import best_way
from tests.browser.answers import as_read, read_question
from tests.browser.visitor import Visitor

Script = dict[str, Scenario]


def read_scenarios(folder: Path) -> Script:
    """All conversations of the authors' files, by id."""
    courses = (made.value for made in check(folder).made.values() if isinstance(made.value, Course))
    return {scenario.id: scenario for course in courses for scenario in course.scenarios}


def way_to(scenario: Scenario, ending: str) -> list[tuple[Standing, Reply]]:
    """A shortest way to this ending: where one stands, and what one says there."""
    ahead: deque[tuple[Standing, list[tuple[Standing, Reply]]]] = deque([(begin(scenario), [])])
    known: set[Standing] = set()
    while ahead:
        standing, way = ahead.popleft()
        found = ending_of(scenario, standing)
        if found is not None and found.id == ending:
            return way
        for reply in on_offer(scenario, standing):
            after = take(scenario, standing, reply)
            if after not in known:
                known.add(after)
                ahead.append((after, [*way, (standing, reply)]))
    raise AssertionError(f"no way leads to {ending}")


def passing_way(scenario: Scenario) -> list[Reply]:
    """What to say to come to the good ending with all points."""
    standing, way = begin(scenario), []
    best = best_way(scenario, standing)
    assert best is not None, f"{scenario.id} has no good ending"
    for name in best.replies:
        scene = scene_of(scenario, standing)
        reply = scene.reply(name) if scene else None
        assert reply is not None
        way.append(reply)
        standing = take(scenario, standing, reply)
    return way


def value_of(reply: Reply, page: str) -> str:
    """What the form of this page sends for a reply, found by the words a learner reads."""
    values = [value for value, text in read_question(page).options.items() if as_read(text) == words_of(reply)]
    assert len(values) == 1, f"{words_of(reply)} stands {len(values)} times on the page"
    return values[0]


def words_of(reply: Reply) -> str:
    return as_read(reply.text)


def choose(visitor: Visitor, reply: Reply, *, kind: str) -> None:
    """Say this on the screen; what happens comes up."""
    value = value_of(reply, visitor.page.content())
    visitor.page.locator(f'input[value="{value}"]').check()
    visitor.press("Choose", kind=kind)


def play_quickly(visitor: Visitor, scenario: Scenario) -> None:
    """A run that passes, through the pages and forms of the scenario but without drawing them."""
    place = f"/scenarios/{scenario.id}"
    for step, reply in enumerate(passing_way(scenario), start=1):
        status, page = visitor.fetch(place)
        assert status == 200, f"{place} answered {status}"
        fields: dict[str, str | list[str]] = {
            "csrf_token": read_question(page).token, "reply": value_of(reply, page)
        }
        sent = visitor.send(f"{place}?step={step}", fields)
        assert sent == 303, f"step {step} of {place} answered {sent}"
