from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from lms import clock
from lms.certificates import queries, rules, service
from lms.certificates.models import Certificate, Status, Withdrawal
from lms.company import service as company
from lms.db import db
from lms.people.models import Person
from tests import make
from tests.certificates.conftest import Issue

Cast = dict[str, Person]


def number_of(table: type[Certificate] | type[Withdrawal]) -> int | None:
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_certificate_keeps_its_words(cast: Cast, issue: Issue) -> None:
    certificate = issue(cast["ana"])
    assert certificate.status is Status.VALID
    assert certificate.current_until == date(2028, 3, 12)
    assert (certificate.issuer_name, certificate.issuer_contact) == (
        "Larkmoor Systems",
        "people@larkmoor.example",
    )
    assert rules.read_code(certificate.code) == certificate.code
    company.save_card({"issuer_name": "Another"}, edition=1, by=None, now=clock.now())
    cast["ana"].name = "Ana Married"
    db.session.commit()
    kept = queries.find_by_code(certificate.code)
    assert kept is not None
    assert (kept.name, kept.issuer_name) == ("Ana", "Larkmoor Systems")


def test_without_a_name_on_the_card_the_place_for_it_is_printed(app: Flask, issue: Issue) -> None:
    certificate = issue(make.person("Ana"))
    assert (certificate.issuer_name, certificate.issuer_contact) == ("[our company]", "")


def test_the_same_completion_is_one_certificate(cast: Cast, issue: Issue) -> None:
    first, again = issue(cast["ana"]), issue(cast["ana"], assessed="something else")
    assert (first.id, first.assessed) == (again.id, again.assessed)
    assert number_of(Certificate) == 1


def test_another_person_course_or_day_is_another_certificate(cast: Cast, issue: Issue) -> None:
    issue(cast["ana"])
    issue(cast["ben"])
    issue(cast["ana"], course="developer")
    issue(cast["ana"], completed_on=date(2028, 3, 12))
    assert number_of(Certificate) == 4


def test_twelve_at_once_are_one_certificate(app: Flask, cast: Cast, issue: Issue) -> None:
    ana = cast["ana"].id
    together = Barrier(12)

    def ask(_turn: int) -> str:
        with app.app_context():
            person = db.session.get_one(Person, ana)
            db.session.rollback()
            together.wait(timeout=20)
            code = issue(person).code
            db.session.remove()
            return code

    db.session.commit()
    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(ask, range(12)))
    assert len(set(codes)) == 1
    assert number_of(Certificate) == 1


def test_withdrawing_keeps_who_when_and_why(cast: Cast, issue: Issue) -> None:
    certificate = issue(cast["ana"])
    service.withdraw(certificate, "  Issued to the\nwrong person. ", by=cast["henry"].id, now=clock.now())
    withdrawal = certificate.withdrawal
    assert withdrawal is not None
    assert (withdrawal.reason, withdrawal.withdrawn_by_id) == (
        "Issued to the wrong person.",
        cast["henry"].id,
    )
    assert withdrawal.withdrawn_at == clock.now()
    assert certificate.status is Status.WITHDRAWN


def test_the_same_withdrawal_twice_is_one_and_another_is_refused(cast: Cast, issue: Issue) -> None:
    certificate = issue(cast["ana"])
    henry, zoe = cast["henry"].id, cast["zoe"].id
    service.withdraw(certificate, "A mistake.", by=henry, now=clock.now())
    service.withdraw(certificate, "A mistake.", by=henry, now=clock.now())
    for reason, by in (("Another reason.", henry), ("A mistake.", zoe)):
        with pytest.raises(service.AlreadyWithdrawn):
            service.withdraw(certificate, reason, by=by, now=clock.now())
    assert number_of(Withdrawal) == 1


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 501])
def test_a_withdrawal_needs_a_reason(cast: Cast, issue: Issue, reason: str) -> None:
    certificate = issue(cast["ana"])
    with pytest.raises(service.ReasonMissing):
        service.withdraw(certificate, reason, by=cast["henry"].id, now=clock.now())
    assert number_of(Withdrawal) == 0


def test_certificates_of_a_person_come_newest_first(cast: Cast, issue: Issue) -> None:
    old, new = issue(cast["ana"]), issue(cast["ana"], completed_on=date(2028, 3, 1))
    issue(cast["ben"])
    assert [each.id for each in queries.certificates_of(cast["ana"].id)] == [new.id, old.id]


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_the_command_withdraws(run: FlaskCliRunner, cast: Cast, issue: Issue) -> None:
    certificate = issue(cast["ana"])
    typed = rules.grouped(certificate.code).lower()
    result = run.invoke(args=["certificates", "withdraw", typed, "--reason", "A mistake."])
    assert result.exit_code == 0, result.output
    assert rules.grouped(certificate.code) in result.output
    db.session.expire_all()
    kept = queries.read_again(certificate)
    assert kept.withdrawal is not None
    assert (kept.withdrawal.reason, kept.withdrawal.withdrawn_by_id) == ("A mistake.", None)


def test_the_command_asks_for_a_reason(run: FlaskCliRunner, cast: Cast, issue: Issue) -> None:
    certificate = issue(cast["ana"])
    for more in ([], ["--reason", "  "]):
        result = run.invoke(args=["certificates", "withdraw", certificate.code, *more])
        assert result.exit_code == 2
        assert "Say why it is taken back" in result.output
    assert number_of(Withdrawal) == 0


@pytest.mark.parametrize("code", ["0000000000000000", "no code at all"])
def test_the_command_names_a_code_that_is_none(run: FlaskCliRunner, app: Flask, code: str) -> None:
    result = run.invoke(args=["certificates", "withdraw", code, "--reason", "A mistake."])
    assert result.exit_code == 1
    assert "No certificate has the code" in str(result.exception)
