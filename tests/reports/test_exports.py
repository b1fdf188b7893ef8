"""Every report as a file: the same rows as the screen in both kinds, kept in the log, and never all at once."""

from __future__ import annotations

import io
import re
import tracemalloc
from collections.abc import Iterator

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from lms.audit import AuditEntry
from lms.db import db
from lms.people.models import Person
from lms.reports.views import files
from lms.sheets import Value
from tests import make
from tests.reports.test_views import SignIn, text_of
from tests.reports.world import crowd, observed, on_leave, passed_quiz, sheet, table, waived, with_jobs

PAGES = (
    "coverage?by=team",
    "coverage?show=freshness",
    "coverage?show=bench&by=team",
    "gaps?job=receptionist",
    "gaps?short=2",
    "bench",
    "expiries",
    "leaders",
    "coverage/receptionist",
    "coverage/receptionist/empathy-tone",
)


def address(page: str, kind: str) -> str:
    path, mark, query = page.partition("?")
    return f"/reports/{path}.{kind}{mark}{query}"


@pytest.fixture
def company(app: Flask) -> dict[str, Person]:
    cast = with_jobs()
    passed_quiz(cast["ana"], "empathy-tone")
    observed(cast["ben"], cast["carla"], 2, "plain-language")
    for person in crowd(6, "receptionist"):
        passed_quiz(person, "promise-keeping")
    waived(cast["carla"], "promise-keeping", by=cast["henry"])
    on_leave(cast["ana"])
    return cast


def rows_on(page: str) -> int:
    table_of = page[page.index("<tbody") :]
    return len(re.findall(r"<tr", table_of))


class TestTheSame:
    @pytest.mark.parametrize("report", PAGES)
    def test_a_workbook_holds_what_the_csv_holds(self, company: dict[str, Person], sign_in: SignIn, report: str) -> None:
        client = sign_in(company["henry"])
        csv, xlsx = (client.get(address(report, kind)) for kind in ("csv", "xlsx"))
        assert (csv.status_code, xlsx.status_code) == (200, 200)
        assert xlsx.content_type == files.XLSX
        assert [[_as_text(cell) for cell in row] for row in sheet(xlsx.data)] == table(csv.data)

    @pytest.mark.parametrize("report", [page for page in PAGES if not page.startswith("coverage?")])
    def test_it_has_as_many_rows_as_the_screen_promises_and_shows(
        self, company: dict[str, Person], sign_in: SignIn, report: str
    ) -> None:
        client = sign_in(company["henry"])
        screen = text_of(client, f"/reports/{report}")
        promised = re.search(r"CSV, (\d+) rows?<", screen)
        assert promised
        rows = len(table(client.get(address(report, "csv")).data)) - 1
        shown = sum(rows_on(part) for part in screen.split("<table")[1:])
        assert rows == int(promised[1]) == shown

    def test_gaps_stand_in_the_order_of_the_screen(self, company: dict[str, Person], sign_in: SignIn) -> None:
        client = sign_in(company["henry"])
        screen = text_of(client, "/reports/gaps")
        names = re.findall(r'rowheader" scope="row"><a href="[^"]+">([^<]+)</a>', screen)
        assert [row[1] for row in table(client.get("/reports/gaps.csv").data)[1:]] == names

    def test_numbers_are_numbers_and_the_head_stays_in_sight(
        self, company: dict[str, Person], sign_in: SignIn
    ) -> None:
        content = sign_in(company["henry"]).get("/reports/gaps.xlsx").data
        head, first = sheet(content)[:2]
        assert isinstance(first[head.index("asked")], int)
        assert isinstance(first[head.index("person_id")], int)
        assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].freeze_panes == "A2"

    def test_no_name_runs_as_a_formula(self, app: Flask, sign_in: SignIn) -> None:
        make.person("Eve", job="receptionist").name = "=cmd()"
        client = sign_in(make.cast()["henry"])
        assert table(client.get("/reports/gaps.csv").data)[1][1] == "'=cmd()"
        assert sheet(client.get("/reports/gaps.xlsx").data)[1][1] == "'=cmd()"


class TestLog:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    @pytest.mark.parametrize("report", ["gaps", "bench", "expiries", "leaders", "coverage/receptionist/empathy-tone"])
    def test_names_that_leave_the_house_are_kept(
        self, company: dict[str, Person], sign_in: SignIn, report: str, kind: str
    ) -> None:
        henry = company["henry"]
        sign_in(henry).get(address(report, kind))
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "report.exported")).one()
        assert (entry.by_id, entry.details["kind"]) == (henry.id, kind)

    def test_counts_are_not(self, company: dict[str, Person], sign_in: SignIn) -> None:
        for name, page in (("henry", "coverage"), ("olga", "bench"), ("olga", "gaps"), ("olga", "expiries")):
            sign_in(company[name]).get(address(page, "csv"))
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.act == "report.exported")).all()

    def test_who_is_turned_away_leaves_no_entry(self, company: dict[str, Person], sign_in: SignIn) -> None:
        text_of(sign_in(company["zoe"]), "/reports/gaps.csv", 403)
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.act == "report.exported")).all()


def many(rows: int) -> Iterator[list[Value]]:
    for number in range(rows):
        yield [number, f"Person {number}", "Module: Your word", "x" * 60]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_file_takes_no_more_memory_than_a_short_one(app: Flask, kind: str) -> None:
    def peak(rows: int) -> int:
        with app.test_request_context():
            tracemalloc.start()
            response = files.send("gaps", ("id", "name", "step", "more"), many(rows), kind=kind)
            size = sum(len(piece) for piece in response.iter_encoded())
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert size > rows
        return found

    peak(10)
    assert peak(20_000) < peak(2_000) + 1_000_000


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    return cell.date().isoformat() if hasattr(cell, "date") else str(cell)
