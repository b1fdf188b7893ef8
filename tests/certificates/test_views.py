from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from html import unescape

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.audit import PageView
from lms.certificates import queries, rules, service
from lms.certificates.models import Certificate, Withdrawal
from lms.db import db
from lms.people.models import Person
from tests.certificates.conftest import Issue

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

Cast = dict[str, Person]
SignIn = Callable[[Person], FlaskClient]
MAY_SEE = {"ana", "carla", "cora", "henry"}
EVERYBODY = ("ana", "ben", "carla", "cora", "henry", "tess", "zoe", "olga", "adam")


@pytest.fixture
def certificate(cast: Cast, issue: Issue) -> Certificate:
    return issue(cast["ana"])


def main_of(page: str) -> str:
    """What the page says, without the nonce and the form token around it."""
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("who", EVERYBODY)
def test_holder_leader_coach_and_hr_see_it_and_for_others_there_is_no_such_page(
    cast: Cast, certificate: Certificate, sign_in: SignIn, who: str
) -> None:
    code, client = certificate.code, sign_in(cast[who])
    for address in (f"/certificates/{code}", f"/certificates/{code}.pdf"):
        response = client.get(address)
        assert response.status_code == (200 if who in MAY_SEE else 404)
        if who not in MAY_SEE:
            nobody = client.get(address.replace(code, "0" * 16))
            assert main_of(nobody.text) == main_of(response.text)


def test_strangers_are_sent_to_sign_in(client: FlaskClient, certificate: Certificate) -> None:
    for end in ("", ".pdf", "/withdrawals"):
        response = client.get(f"/certificates/{certificate.code}{end}")
        assert response.status_code == 302
        assert response.location.startswith("/sign-in")


def test_the_page_shows_every_field(cast: Cast, certificate: Certificate, sign_in: SignIn) -> None:
    page = sign_in(cast["ana"]).get(f"/certificates/{certificate.code}").text
    words = ["Larkmoor Systems", "people@larkmoor.example", "Ana", "has completed and passed", "Version 3"]
    words += ["Core course for everyone", "12 March 2027", "1 hour 42 minutes of learning", "12 March 2028"]
    words += ["Six modules with a quiz each.", "Active listening", "level 2", rules.grouped(certificate.code)]
    words += [f'aria-label="http://127.0.0.1:8000/verify/{certificate.code}"', "Wrong name? Ask HR"]
    assert [each for each in words if each not in page] == []
    assert "certified" not in page


def test_an_unreadable_or_unknown_code_is_no_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["henry"])
    for code in ("x", "0" * 16, "%00", "a" * 3000, "..%2f..", "1' OR 1=1"):
        assert client.get(f"/certificates/{code}").status_code in (400, 404)


def test_the_pdf_is_a_private_download(cast: Cast, certificate: Certificate, sign_in: SignIn) -> None:
    response = sign_in(cast["ana"]).get(f"/certificates/{certificate.code}.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert (
        response.headers["Content-Disposition"] == f"attachment; filename=certificate-{certificate.code}.pdf"
    )
    (page,) = pypdf.PdfReader(io.BytesIO(response.data)).pages
    assert rules.grouped(certificate.code) in page.extract_text()


@pytest.mark.parametrize("name", ["王小明", "محمد عبد الرحمن", "Ana 😀", "X" * 120])
def test_every_name_has_its_page_paper_and_check(
    cast: Cast, issue: Issue, sign_in: SignIn, client: FlaskClient, name: str
) -> None:
    code = issue(cast["ana"], name=name).code
    signed_in = sign_in(cast["ana"])
    assert name in signed_in.get(f"/certificates/{code}").text
    assert signed_in.get(f"/certificates/{code}.pdf").data.startswith(b"%PDF")
    assert name in client.get(f"/verify/{code}").text


def test_markup_in_words_stays_words(cast: Cast, issue: Issue, sign_in: SignIn, client: FlaskClient) -> None:
    hostile = "<script>alert(1)</script>"
    certificate = issue(cast["ana"], name=hostile, course_title=hostile, assessed=hostile)
    for page in (
        sign_in(cast["ana"]).get(f"/certificates/{certificate.code}"),
        client.get(f"/verify/{certificate.code}"),
    ):
        assert hostile not in page.text
        assert hostile in unescape(page.text)


def test_others_looking_is_noted_once_a_day(cast: Cast, certificate: Certificate, sign_in: SignIn) -> None:
    for who in ("ana", "henry", "henry", "zoe"):
        client = sign_in(cast[who])
        client.get(f"/certificates/{certificate.code}")
        client.get(f"/certificates/{certificate.code}.pdf")
    noted = db.session.scalars(select(PageView)).all()
    assert [(each.viewer_id, each.person_id) for each in noted] == [(cast["henry"].id, cast["ana"].id)]


