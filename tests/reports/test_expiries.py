"""What lapses soon: levels people need and certificates they hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from lms import clock
from lms.competencies.rules import months_after
from lms.db import db
from lms.demo import deeds
from lms.people.models import Person
from lms.reports import expiries
from lms.reports.expiries import Window
from lms.reports.scope import Reach, Scope
from tests import make
from tests.reports.test_views import SignIn, text_of
from tests.reports.world import crowd, passed_quiz, sheet, table, waived, with_jobs

EVERYONE = Scope(reach=Reach.EVERYONE, viewer_id=0)


def lapses_in(person: Person, days: int, *competencies: str, source: str = "attempt:1") -> None:
    """A quiz whose level is current for so many days from now."""
    passed_quiz(person, *competencies, source=source, on=months_after(clock.today() + timedelta(days=days), -12))


def told(scope: Scope = EVERYONE, within: int = 90, team: str = "") -> list[tuple[str, str, int]]:
    found = expiries.rows(scope, clock.today(), within=within, team=team)
    return [(each.name, each.key, (each.until - clock.today()).days) for each in found]


class TestRows:
    def test_the_nearest_day_first_and_the_last_day_counts(self, app: Flask) -> None:
        cast = with_jobs()
        lapses_in(cast["ben"], 30, "plain-language")
        lapses_in(cast["ana"], 0, "empathy-tone")
        lapses_in(cast["ana"], 31, "promise-keeping", source="attempt:2")
        lapses_in(cast["carla"], 91, "promise-keeping")
        assert told() == [("Ana", "empathy-tone", 0), ("Ben", "plain-language", 30), ("Ana", "promise-keeping", 31)]
        assert told(within=30) == [("Ana", "empathy-tone", 0), ("Ben", "plain-language", 30)]
        assert expiries.count(EVERYONE, clock.today(), within=90) == (3, 2)

    def test_what_no_job_asks_for_or_is_waived_may_lapse(self, app: Flask) -> None:
        cast = with_jobs()
        lapses_in(cast["ana"], 10, "plain-language", "promise-keeping")
        assert told() == [("Ana", "promise-keeping", 10)]
        waived(cast["ana"], "promise-keeping", by=cast["henry"])
        assert told() == []

    def test_what_lapsed_already_is_no_news(self, app: Flask) -> None:
        lapses_in(with_jobs()["ana"], -1, "empathy-tone")
        assert told() == []

    def test_a_certificate_stands_among_them_unless_it_was_renewed(self, app: Flask) -> None:
        ana = make.person("Ana")
        deeds.complete(ana, deeds.course("core"), start=clock.now() - timedelta(days=340))
        db.session.commit()
        found = list(expiries.rows(EVERYONE, clock.today(), within=60))
        assert [(each.kind, each.key, each.title) for each in found] == [
            ("certificate", "core", "You are part of the sale")
        ]

    def test_a_leader_sees_their_own_and_a_filter_narrows(self, app: Flask) -> None:
        cast = with_jobs()
        lapses_in(cast["ana"], 10, "empathy-tone")
        lapses_in(crowd(1, "receptionist")[0], 10, "empathy-tone")
        assert told(Scope(reach=Reach.TEAM, viewer_id=cast["carla"].id)) == [("Ana", "empathy-tone", 10)]
        assert told(team="service") == [("Ana", "empathy-tone", 10)]


class TestPage:
    def test_henry_reads_what_lapses_and_what_keeps_it(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        lapses_in(cast["ana"], 10, "empathy-tone")
        client = sign_in(cast["henry"])
        page = text_of(client, "/reports/expiries?within=30")
        assert "1 thing lapses of 1 person in the next 30 days." in page
        assert "Empathy and tone, level 1" in page
        assert "13 May 2027" in page
        assert "Refresher questions" in page
        assert "Nothing lapses in the next 30 days." in text_of(client, "/reports/expiries?within=30&team=elsewhere")

    def test_files_say_what_the_page_says(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        lapses_in(cast["ana"], 10, "empathy-tone")
        client = sign_in(cast["henry"])
        csv, xlsx = (client.get(f"/reports/expiries.{kind}?within=30").data for kind in ("csv", "xlsx"))
        row = table(csv)[1]
        assert row[1:] == [
            *("Ana", "Service", "level", "empathy-tone", "Empathy and tone", "1", "2027-05-13", "10"),
            *("Refresher questions", "within=30"),
        ]
        assert sheet(xlsx)[1][6] == 1

    def test_olga_reads_people_by_month_and_no_name(self, app: Flask, sign_in: SignIn) -> None:
        for person in crowd(7, "receptionist"):
            lapses_in(person, 10, "empathy-tone")
        for person in crowd(6, "receptionist", prefix="R"):
            lapses_in(person, 40, "empathy-tone")
        for person in crowd(2, "receptionist", prefix="S"):
            lapses_in(person, 70, "empathy-tone")
        assert expiries.windows(Scope(reach=Reach.COUNTS, viewer_id=0), clock.today()) == [
            Window(first=0, last=30, people=7),
            Window(first=31, last=60, people=None),
            Window(first=61, last=90, people=None),
        ]
        client = sign_in(make.cast()["olga"])
        page = text_of(client, "/reports/expiries")
        assert "/people/" not in page
        assert table(client.get("/reports/expiries.csv").data)[1:] == [["0", "30", "7"], ["31", "60", "<5"], ["61", "90", "<5"]]

    def test_as_many_statements_for_one_row_as_for_three(
        self, app: Flask, sign_in: SignIn, count_queries: Callable[[], Any]
    ) -> None:
        client = sign_in(make.cast()["henry"])
        counts = []
        for more in (1, 2):
            for person in crowd(more, "receptionist", prefix=f"P{more}"):
                lapses_in(person, 10, "empathy-tone")
            client.get("/reports/expiries")
            with count_queries() as statements:
                text_of(client, "/reports/expiries")
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 8

    @pytest.mark.parametrize("name", ["zoe", "ana", "tess", "adam"])
    @pytest.mark.parametrize("address", ["expiries", "expiries.csv", "bench", "bench.xlsx", "schedules", "leaders"])
    def test_others_are_turned_away(self, app: Flask, sign_in: SignIn, name: str, address: str) -> None:
        text_of(sign_in(with_jobs()[name]), f"/reports/{address}", 403)
