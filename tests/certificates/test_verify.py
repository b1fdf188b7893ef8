"""What a stranger with a code learns, and what not."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.certificates import rules, service
from lms.certificates.models import Certificate
from lms.db import db
from lms.people.models import Person
from tests.certificates.conftest import Issue
from tests.conftest import MovableClock

Cast = dict[str, Person]
SENTENCE = "Enter the 16 letters and numbers under the QR code."


def heading(page: str) -> str:
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found)).split())


@pytest.fixture
def certificate(cast: Cast, issue: Issue) -> Certificate:
    return issue(cast["ana"], name="Ana Lindqvist")


def test_a_valid_one_repeats_every_printed_field(client: FlaskClient, certificate: Certificate) -> None:
    response = client.get(f"/verify/{certificate.code}")
    assert response.status_code == 200
    assert heading(response.text) == "Valid"
    words = ["Ana Lindqvist", "Core course for everyone", "version 3", "12 March 2027", "12 March 2028"]
    words += ["Six modules with a quiz each. A check of 12 new situations.", "Active listening, level 2"]
    words += ["Promise keeping, level 1", "1 hour 42 minutes", rules.grouped(certificate.code)]
    words += ["Larkmoor Systems", "people@larkmoor.example", "Checked 3 May 2027, 09:00 UTC."]
    assert [each for each in words if each not in response.text] == []


@pytest.mark.parametrize(
    "path", ["/verify", "/verify/{code}", "/verify?code={code}", "/verify/0000000000000000", "/verify/x"]
)
def test_no_cookie_no_robots_no_copies(client: FlaskClient, certificate: Certificate, path: str) -> None:
    response = client.get(path.format(code=certificate.code))
    assert "Set-Cookie" not in response.headers
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"
    assert "http://" not in response.text.replace("http://www.w3.org/2000/svg", "")


def test_nothing_that_is_not_printed_is_shown(
    client: FlaskClient, cast: Cast, issue: Issue, certificate: Certificate
) -> None:
    other = issue(cast["ana"], course="canary-course", course_title="canary-title")
    service.withdraw(certificate, "canary-reason", by=cast["henry"].id, now=clock.now())
    db.session.commit()
    page = client.get(f"/verify/{certificate.code}").text
    secrets = ["canary", cast["ana"].email, "Henry", other.code, "/people/", "/certificates/"]
    assert [each for each in secrets if each in page] == []


def test_a_withdrawn_one_says_when_and_not_why(
    client: FlaskClient, cast: Cast, certificate: Certificate
) -> None:
    service.withdraw(certificate, "canary-reason", by=None, now=clock.now())
    db.session.commit()
    response = client.get(f"/verify/{certificate.code}")
    assert heading(response.text) == "Withdrawn on 3 May 2027 by the issuer"
    assert "Valid" not in response.text
    assert "canary-reason" not in response.text
    assert "Ana Lindqvist" in response.text


def test_it_stays_valid_when_it_is_no_longer_current(
    client: FlaskClient, clock: MovableClock, certificate: Certificate
) -> None:
    passed = "This day has passed"
    clock.moment = clock.moment.replace(year=2028, month=3, day=12)
    assert passed not in client.get(f"/verify/{certificate.code}").text
    clock.move(days=1)
    page = client.get(f"/verify/{certificate.code}").text
    assert heading(page) == "Valid"
    assert passed in page


def test_an_unknown_code_says_so(client: FlaskClient, certificate: Certificate) -> None:
    response = client.get("/verify/0000000000000000")
    assert response.status_code == 404
    assert heading(response.text) == "No certificate has this code"
    assert "people@larkmoor.example" in response.text
    assert "Ana" not in response.text


def test_one_wrong_sign_is_never_valid(client: FlaskClient, certificate: Certificate) -> None:
    code = certificate.code
    for place in range(len(code)):
        other = rules.ALPHABET[(rules.ALPHABET.index(code[place]) + 1) % 32]
        response = client.get(f"/verify/{code[:place]}{other}{code[place + 1 :]}")
        assert heading(response.text) == "No certificate has this code"


def test_edited_fields_in_the_address_change_nothing(client: FlaskClient, certificate: Certificate) -> None:
    edited = "?name=Zoe&course_title=Doctor&status=valid&completed_on=2030-01-01&code=0000000000000000"
    page = client.get(f"/verify/{certificate.code}{edited}").text
    assert "Ana Lindqvist" in page
    assert not [each for each in ("Zoe", "Doctor", "2030") if each in page]


def test_the_form_leads_to_the_address_of_the_code(client: FlaskClient, certificate: Certificate) -> None:
    typed = f" {rules.grouped(certificate.code).lower()} ".replace("0", "o").replace("1", "l")
    response = client.get("/verify", query_string={"code": typed})
    assert response.status_code == 302
    assert response.location == f"/verify/{certificate.code}"
    grouped = client.get(f"/verify/{rules.grouped(certificate.code)}")
    assert heading(grouped.text) == "Valid"


@pytest.mark.parametrize("typed", ["", "abc", "K7QM 4TXR 9HWB 2DNU", "Ω" * 16, "<b>", "0" * 5000])
def test_what_is_no_code_is_told_kindly(client: FlaskClient, app: object, typed: str) -> None:
    response = client.get("/verify", query_string={"code": typed})
    assert response.status_code == 422
    assert response.text.count(SENTENCE) == 2
    assert "<title>Error: " in response.text
    assert "<b>" not in response.text
    assert client.get("/verify/abc").status_code == 404
    assert SENTENCE in client.get("/verify/abc").text


def test_guessing_is_slowed_down_for_the_guesser_alone(client: FlaskClient, certificate: Certificate) -> None:
    answers = [client.get(f"/verify/{rules.new_code()}") for _ in range(30)]
    assert {each.status_code for each in answers} == {404}
    for code in (rules.new_code(), certificate.code):
        limited = client.get(f"/verify/{code}")
        assert limited.status_code == 429
        assert limited.headers["Retry-After"] == "60"
        assert "Too many tries. Wait a minute." in limited.text
        assert "Ana" not in limited.text
    elsewhere = client.get(f"/verify/{certificate.code}", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert heading(elsewhere.text) == "Valid"


def test_a_name_is_compared_only_where_none_is_kept(client: FlaskClient, certificate: Certificate) -> None:
    """As long as the name is on the page there is nothing to compare, and nothing to be guessed."""
    assert client.post("/verify", data={"code": certificate.code}).status_code == 405
    page = client.post(f"/verify/{certificate.code}", data={"name": "Somebody"}).text
    assert "Does the name on the paper fit?" not in page
    assert "not the name" not in page
    assert client.post("/verify/0000000000000000", data={"name": "Somebody"}).status_code == 404
