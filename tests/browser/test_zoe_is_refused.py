"""Zoe works elsewhere: what is not hers is shut, whichever way she comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.answers import read_question
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_everything_that_is_not_hers(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    ana, code = site.person("ana"), certificate_of_ana(site)
    evidence = site.ask("SELECT id FROM evidence WHERE person_id = ?", str(ana))[0][0]
    zoe = arrive(site)
    page = zoe.sign_in("zoe")
    for name in ("Coverage", "Studio", "Company", "Jobs"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)

    page = zoe.visit("/reports/coverage", status=403)
    expect(page.get_by_role("heading", name="This page is for other roles")).to_be_visible()
    for address in ("/reports/coverage.csv", "/reports/coverage/bookkeeper/promise-keeping"):
        assert zoe.fetch(address)[0] == 403, address
    page = zoe.visit("/studio/", status=403)
    expect(page.get_by_text("trainer")).to_be_visible()

    page = zoe.visit(f"/people/{ana}", status=404)
    expect(page.get_by_role("heading", name="There is no page here")).to_be_visible()
    zoe.visit(f"/certificates/{code}", status=404)
    for address in (
        f"/people/{ana}/evidence/{evidence}",
        f"/people/{site.person('zoe')}/evidence/{evidence}",
        f"/certificates/{code}.pdf",
        "/people/999999",
    ):
        status, refusal = zoe.fetch(address)
        assert status == 404, address
        assert "Kovács" not in refusal

    zoe.visit(f"/people/{site.person('zoe')}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoe Marchetti")


def test_no_form_of_hers_changes_what_is_not_hers(site: Site, arrive: Callable[[Site], Visitor]) -> None:
    zoe = arrive(site)
    zoe.sign_in("zoe")
    page = zoe.visit("/company")
    expect(page.get_by_role("textbox")).to_have_count(0)
    token = read_question(zoe.fetch("/courses/core/core-2/quiz/1")[1]).token
    before = site.ask("SELECT * FROM company_card"), site.ask("SELECT * FROM certificate")
    code = certificate_of_ana(site)

    assert zoe.send("/company", {"csrf_token": token, "promise": "Mine now", "edition": "1"}) == 403
    assert zoe.send(f"/certificates/{code}/withdrawals", {"csrf_token": token, "reason": "Because"}) in (403, 404)
    assert zoe.send(f"/certificates/{code}/public-name", {"csrf_token": token, "initials_only": "y"}) == 404
    assert zoe.send("/company", {"promise": "Mine now", "edition": "1"}) == 400

    assert (site.ask("SELECT * FROM company_card"), site.ask("SELECT * FROM certificate")) == before


def certificate_of_ana(site: Site) -> str:
    code: str = site.ask("SELECT code FROM certificate WHERE person_id = ?", str(site.person("ana")))[0][0]
    return code
