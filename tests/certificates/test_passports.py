"""A role passport keeps what was printed on its day, is checked like a certificate, and can be taken back.

Meant to catch: levels read anew for the page, a withdrawn passport that still shows its levels to strangers,
one passport for each click.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pikepdf
import pypdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms import clock
from lms.audit import AuditEntry
from lms.certificates import rules
from lms.certificates.passports import pdf, queries
from lms.certificates.passports.models import Passport, PassportWithdrawal
from lms.certificates.passports.printed import PassportLine, PrintedPassport
from lms.company import service as company
from lms.competencies import service as competencies
from lms.competencies.models import Kind
from lms.db import db
from lms.people.models import Person
from tests.reports.world import passed_quiz, with_jobs

SignIn = Callable[[Person], FlaskClient]
MAY_SEE = {"ana", "carla", "henry"}


@pytest.fixture
def cast(app: object) -> dict[str, Person]:
    """Ana holds level 1 in two competencies, and her receptionist's job asks for them."""
    made = with_jobs()
    company.save_card({"issuer_name": "Larkmoor Systems", "issuer_contact": "people@larkmoor.example"}, edition=0, by=None, now=clock.now())
    passed_quiz(made["ana"], "empathy-tone", "promise-keeping", on=clock.today() - timedelta(days=2))
    return made


@pytest.fixture
def passport(cast: dict[str, Person], sign_in: SignIn) -> Passport:
    code = sign_in(cast["ana"]).post("/me/passport").location.rsplit("/", 1)[1]
    found = queries.find_by_code(code)
    assert found is not None
    return found


def words(response: TestResponse) -> str:
    text = unescape(re.sub(r"<[^>]+>", " ", response.text.partition("<main")[2])).replace("\u00ad", "")
    return " ".join(text.split())


def text_of(made: bytes) -> str:
    (page,) = pypdf.PdfReader(io.BytesIO(made)).pages
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


def test_page_paper_and_check_say_the_same(
    cast: dict[str, Person], passport: Passport, sign_in: SignIn, client: FlaskClient
) -> None:
    ana = sign_in(cast["ana"])
    page = words(ana.get(f"/passports/{passport.code}"))
    paper = text_of(ana.get(f"/passports/{passport.code}.pdf").data)
    check = words(client.get(f"/verify/{passport.code}"))
    for said in (page, paper, check):
        for field in (
            "Ana", "Receptionist, version 1", "holds 1 of the 2 levels that the job asks for", "Larkmoor Systems",
            "people@larkmoor.example", rules.grouped(passport.code), "1 May 2027", "quiz 1 May 2027", "level 2",
        ):  # fmt: skip
            assert field in said, (field, said)
    assert "The first word" not in page + paper + check
    assert check.startswith("id=") or "Valid" in check
    assert "The levels are as of 3 May 2027; later ones may differ." in check


def test_what_comes_later_changes_nothing_in_it(
    cast: dict[str, Person], passport: Passport, sign_in: SignIn, client: FlaskClient
) -> None:
    before = words(sign_in(cast["ana"]).get(f"/passports/{passport.code}"))
    levels = [("empathy-tone", 2)]
    competencies.record(cast["ana"].id, Kind.SCENARIO, "run:1", "?", levels, on=clock.today(), now=clock.now())
    cast["ana"].name = "Ana Lindqvist"
    assert words(sign_in(cast["ana"]).get(f"/passports/{passport.code}")) == before
    assert "Lindqvist" not in words(client.get(f"/verify/{passport.code}"))


def test_made_twice_it_is_one_until_something_changed(cast: dict[str, Person], passport: Passport, sign_in: SignIn) -> None:
    ana = sign_in(cast["ana"])
    assert ana.post("/me/passport").location == f"/passports/{passport.code}"
    passed_quiz(cast["ana"], "plain-language", source="attempt:2")
    assert ana.post("/me/passport").location != f"/passports/{passport.code}"
    assert db.session.scalar(select(func.count()).select_from(Passport)) == 2
    assert words(ana.get("/me/passport")).count("valid") == 2


def test_without_a_job_there_is_nothing_to_put_beside_the_levels(cast: dict[str, Person], sign_in: SignIn) -> None:
    zoe = sign_in(cast["zoe"])
    assert "You hold no job today" in words(zoe.get("/me/passport"))
    assert zoe.post("/me/passport").status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Passport)) == 0