def test_the_holder_shows_initials_to_strangers(
    cast: Cast, issue: Issue, sign_in: SignIn, client: FlaskClient
) -> None:
    code = issue(cast["ana"], name="Ana Lindqvist").code
    holder = sign_in(cast["ana"])
    saved = holder.post(f"/certificates/{code}/public-name", data={"initials_only": "y"})
    answer = holder.get(saved.location)
    assert "The public page shows your initials" in answer.text
    assert "Ana Lindqvist" in answer.text
    page = client.get(f"/verify/{code}").text
    assert "A. L." in page
    assert "Lindqvist" not in page
    holder.post(f"/certificates/{code}/public-name", data={})
    assert "Ana Lindqvist" in client.get(f"/verify/{code}").text


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name != "ana"])
def test_nobody_else_chooses_the_public_name(
    cast: Cast, certificate: Certificate, sign_in: SignIn, who: str
) -> None:
    address = f"/certificates/{certificate.code}/public-name"
    assert sign_in(cast[who]).post(address, data={"initials_only": "y"}).status_code == 404
    assert not queries.read_again(certificate).initials_only


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_hr_withdraws(cast: Cast, certificate: Certificate, sign_in: SignIn, who: str) -> None:
    client, address = sign_in(cast[who]), f"/certificates/{certificate.code}/withdrawals"
    if who == "henry":
        page = client.get(address).text
        assert "It cannot be undone." in page
        assert "The holder reads your reason" in page
        assert client.post(address, data={"reason": "A mistake."}).status_code == 302
    else:
        assert client.get(address).status_code == 403
        assert client.post(address, data={"reason": "A mistake."}).status_code == 403
    assert db.session.scalar(select(func.count()).select_from(Withdrawal)) == (who == "henry")


def test_withdrawing_twice_gives_the_same_answer_once(
    cast: Cast, certificate: Certificate, sign_in: SignIn
) -> None:
    client, address = sign_in(cast["henry"]), f"/certificates/{certificate.code}/withdrawals"
    first, second = (client.post(address, data={"reason": "A mistake."}) for _ in range(2))
    assert (
        (first.status_code, first.location) == (second.status_code, second.location) == (302, address[:-12])
    )
    other = client.post(address, data={"reason": "Another."})
    assert other.status_code == 409
    assert "was withdrawn before" in other.text
    assert client.get(address).status_code == 409
    assert db.session.scalar(select(Withdrawal.reason)) == "A mistake."


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "\u202e\x0b"])
def test_withdrawing_asks_for_its_reason(
    cast: Cast, certificate: Certificate, sign_in: SignIn, reason: str
) -> None:
    client, address = sign_in(cast["henry"]), f"/certificates/{certificate.code}/withdrawals"
    response = client.post(address, data={"reason": reason})
    assert response.status_code == 422
    assert "Say why in one sentence" in response.text
    assert "<title>Error: " in response.text
    assert db.session.scalar(select(Withdrawal.reason)) is None


def test_forms_without_their_token_change_nothing(
    cast: Cast, certificate: Certificate, sign_in: SignIn
) -> None:
    address = f"/certificates/{certificate.code}"
    for who, form in (("henry", "withdrawals"), ("ana", "public-name")):
        data = {"reason": "A mistake.", "initials_only": "y"}
        assert sign_in(cast[who]).post(f"{address}/{form}", data=data, token=False).status_code == 400
    kept = queries.read_again(certificate)
    assert (kept.withdrawal, kept.initials_only) == (None, False)


@pytest.mark.parametrize(
    ("who", "reads_why"), [("ana", True), ("henry", True), ("carla", False), ("cora", False)]
)
def test_the_reason_is_for_the_holder_and_hr(
    cast: Cast, certificate: Certificate, sign_in: SignIn, who: str, reads_why: bool
) -> None:
    service.withdraw(certificate, "canary-reason", by=cast["henry"].id, now=clock.now())
    page = sign_in(cast[who]).get(f"/certificates/{certificate.code}").text
    assert "Withdrawn on 3 May 2027 by the issuer" in page
    assert ("canary-reason" in page) is reads_why
    assert "Withdraw this certificate" not in page


def test_a_page_takes_the_same_few_queries_for_one_certificate_and_for_three(
    app: Flask, cast: Cast, issue: Issue, sign_in: SignIn, count_queries: Callable
) -> None:
    code = issue(cast["ana"]).code
    client = sign_in(cast["ana"])
    with count_queries() as one:
        client.get(f"/certificates/{code}")
    for day in (1, 2):
        issue(cast["ana"], completed_on=date(2027, 4, day))
    with count_queries() as three:
        client.get(f"/certificates/{code}")
    assert len(one) == len(three) <= 4
