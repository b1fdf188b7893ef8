"""Adam brings in a staff file. With seven faults it changes nothing and names all seven lines; mended, it goes in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]

HEAD = "email;name;job;leader;from"
GOOD = [
    "nora@larkmoor.example;Nora Quist;receptionist;carla@larkmoor.example;2026-12-01",
    "per@larkmoor.example;Per Holm;bookkeeper;nora@larkmoor.example;2026-12-01",
]
SEVEN = [
    "NORA@larkmoor.example;Nora again;;;",
    "x@larkmoor.example;Xi;astronaut;;",
    "y@larkmoor.example;Yu;;nobody@larkmoor.example;",
    "z@larkmoor.example;Ze;;v@larkmoor.example;",
    "v@larkmoor.example;=1+1;;z@larkmoor.example;",
    "u@larkmoor.example;Ulf;receptionist;;31/02",
    ";Nobody;;;",
]


def test_seven_faults_then_none(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    adam = arrive(site)
    adam.sign_in("adam")
    adam.press("Admin")
    page = adam.press("Import people")
    page.get_by_label("Staff file").set_input_files(_file([*GOOD, *SEVEN]))
    page = adam.press("Look through it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was changed")
    expect(page.get_by_text("The file has 7 faults.")).to_be_visible()
    told = [int(re.findall(r"\d+", text)[0]) for text in page.get_by_role("rowheader").all_inner_texts()]
    assert told == [4, 5, 6, 7, 8, 9, 10]
    assert not site.ask("SELECT id FROM person WHERE email = ?", "nora@larkmoor.example")

    page = adam.visit("/admin/import")
    page.get_by_label("Staff file").set_input_files(_file(GOOD))
    page = adam.press("Look through it")
    expect(page.get_by_role("heading", level=1)).to_have_text("This would change")
    assert not site.ask("SELECT id FROM person WHERE email = ?", "nora@larkmoor.example")
    page = adam.press("Import all of it")
    expect(page.get_by_role("heading", level=1)).to_have_text("The file is imported")

    page = adam.visit("/admin/?q=quist")
    page = adam.press("Nora Quist")
    expect(page.get_by_label("E-mail of whoever leads them")).to_have_value("carla@larkmoor.example")
    adam.press("See what ends then")
    for place in ("people/new", "teams", "retention", "audit", "installation"):
        adam.visit(f"/admin/{place}")


def _file(lines: list[str]) -> dict[str, object]:
    return {"name": "staff.csv", "mimeType": "text/csv", "buffer": "\r\n".join([HEAD, *lines]).encode()}
