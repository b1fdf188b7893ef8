"""Acts that leave an entry: by commands of the operator, and by too many misses at the door.

Meant to catch: without each `audit.record` of them.
"""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from lms import audit
from lms import clock as clock_of
from lms.certificates import service as certificates
from lms.company import service as company
from lms.db import db
from lms.operating import people_add
from lms.people import queries
from lms.people.cli import link
from tests import make
from tests.conftest import MovableClock


def acts() -> list[tuple[str, int | None, int | None, dict[str, int | str]]]:
    """The oldest first."""
    found = [(each.act, each.by_id, each.about_id, each.details) for each in reversed(audit.entries())]
    db.session.commit()
    return found


def test_the_first_admin_is_added_by_a_command(app: Flask) -> None:
    done = CliRunner().invoke(people_add, ["adam@example.com", "Adam", "--role", "admin", "--role", "hr"])
    assert done.exit_code == 0, done.output
    adam = queries.find_by_email("adam@example.com")
    assert adam is not None
    assert acts() == [
        ("person.added", None, adam.id, {}),
        ("role.given", None, adam.id, {"role": "admin"}),
        ("role.given", None, adam.id, {"role": "hr"}),
        ("link.made", None, adam.id, {}),
    ]


def test_a_link_is_made_by_a_command(app: Flask) -> None:
    ana = make.person("Ana")
    db.session.commit()
    assert CliRunner().invoke(link, ["ana@example.com"]).exit_code == 0
    assert acts() == [("link.made", None, ana.id, {})]


@pytest.mark.parametrize("email", ["ana@example.com", "nobody@example.com"])
def test_an_account_is_shut_by_misses(app: Flask, client: FlaskClient, clock: MovableClock, email: str) -> None:
    """Once, however often somebody goes on trying; of an account that is not there, without a number."""
    ana = make.person("Ana", password="three green bottles")
    for _ in range(9):
        client.post("/sign-in", data={"email": email, "password": "a guess, and wrong"})
    assert acts() == [("sign-in.locked", None, ana.id if email.startswith("ana") else None, {})]


def test_misses_that_shut_nothing_leave_no_entry(app: Flask, client: FlaskClient) -> None:
    make.person("Ana", password="three green bottles")
    for _ in range(5):
        client.post("/sign-in", data={"email": "ana@example.com", "password": "a guess, and wrong"})
    assert acts() == []


def test_a_certificate_is_withdrawn_once(app: Flask) -> None:
    cast = make.cast()
    card = {"issuer_name": "Larkmoor Systems", "issuer_contact": "people@larkmoor.example"}
    company.save_card(card, edition=0, by=None, now=clock_of.now())
    held = certificates.issue(
        person_id=cast["ana"].id,
        name="Ana",
        course="core",
        course_title="Core",
        course_version=1,
        revision="a" * 64,
        completed_on=clock_of.today(),
        assessed="Quizzes",
        shown=[],
        minutes=60,
        current_for_months=12,
        now=clock_of.now(),
    )
    for _ in range(2):
        certificates.withdraw(held, "Issued to the wrong person.", by=cast["henry"].id, now=clock_of.now())
    db.session.commit()
    assert ("certificate.withdrawn", cast["henry"].id, cast["ana"].id, {"certificate": held.id}) in acts()
    assert [act for act, *_ in acts()].count("certificate.withdrawn") == 1
