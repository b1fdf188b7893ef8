"""Henry goes from the map of all to one piece of evidence, and takes the map with him as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import AnswerKey
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_from_the_map_to_one_piece_of_evidence(
    site: Site, arrive: Callable[[Site], Visitor], answers: AnswerKey
) -> None:
    henry = arrive(site)
    henry.sign_in("henry")
    page = henry.press("Coverage")
    for kind in ("three", "one", "none"):
        assert page.locator(f"table.heat .cell-{kind}").count(), f"the demo company shows no cell of kind {kind}"

    cell = page.get_by_role("link", name=re.compile(r"Receptionist, first impression: \d+.\d+ meet")).first
    met, asked = map(int, re.findall(r"\d+", cell.inner_text()))
    cell.click()
    henry.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receptionist, first impression")
    assert rows_below(page, "Meet it") == met
    assert rows_below(page, "Short of it") == asked - met

    henry.press("Ana Kovács")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Kovács")
    expect(page.get_by_text("Only you see your answers")).to_have_count(0)
    henry.press("Quiz “The customer's road”")
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text("Quiz: The customer's road")
    expect(facts).to_contain_text("Recorded")
    shown = page.locator("main").inner_text()
    told = [option.text.plain for option in answers.options.values() if option.text.plain in shown]
    assert not told, "what was answered is nobody's business"

    ana = arrive(site)
    ana.sign_in("ana")
    page = ana.visit("/me")
    expect(page.get_by_text("Henry Osei, HR")).to_be_visible()


def test_the_file_says_what_the_screen_says(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    henry = arrive(site)
    henry.sign_in("henry")
    for view in ("", "?by=team", "?job=bookkeeper"):
        page = henry.visit(f"/reports/coverage{view}")
        link = page.get_by_role("link", name=re.compile(r"^CSV, \d+ rows?$"))
        promised = int(re.findall(r"\d+", link.inner_text())[0])
        with page.expect_download() as download:
            link.click()
        rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
        assert len(rows) == promised
        assert {(row["name"], row["competency"]): as_shown(row) for row in rows} == on_the_screen(page)


def test_henry_prints_who_needs_what_next(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    henry = arrive(site)
    henry.sign_in("henry")
    henry.press("Gaps")
    page = henry.visit("/reports/gaps?team=office&job=receptionist")
    rows = page.locator("table.data tbody tr")
    shown = rows.count()
    assert shown, "the demo company has no gap in the office"
    page.emulate_media(media="print")
    expect(page.get_by_text(re.compile(rf"^{shown} rows; filters: team=office job=receptionist; made .* by Henry Osei$"))).to_be_visible()
    for gone in (page.locator(".btn"), page.locator("nav"), page.locator("form.filters"), page.locator("input[name=gap]")):
        assert not [each for each in gone.all() if each.is_visible()], "paper shows what can be pressed"
    expect(rows.first).to_be_visible()
    page.emulate_media(media="screen")
    rows.first.get_by_role("checkbox").check()
    henry.press("Assign a next step")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Assign a next step to")


def test_each_report_reads_well(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    """The visitor looks at each for faults, in light and dark and at 320 pixels."""
    henry = arrive(site)
    henry.sign_in("henry")
    for address in (
        "coverage?show=freshness",
        "coverage?show=bench&by=team",
        "coverage/office?by=team",
        "bench",
        "bench/office/need",
        "expiries",
        "leaders",
        "schedules",
        "schedules/new/gaps?team=office",
    ):
        henry.visit(f"/reports/{address}", kind=address)


def test_olga_sees_counts_only(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    olga = arrive(site)
    olga.sign_in("olga")
    for report in ("coverage", "gaps", "bench", "expiries"):
        page = olga.visit(f"/reports/{report}", kind="counts")
        expect(page.get_by_text("Counts only, of groups of 5 or more.")).to_be_visible()
        assert not page.locator("main a[href^='/people/']").count(), f"{report} leads to a person"
        words = page.locator("main").inner_text()
        assert "Ana Kovács" not in words
        assert "Carla Mendes" not in words


def rows_below(page: Page, heading: str) -> int:
    """How many people stand in the table under this heading."""
    section = page.locator("section", has=page.get_by_role("heading", name=heading, exact=True))
    return section.locator("tbody tr").count()


def as_shown(row: dict[str, str]) -> str:
    """A line of the file in the few signs of a cell on the screen."""
    if row["state"] == "not asked":
        return ""
    if row["state"] == "no evidence":
        return "–"
    return f"{row['met']}/{row['asked']}"


def on_the_screen(page: Page) -> dict[tuple[str, str], str]:
    table = page.locator("table.heat")
    columns = table.locator("th.column-name").all_text_contents()
    found = {}
    for line in table.locator("tbody tr").all():
        people = line.locator("th .people").text_content() or ""
        name = (line.locator("th").text_content() or "").removesuffix(people).strip()
        cells = line.locator("td:not(.gap)").all_text_contents()
        found |= {(name, column): text.strip() for column, text in zip(columns, cells, strict=True)}
    return found
