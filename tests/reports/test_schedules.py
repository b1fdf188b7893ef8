"""Reports by mail: when they go, to whom, what stands in them, and when they stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock, tasks
from lms.db import db
from lms.mail.models import Mail
from lms.people import service as people
from lms.people.models import Person, PersonRole, Role
from lms.reports import mailing, schedules
from lms.reports.models import ReportSchedule
from lms.reports.schedules import Every, is_due, period_of
from lms.tasks.models import Task
from tests import make
from tests.conftest import START, MovableClock
from tests.reports.test_views import SignIn, text_of
from tests.reports.world import crowd, passed_quiz, with_jobs


@pytest.fixture
def mails(app: Flask) -> Iterator[None]:
    """A mail server is set up; nothing is handed over in these tests."""
    before, app.config["MAIL_URL"] = app.config["MAIL_URL"], "smtp://mail.example"
    yield
    app.config["MAIL_URL"] = before


def sent() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def plan(to: Person, report: str = "gaps", filters: str = "", every: str = "week") -> ReportSchedule:
    made = schedules.schedule(
        report, filters, every, recipient_id=to.id, by=to.id, on=clock.today(), now=clock.now()
    )
    db.session.commit()
    return made


def a_day(moment: datetime) -> None:
    mailing.send_due(now=moment)
    db.session.commit()


class TestRules:
    @pytest.mark.parametrize(
        ("every", "day", "period"),
        [
            ("week", date(2027, 5, 3), ("2027-W18", date(2027, 5, 3))),
            ("week", date(2027, 5, 9), ("2027-W18", date(2027, 5, 3))),
            ("week", date(2027, 1, 3), ("2026-W53", date(2026, 12, 28))),
            ("month", date(2027, 5, 31), ("2027-05", date(2027, 5, 1))),
        ],
    )
    def test_a_day_is_in_a_week_and_a_month(self, every: str, day: date, period: tuple[str, date]) -> None:
        assert period_of(every, day) == period

    @pytest.mark.parametrize(
        ("last_period", "today", "due"),
        [
            ("", date(2027, 5, 9), False),
            ("", date(2027, 5, 10), True),
            ("", date(2027, 5, 12), True),
            ("2027-W19", date(2027, 5, 12), False),
            ("2027-W19", date(2027, 5, 17), True),
        ],
    )
    def test_it_goes_once_a_week_from_the_next_on_also_when_monday_was_missed(
        self, last_period: str, today: date, due: bool
    ) -> None:
        assert is_due(Every.WEEK, last_period=last_period, began_on=date(2027, 5, 4), today=today) is due


@pytest.mark.usefixtures("mails")
class TestSending:
    def test_henry_gets_a_link_and_counts_once_a_week(self, app: Flask, clock: MovableClock) -> None:
        henry = with_jobs()["henry"]
        plan(henry, filters="job=receptionist")
        a_day(clock.move(days=1))
        assert sent() == []
        for _again in range(2):
            a_day(clock.move(days=7))
            a_day(clock.moment)
            a_day(clock.move(hours=1))
        first, second = sent()
        assert (first.address, first.person_id) == (henry.email, henry.id)
        assert first.subject == "Gaps: 2 gaps of 1 person."
        assert "/reports/gaps?job=receptionist" in first.text
        assert "/reports/schedules" in first.text
        assert "Ana" not in first.text
        assert second.key != first.key

    def test_a_worker_does_it_each_day(self, app: Flask, clock: MovableClock) -> None:
        plan(with_jobs()["henry"])
        for _again in range(2):
            tasks.plan_daily(clock.move(days=7))
            db.session.commit()
            a_day(clock.moment)
        assert len(db.session.scalars(select(Task).where(Task.kind == "reports.mail")).all()) == 2
        assert len(sent()) == 2

    @pytest.mark.parametrize("report", list(mailing.REPORTS))
    def test_each_report_can_go_to_each_who_may_see_it(
        self, app: Flask, clock: MovableClock, report: str
    ) -> None:
        cast = with_jobs()
        for name in ("henry", "carla", "olga"):
            plan(cast[name], report)
        a_day(clock.move(days=7))
        assert {mail.person_id for mail in sent()} == {cast[name].id for name in ("henry", "carla", "olga")}
        assert all(f"/reports/{report}" in mail.text for mail in sent())

    def test_olga_is_told_of_no_group_under_five(self, app: Flask, clock: MovableClock) -> None:
        cast = with_jobs()
        for person in crowd(3, "receptionist"):
            passed_quiz(person, "empathy-tone")
        plan(cast["olga"], "gaps")
        a_day(clock.move(days=7))
        assert "0 of 0 fields" in sent()[0].text

    def test_a_role_that_is_gone_stops_it_with_the_reason(
        self, app: Flask, clock: MovableClock, sign_in: SignIn
    ) -> None:
        cast = with_jobs()
        plan(cast["olga"])
        db.session.query(PersonRole).filter_by(person_id=cast["olga"].id).delete()
        a_day(clock.move(days=7))
        assert sent() == []
        page = text_of(sign_in(cast["henry"]), "/reports/schedules")
        assert "stopped: may not see reports any more, 10 May 2027" in page
        db.session.add(PersonRole(person_id=cast["olga"].id, role=Role.EXECUTIVE.value))
        a_day(clock.move(days=7))
        assert sent() == [], "it stays stopped until somebody begins it again"

    def test_who_leaves_gets_none(self, app: Flask, clock: MovableClock) -> None:
        cast = with_jobs()
        made = plan(cast["henry"])
        people.leave(cast["henry"], on=clock.moment.date())
        a_day(clock.move(days=7))
        assert (sent(), made.stopped_why) == ([], "left")

    def test_a_leader_of_nobody_gets_none(self, app: Flask, clock: MovableClock) -> None:
        cast = with_jobs()
        made = plan(cast["carla"])
        for name in ("ana", "ben"):
            people.leave(cast[name], on=clock.moment.date())
        a_day(clock.move(days=7))
        assert (sent(), made.stopped_why) == ([], "role")

    def test_as_many_mails_as_there_are_and_none_is_lost_where_one_cannot_go(
        self, app: Flask, clock: MovableClock
    ) -> None:
        cast = with_jobs()
        plan(cast["henry"])
        plan(cast["olga"])
        cast["henry"].email = "no address"
        a_day(clock.move(days=7))
        assert [mail.person_id for mail in sent()] == [cast["olga"].id]


def test_without_a_mail_server_it_waits(app: Flask, clock: MovableClock) -> None:
    made = plan(with_jobs()["henry"])
    a_day(clock.move(days=7))
    assert (sent(), made.last_period) == ([], "")


class TestPages:
    def test_henry_plans_one_for_olga_once(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        client = sign_in(cast["henry"])
        address = "/reports/schedules/new/gaps?job=receptionist&nonsense=1"
        assert "Filters: job=receptionist." in text_of(client, address)
        for _again in range(2):
            assert client.post(address, data={"recipient": cast["olga"].id, "every": "month"}).status_code == 303
        made = db.session.scalars(select(ReportSchedule)).one()
        assert (made.recipient_id, made.filters, made.every) == (cast["olga"].id, "job=receptionist", "month")
        page = text_of(client, "/reports/schedules")
        assert "each month" in page
        assert ">Olga<" in page.replace("<span>", ">").replace("</span>", "<")

    def test_stopping_and_beginning_again(self, app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
        cast = with_jobs()
        made = plan(cast["henry"])
        client = sign_in(cast["henry"])
        for _again in range(2):
            assert client.post(f"/reports/schedules/{made.id}/stop").status_code == 303
        assert "stopped by hand, 3 May 2027" in text_of(client, "/reports/schedules")
        clock.move(days=9)
        client = sign_in(cast["henry"])
        client.post("/reports/schedules/new/gaps", data={"recipient": cast["henry"].id, "every": "week"})
        made = db.session.scalars(select(ReportSchedule)).one()
        assert (made.stopped_on, made.began_on) == (None, START.date() + timedelta(days=9))

    def test_others_plan_for_themselves_alone(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        other = plan(cast["henry"])
        client = sign_in(cast["carla"])
        answer = client.post("/reports/schedules/new/bench", data={"recipient": cast["henry"].id, "every": "week"})
        assert answer.status_code == 422
        assert client.post(f"/reports/schedules/{other.id}/stop").status_code == 404
        assert "No report goes out by mail yet." in text_of(client, "/reports/schedules")
        client.post("/reports/schedules/new/bench", data={"recipient": cast["carla"].id, "every": "week"})
        assert "Bench" in text_of(client, "/reports/schedules")

    def test_nobody_is_chosen_who_may_not_see_it(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        with pytest.raises(schedules.MayNotSee):
            plan(cast["zoe"])
        assert ">Zoe<" not in text_of(sign_in(cast["henry"]), "/reports/schedules/new/gaps")

    def test_an_unknown_report_is_not_found(self, app: Flask, sign_in: SignIn) -> None:
        text_of(sign_in(make.cast()["henry"]), "/reports/schedules/new/pay", 404)
