"""The weekly mail from the daily task to a real mail server: once, with its way out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from lms import clock as clocks
from lms import tasks
from lms.db import db
from lms.learning import pausing
from tests import make
from tests.conftest import MovableClock
from tests.learning.assigned import ask
from tests.mail.conftest import PostOffice


def test_it_is_sent_once_a_week_whatever_runs_twice(
    app: Flask,
    clock: MovableClock,
    post_office: PostOffice,
    mail_set_up: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = make.cast()
    ask(cast["ana"], on=clocks.today() + timedelta(days=5), by=cast["henry"])
    site = "https://learning.a-company-with-a-rather-long-name.example.com"
    monkeypatch.setitem(app.config, "BASE_URL", site)
    for _each_day in range(5):
        for _twice in range(2):
            tasks.plan_daily(clocks.now())
            tasks.run_due(clocks.now())
        clock.move(days=1)
    (mail,) = post_office.arrived
    assert post_office.to == ["ana@example.com"]
    way_out = f"<{site}/reminders/{pausing.token_of(cast['ana'].id)}>"
    assert mail["List-Unsubscribe"] == way_out
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out[1:-1] in mail.get_content()
    assert "because you take first calls" in mail.get_content()
    clock.move(days=3)
    db.session.expire_all()
    tasks.plan_daily(clocks.now())
    tasks.run_due(clocks.now())
    assert sorted(post_office.to[1:]) == ["ana@example.com", "carla@example.com"], "overdue: a copy for the leader"
