"""Scorecard S9: whatever people are called, no cell of an export is one that a spreadsheet would run.

All addresses of the table of access that give a table are asked, so a new export is in the test.

Meant to catch: `cell` handing texts on as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient

from lms.db import db
from lms.jobs.models import Job
from lms.people import queries as people
from lms.people.models import Person
from lms.sheets import BEGINS_A_FORMULA
from tests.security.access import rows
from tests.security.world import World

HOSTILE = (
    '=HYPERLINK("http://evil.example","here")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "＝1+1",
    "http://evil.example/",
    "{=1+1}",
)


@pytest.fixture
def hostile(world: World) -> World:
    """Everyone, every team and every job is called something that a spreadsheet might run."""
    for number, person in enumerate([*world.people.values(), *db.session.query(Person).all()]):
        person.name = HOSTILE[number % len(HOSTILE)]
    for number, team in enumerate(people.teams()):
        team.name = HOSTILE[number % len(HOSTILE)]
    for number, job in enumerate(db.session.query(Job).all()):
        job.title = HOSTILE[number % len(HOSTILE)]
    db.session.commit()
    return world


def exports(world: World, kind: str) -> list[str]:
    wanted = [row for row in rows() if row.method == "GET" and row.address.split("?")[0].endswith(kind)]
    return [world.address(row.address, "hr") for row in wanted if row.answers["hr"] == "200"]


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_no_cell_of_a_csv_runs(hostile: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    seen = 0
    for address in exports(hostile, ".csv"):
        answer = as_viewer("hr").get(address)
        cells = [cell for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")) for cell in row]
        wrong = [cell for cell in cells if cell.startswith(BEGINS_A_FORMULA)]
        assert not [cell for cell in wrong if not _is_number(cell)], address
        seen += sum(name in cell for cell in cells for name in HOSTILE)
    assert seen > 0, "no hostile name in any export: the test is blind"


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_no_cell_of_a_workbook_runs(hostile: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    addresses = exports(hostile, ".xlsx")
    for address in addresses:
        book = openpyxl.load_workbook(io.BytesIO(as_viewer("hr").get(address).data))
        for page in book.worksheets:
            assert not page._hyperlinks, address
            for row in page.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (address, cell.value)
                    assert not (isinstance(cell.value, str) and cell.value.startswith(BEGINS_A_FORMULA)), (address, cell.value)
        assert not book.defined_names
    assert addresses


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").isdigit()
