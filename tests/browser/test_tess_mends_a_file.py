"""Tess breaks course files and mends them; readers see the last sound text all the while."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

QUIZ = "core/quizzes/20-the-customers-road.md"
COURSE = "core/course.yaml"
MODULE = "core/modules/20-the-customers-road.md"
OLD_WORDS = "A physio practice bought two printers from us in spring."
NEW_WORDS = "A bakery bought three label printers from us in May."
WITHIN, AT_MOST = 2, 30
"""Seconds from saving a file to what comes of it, and when to stop waiting."""


@pytest.fixture
def files(site: Site) -> Iterator[Path]:
    """The course files; afterwards they are as they were."""
    kept = {name: (site.courses / name).read_bytes() for name in (QUIZ, COURSE, MODULE)}
    yield site.courses
    for name, content in kept.items():
        (site.courses / name).write_bytes(content)


def test_findings_stand_in_the_studio_and_the_course_stays_live(
    site: Site, files: Path, arrive: Callable[[Site], Visitor]
) -> None:
    tess = arrive(site)
    page = tess.sign_in("tess")
    tess.press("Studio")
    expect(page.get_by_text("Everything saved is live.")).to_be_visible()

    question, option = line_of(files / QUIZ, "{#core-2-q1}"), line_of(files / QUIZ, "- [x]")
    change(files / QUIZ, "- [x]", "- [ ]")
    waited = [soon(tess, f"{QUIZ}:{question}:")]
    page = tess.visit("/studio/", kind="with an error")
    expect(page.get_by_text("What is live stays as it was.")).to_be_visible()
    finding = page.locator("li", has_text=f"{QUIZ}:{question}:")
    expect(finding).to_contain_text("No option is right. Mark one with - [x].")
    the_course_is_live(tess)

    change(files / QUIZ, "- [ ]", "- [x]", back_at=option)
    waited.append(soon(tess, "Everything saved is live."))

    bad_yaml = line_of(files / COURSE, "modules:")
    change(files / COURSE, "modules:", "modules: [")
    waited.append(soon(tess, f"{COURSE}:"))
    page = tess.visit("/studio/", kind="with bad YAML")
    place = page.locator(".row-note .code", has_text=COURSE).first.inner_text()
    assert bad_yaml <= int(place.split(":")[1]) <= bad_yaml + 2, place
    the_course_is_live(tess)

    change(files / COURSE, "modules: [", "modules:")
    change(files / MODULE, OLD_WORDS, NEW_WORDS)
    waited.append(soon(tess, NEW_WORDS, address="/courses/core/core-2"))
    soon(tess, "Everything saved is live.")
    assert min(waited) < WITHIN * crowding()


def the_course_is_live(tess: Visitor) -> None:
    page = tess.visit("/courses/core/core-2")
    expect(page.get_by_text(OLD_WORDS)).to_be_visible()
    status, question = tess.fetch("/courses/core/core-2/quiz/1")
    assert status == 200
    assert 'name="choice"' in question


def line_of(file: Path, words: str) -> int:
    """The first line with these words, from 1."""
    lines = file.read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def change(file: Path, old: str, new: str, *, back_at: int = 0) -> None:
    """Save the file with the first `old`, or that of line `back_at`, replaced."""
    lines = file.read_text().splitlines(keepends=True)
    at = back_at or line_of(file, old)
    assert old in lines[at - 1]
    lines[at - 1] = lines[at - 1].replace(old, new, 1)
    file.write_text("".join(lines))


def soon(tess: Visitor, words: str, *, address: str = "/studio/") -> float:
    """Wait for these words to stand on the page; how long that took."""
    saved = time.monotonic()
    while words not in tess.fetch(address)[1]:
        assert time.monotonic() - saved < AT_MOST, f"{words!r} is not on {address}"
        time.sleep(0.05)
    return time.monotonic() - saved


def crowding() -> float:
    """How many times more work than processors there is: other tests run beside this one."""
    return max(1.0, os.getloadavg()[0] / len(os.sched_getaffinity(0)))