@pytest.mark.parametrize("who", ["ana", "ben", "carla", "henry", "tess", "zoe", "olga", "adam"])
def test_the_holder_and_those_who_see_their_levels_see_it(
    cast: dict[str, Person], passport: Passport, sign_in: SignIn, who: str
) -> None:
    for end in ("", ".pdf"):
        status = sign_in(cast[who]).get(f"/passports/{passport.code}{end}").status_code
        assert status == (200 if who in MAY_SEE else 404)
    may_withdraw = who in ("ana", "henry")
    assert sign_in(cast[who]).get(f"/passports/{passport.code}/withdrawals").status_code == (200 if may_withdraw else 404)
    sent = sign_in(cast[who]).post(f"/passports/{passport.code}/withdrawals", data={"reason": "A slip."})
    assert sent.status_code == (302 if may_withdraw else 404)
    assert db.session.scalar(select(func.count()).select_from(PassportWithdrawal)) == may_withdraw


def test_taken_back_it_tells_strangers_only_that(
    cast: dict[str, Person], passport: Passport, sign_in: SignIn, client: FlaskClient
) -> None:
    ana, address = sign_in(cast["ana"]), f"/passports/{passport.code}/withdrawals"
    assert ana.post(address, data={"reason": ""}).status_code == ana.post(address, data={"reason": ""}).status_code == 302
    check = words(client.get(f"/verify/{passport.code}"))
    assert "Withdrawn on 3 May 2027" in check
    assert "Ana" not in check
    assert "Receptionist" not in check
    assert "Withdrawn on 3 May 2027" in text_of(ana.get(f"/passports/{passport.code}.pdf").data)
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert list(acts).count("passport.withdrawn") == 1
    again = ana.post("/me/passport").location
    assert again != f"/passports/{passport.code}", "a new one has a code of its own"


def test_hr_says_why_and_the_holder_reads_it(cast: dict[str, Person], passport: Passport, sign_in: SignIn) -> None:
    henry, address = sign_in(cast["henry"]), f"/passports/{passport.code}/withdrawals"
    assert henry.post(address, data={"reason": " "}).status_code == 422
    assert henry.post(address, data={"reason": "The job was wrong."}).status_code == 302
    assert henry.post(address, data={"reason": "Another reason."}).status_code == 409
    assert "The job was wrong." in words(sign_in(cast["ana"]).get(f"/passports/{passport.code}"))
    assert "The job was wrong." not in words(sign_in(cast["carla"]).get(f"/passports/{passport.code}"))


PRINTED = PrintedPassport(
    name="Ana Lindqvist",
    jobs="Receptionist, version 3; Team leader, version 1",
    summary="On 3 May 2027: holds 9 of the 14 levels that the job asks for.",
    as_of="3 May 2027",
    lines=tuple(
        PassportLine(
            title=f"Competency {n}", asks="level 3", has="level 4, due for refresh", is_met=True, since="12 March 2027",
            shown_by="observation 1 March 2027, observation 2 March 2027, observation 3 March 2027, improvement 12 March 2027",
        )
        for n in range(14)
    ),
    issuer_name="Larkmoor Systems",
    issuer_contact="people@larkmoor.example",
    code="K7QM4TXR9HWB2DNP",
    grouped_code="K7QM 4TXR 9HWB 2DNP",
    verify_url="https://learn.example.com/verify/K7QM4TXR9HWB2DNP",
    verify_place="learn.example.com/verify",
    withdrawn_on="",
)  # fmt: skip


def test_a_full_one_is_one_tagged_page(app: object) -> None:
    made = pdf.as_pdf(PRINTED)
    assert "Competency 13" in text_of(made)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.check_pdf_syntax() == []
        with document.open_metadata() as about:
            assert str(about["pdfuaid:part"]) == "1"
        kinds = [str(each.S) for each in structure(document.Root.StructTreeRoot)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/TH") == 5
    assert kinds.count("/TR") == 15


@pytest.mark.parametrize("name", ["王小明", "محمد عبد الرحمن", "X" * 120, '#panic("x")', ""])
def test_any_name_is_set_as_data(app: object, name: str) -> None:
    from dataclasses import replace

    assert PRINTED.grouped_code in text_of(pdf.as_pdf(replace(PRINTED, name=name)))


def structure(element: pikepdf.Object) -> list[pikepdf.Object]:
    children = element.get("/K", [])
    found = []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found += ([child] if "/S" in child else []) + structure(child)
    return found
