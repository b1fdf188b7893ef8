"""Scorecard S3: no form is taken without its own token, and looking changes nothing but who looked.

Seen to fail: the tokens switched off, the plans view exempt from them, and a commit of a new team
planted in learning.course.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from lms.throttle import Throttle
from tests.security.access import Row, rows
from tests.security.rows_of import changed, everything
from tests.security.world import VIEWERS, World

FORGED = {
    "no token": None,
    "an empty one": "",
    "a made-up one": "IjEyMyI.aaaa.bbbb",
    "one signed with another key": URLSafeTimedSerializer("another key", salt="wtf-csrf-token").dumps("planted"),
}


SIGNED_ADDRESS = "/reminders/{own.reminder}"
"""Sent by mail programs, which have no token of a form; the address itself is signed, and only pauses a mail."""
LOGS = ("page_view", "audit_entry")
"""What looking may add to: who looked at whose page, and whose names left the house in a file."""


def _first_who_may(row: Row) -> str:
    """A viewer for whom the form would be taken if its token were right."""
    taken = (viewer for viewer in reversed(VIEWERS) if row.answers[viewer] in ("302", "303", "422", "200"))
    return next(taken, "admin")  # what is refused to all is refused to one like any other


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_no_form_is_taken_without_its_token(
    app: Flask, world: World, as_viewer: Callable[[str], FlaskClient]
) -> None:
    wrong = []
    for row in (each for each in rows() if each.method == "POST" and each.address != SIGNED_ADDRESS):
        viewer = _first_who_may(row)
        address = world.address(row.address, viewer)
        form = {name: world.address(value, viewer) for name, value in row.form.items()}
        for name, token in FORGED.items():
            app.extensions["throttle"] = Throttle("")
            client, before = as_viewer(viewer), everything()
            sent = form if token is None else {**form, "csrf_token": token}
            client.get("/company")  # so that the session has a token of its own to compare with
            response = client.post(address, data=sent, token=False)
            difference = changed(before, everything())
            if response.status_code != 400 or difference:
                wrong.append(f"{row} with {name}: {response.status_code}, changed {difference}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_the_token_of_one_session_is_nothing_in_another(
    app: Flask, world: World, as_viewer: Callable[[str], FlaskClient]
) -> None:
    """Seen to fail: the tokens switched off."""
    page = as_viewer("learner").get("/account").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    henry = as_viewer("hr")
    henry.get("/company")
    response = henry.post("/company", data={"promise": "Canary", "edition": "0", "csrf_token": token}, token=False)
    assert response.status_code == 400
    assert "Canary" not in henry.get("/company").get_data(as_text=True)


def test_looking_changes_nothing_but_who_looked(world: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    addresses = dict.fromkeys(row.address for row in rows() if row.method == "GET")
    clients = {viewer: as_viewer(viewer) for viewer in VIEWERS}
    everything_asked = [(address, "GET") for address in addresses]
    everything_asked += [(address, verb) for address in addresses for verb in ("HEAD", "OPTIONS")]
    filled = {address: {viewer: world.address(address, viewer) for viewer in VIEWERS} for address in addresses}
    before, wrong = everything(but=LOGS), []
    for address, verb in everything_asked:
        for viewer in VIEWERS if verb == "GET" else ("learner", "hr"):
            clients[viewer].open(filled[address][viewer], method=verb)
        after = everything(but=LOGS)
        if after != before:
            wrong.append(f"{verb} {address} changed {changed(before, after)}")
            before = after
    assert not wrong, "\n" + "\n".join(wrong)
