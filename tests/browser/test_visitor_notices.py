"""A visitor who looks at a page notices what is wrong with it; each fault planted on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.browser.site import Site
from tests.browser.visitor import Seen, Visitor

pytestmark = pytest.mark.browser

NOWHERE = Site(address="http://salesfit.test", folder=Path(), settings={})
PAGE = """<!doctype html><html lang="en"><head><title>Test</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
{head}</head><body><main><h1>Test</h1><p>Words.</p>{body}</main></body></html>"""
FAULTS = {
    "a picture without words": ("", "<img src='data:,'>", "image-alt"),
    "pale words": ("<style>p { color: #bbb; background: #fff }</style>", "", "color-contrast: p"),
    "pale words in the dark": (
        "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style>",
        "",
        "in dark, color-contrast: p",
    ),
    "too wide for a phone": ("<style>p { width: 400px }</style>", "", "pixels wide on a phone"),
    "a style the policy refuses": (
        '<meta http-equiv="Content-Security-Policy" content="style-src \'self\'">',
        "<p style='color: red'>Red.</p>",
        "console: ",
    ),
    "a style sheet that is not there": ('<link rel="stylesheet" href="/gone.css">', "", "/gone.css answered 404"),
}


@pytest.fixture
def seen(tmp_path: Path) -> Seen:
    """Nothing yet: every test has the same address, and each is to be looked at."""
    return Seen(tmp_path / "seen")


def looks_at(arrive: Callable[[Site], Visitor], head: str, body: str, status: int = 200) -> None:
    def answer(route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(status=status, body=PAGE.format(head=head, body=body), content_type="text/html")
        else:
            route.fulfill(status=404, body="")

    visitor = arrive(NOWHERE)
    visitor.page.route("**/*", answer)
    visitor.visit("/")


def test_a_sound_page_passes(arrive: Callable[[Site], Visitor]) -> None:
    looks_at(arrive, "", "")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(fault: str, arrive: Callable[[Site], Visitor]) -> None:
    head, body, told = FAULTS[fault]
    with pytest.raises(AssertionError) as found:
        looks_at(arrive, head, body)
    assert told in str(found.value)


def test_a_wrong_status_is_noticed(arrive: Callable[[Site], Visitor]) -> None:
    with pytest.raises(AssertionError, match="answered 500"):
        looks_at(arrive, "", "", status=500)
