"""The lists beside the reports as files: people, coaches beside each other, what is questioned, who has signed.

Meant to catch: the search left out of the file, `after` left out of the parts, the entry in the log left out.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.audit import AuditEntry
from lms.coaching import disputes
from lms.competencies.models import Evidence
from lms.db import db
from lms.jobs import queries as jobs
from lms.jobs import sign_offs
from lms.people.models import Person
from lms.reports import people_queries
from tests import make
from tests.coaching import visiting
from tests.reports.test_views import SignIn, text_of
from tests.reports.world import crowd, sheet, table, with_jobs

LISTS = {
    "/people/": "/people",
    "/people/?q=a": "/people",
    "/people/?job=none": "/people",
    "/people/?job=none&q=h": "/people",
    "/coaching/drift": "/coaching/drift",
    "/coaching/disputes": "/coaching/disputes",
    "/jobs/receptionist/sign-offs": "/jobs/receptionist/sign-offs",
}


@pytest.fixture
def company(app: Flask) -> dict[str, Person]:
    """Ana has signed her job, was seen by Carla, and asks Dora for a second look."""
    cast = with_jobs()
    cast["dora"] = make.person("Dora", roles=("coach",))
    crowd(3, "receptionist")
    visiting.calibrate(cast["carla"])
    visiting.visit(cast["carla"], cast["ana"], {visiting.GREETING: 2})
    piece = db.session.scalars(select(Evidence)).one()
    disputes.question(
        cast["ana"].id, piece.id, reason="It was market day.", asked_id=cast["dora"].id, number=1, now=clock.now()
    )
    line = jobs.job_line("receptionist", clock.today())
    sign_offs.sign(cast["ana"].id, line.id, 1, on=clock.today(), now=clock.now())
    db.session.commit()
    return cast


def file_of(page: str, kind: str) -> str:
    return f"{LISTS[page]}.{kind}" + ("?" + page.partition("?")[2] if "?" in page else "")


def names_on(screen: str) -> list[str]:
    return re.findall(r'rowheader" scope="row">(?:<a [^>]*>)?([^<]+)<', screen)


def as_text(cell: object) -> str:
    return "" if cell is None else cell.isoformat()[:10] if isinstance(cell, date) else str(cell)


def rows_of(client: FlaskClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return table(answer.data)


@pytest.mark.parametrize("page", LISTS)
def test_the_file_holds_who_is_on_the_screen_in_their_order(
    company: dict[str, Person], sign_in: SignIn, page: str
) -> None:
    client = sign_in(company["henry"])
    screen = text_of(client, page)
    head, *rows = rows_of(client, file_of(page, "csv"))
    assert rows
    assert [row[1] for row in rows] == names_on(screen)
    promised = re.search(r"CSV, (\d+) rows?<", screen)
    assert promised
    assert int(promised[1]) == len(rows)
    assert f'href="{file_of(page, "csv").replace("&", "&amp;")}"' in screen
    workbook = sheet(client.get(file_of(page, "xlsx")).data)
    assert [[as_text(cell) for cell in row] for row in workbook] == [head, *rows]


def test_what_stands_in_the_cells_is_what_the_page_says(company: dict[str, Person], sign_in: SignIn) -> None:
    client, ana = sign_in(company["henry"]), company["ana"]
    [questioned] = rows_of(client, "/coaching/disputes.csv")[1:]
    assert questioned == [str(ana.id), "Ana", "Empathy and tone", "2027-05-03", "2027-05-17", "no", "Dora"]
    carla, dora = rows_of(client, "/coaching/drift.csv")[1:]
    assert carla[1:5] == ["Carla", "2027-05-03", "no", "on the reference"]
    assert dora[1:] == ["Dora", "", "yes", "", ""]
    signed = rows_of(client, "/jobs/receptionist/sign-offs.csv")
    assert [row for row in signed if row[4] == "2027-05-03"] == [[str(ana.id), "Ana", "receptionist", "1", "2027-05-03"]]
    people = rows_of(client, "/people.csv?q=ana")
    assert people[1:] == [[str(ana.id), "Ana", "Service", "Receptionist", "q=ana"]]


def test_a_file_has_the_people_its_reader_sees_and_no_others(company: dict[str, Person], sign_in: SignIn) -> None:
    for who in ("ana", "carla", "olga", "adam"):
        client = sign_in(company[who])
        assert [row[1] for row in rows_of(client, "/people.csv")[1:]] == names_on(text_of(client, "/people/"))


def test_parts_of_the_file_join_without_a_gap(
    company: dict[str, Person], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_queries, "AT_ONCE", 2)
    for number in range(3):
        make.person(f"Same Name {number}").name = "Same Name"
    db.session.commit()
    client = sign_in(company["henry"])
    assert [row[1] for row in rows_of(client, "/people.csv")[1:]] == names_on(text_of(client, "/people/"))


@pytest.mark.parametrize("address", sorted(set(LISTS.values())))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_that_names_leave_is_kept_and_looking_at_the_head_is_not(
    company: dict[str, Person], sign_in: SignIn, address: str, kind: str
) -> None:
    client = sign_in(company["henry"])
    assert client.head(f"{address}.{kind}").status_code == 200
    kept = select(AuditEntry).where(AuditEntry.act == "report.exported")
    assert not db.session.scalars(kept).all()
    client.get(f"{address}.{kind}")
    entry = db.session.scalars(kept).one()
    assert (entry.by_id, entry.details["kind"]) == (company["henry"].id, kind)
