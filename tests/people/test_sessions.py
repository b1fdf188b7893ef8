"""How long one stays signed in, and what ends it on every device."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.people import service
from lms.people.models import Person
from tests import make
from tests.conftest import MovableClock
from tests.people.test_sign_in import PASSWORD, is_in, send


@pytest.fixture
def ana(app: Flask) -> Person:
    return make.person("Ana", password=PASSWORD)


class TestIdleTime:
    def test_twelve_idle_hours_are_the_end(self, ana: Person, client: FlaskClient, clock: MovableClock) -> None:
        send(client)
        clock.move(hours=12)
        assert is_in(client)
        clock.move(hours=12, seconds=1)
        assert not is_in(client)

    def test_who_works_on_stays_in(self, ana: Person, client: FlaskClient, clock: MovableClock) -> None:
        send(client)
        for _ in range(5):
            clock.move(hours=11)
            assert is_in(client)

    def test_thirty_days_if_one_asked_for_it(self, ana: Person, client: FlaskClient, clock: MovableClock) -> None:
        send(client, keep="y")
        clock.move(days=30)
        assert is_in(client)
        clock.move(days=30, seconds=1)
        assert not is_in(client)

    def test_only_a_kept_cookie_outlives_the_browser(self, ana: Person, app: Flask) -> None:
        short, kept = app.test_client(), app.test_client()
        assert "Expires" not in send(short).headers["Set-Cookie"]
        assert "Expires" in send(kept, keep="y").headers["Set-Cookie"]

    def test_a_cookie_is_renewed_at_most_every_ten_minutes(
        self, ana: Person, client: FlaskClient, clock: MovableClock
    ) -> None:
        send(client)
        clock.move(minutes=9)
        assert "Set-Cookie" not in client.get("/me/export").headers
        clock.move(minutes=2)
        assert "Set-Cookie" in client.get("/me/export").headers

    def test_the_cookie_is_for_this_site_and_not_for_scripts(self, ana: Person, client: FlaskClient) -> None:
        cookie = send(client).headers["Set-Cookie"]
        assert cookie.startswith("salesfit=")
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


class TestTheEndOfAllSessions:
    @pytest.fixture
    def devices(self, ana: Person, app: Flask) -> list[FlaskClient]:
        found = [app.test_client(), app.test_client()]
        for device in found:
            send(device)
        return found

    def test_signing_out_ends_this_one_alone(self, devices: list[FlaskClient]) -> None:
        assert devices[0].post("/sign-out").status_code == 302
        assert [is_in(device) for device in devices] == [False, True]

    def test_sign_out_everywhere(self, devices: list[FlaskClient]) -> None:
        assert devices[0].post("/sign-out-everywhere").status_code == 302
        assert [is_in(device) for device in devices] == [False, False]

    def test_a_new_password(self, ana: Person, devices: list[FlaskClient], app: Flask) -> None:
        token = service.make_link(ana, now=make.clock.now())
        third = app.test_client()
        third.post(f"/link/{token}", data={"password": "four grey pigeons"})
        assert [is_in(device) for device in (*devices, third)] == [False, False, True]

    def test_leaving(self, ana: Person, devices: list[FlaskClient]) -> None:
        service.leave(ana, on=make.clock.today())
        assert [is_in(device) for device in devices] == [False, False]

    def test_an_old_cookie_put_back_is_of_no_use(self, ana: Person, client: FlaskClient) -> None:
        send(client)
        cookie = client.get_cookie("salesfit")
        assert cookie is not None
        client.post("/sign-out-everywhere")
        client.set_cookie("salesfit", cookie.value)
        assert not is_in(client)


def test_the_session_from_before_signing_in_is_thrown_away(app: Flask, client: FlaskClient) -> None:
    """A stranger who planted a session in someone's browser gains nothing when they sign in."""
    make.person("Ana", password=PASSWORD)
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted_by"] = "a stranger"
    send(client)
    with client.session_transaction() as session:
        assert "planted_by" not in session
