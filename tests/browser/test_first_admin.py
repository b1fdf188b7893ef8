"""A real installation begins with one link, which lets the first admin choose a password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("empty site")]

PASSWORD = "harbour lights at seven"


def test_the_first_admin_signs_in(empty_site: Site, arrive: Callable[[Site], Visitor], scripts: bool) -> None:
    email = f"grace{'' if scripts else '.hall'}@quayside.example"
    printed = empty_site.command("people", "add", email, "Grace Hall", "--role", "admin").strip()
    assert printed.startswith(f"{empty_site.address}/link/")
    link = printed.removeprefix(empty_site.address)

    grace = arrive(empty_site)
    page = grace.visit(link)
    expect(page.get_by_label("Your e-mail")).to_have_value(email)
    page.get_by_label("New password").fill("short")
    grace.press("Save and sign in", status=422, kind="too short")
    expect(page.get_by_role("alert")).to_contain_text("Use at least 10 characters.")
    page.get_by_label("New password").fill(PASSWORD)
    grace.press("Save and sign in")
    expect(page.get_by_text("Your password is set. Welcome.")).to_be_visible()
    expect(page.get_by_text("Nobody has given you a job description yet.")).to_be_visible()

    someone = arrive(empty_site)
    page = someone.visit(link, status=410)
    expect(page.get_by_text("This link was used or is older than 24 hours.")).to_be_visible()

    again = arrive(empty_site)
    page = again.visit("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Keep me signed in for 30 days").check()
    again.press("Sign in")
    expect(page.get_by_role("link", name="Grace Hall")).to_be_visible()
    again.press("Sign out", kind="after signing out")
    again.visit("/", kind="signed out")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
