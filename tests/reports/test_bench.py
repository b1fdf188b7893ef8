"""Who could stand in: figures by hand, the order, what HR says a team needs, and what Olga is not shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.audit import AuditEntry
from lms.db import db
from lms.people.models import Person, Team
from lms.reports import bench, needs
from lms.reports.models import TeamNeed
from lms.reports.rules import Cell, Kind, Show, bench_order, burden_of, kind_of
from lms.reports.scope import Reach, Scope
from tests import make
from tests.reports.test_views import SignIn, cells, text_of
from tests.reports.world import crowd, observed, passed_quiz, sheet, table, waived, with_jobs

COMPETENCIES = ("empathy-tone", "plain-language", "promise-keeping")
EVERYONE = Scope(reach=Reach.EVERYONE, viewer_id=0)
COUNTS = Scope(reach=Reach.COUNTS, viewer_id=0)


def benches(scope: Scope = EVERYONE) -> list[tuple[str, str, int, int]]:
    found = bench.benches(scope, COMPETENCIES, clock.today())
    return [(row.team, row.competency, row.people, row.needed) for row in found if not row.hidden]


def quay(*holders_of_promise: int) -> tuple[Team, list[Person]]:
    """Four receptionists at the quay, of whom these passed the quiz on promises."""
    team = make.team("Quay")
    people = crowd(4, "receptionist", team=team)
    for number in holders_of_promise:
        passed_quiz(people[number], "promise-keeping")
    return team, people


class TestKinds:
    @pytest.mark.parametrize(
        ("met", "needed", "kind", "missing"),
        [(0, 2, Kind.THREE, 2), (1, 2, Kind.TWO, 1), (2, 2, Kind.MET, 0), (2, 4, Kind.ONE, 2), (1, 1, Kind.MET, 0)],
    )
    def test_nobody_one_alone_too_few_enough(self, met: int, needed: int, kind: Kind, missing: int) -> None:
        cell = Cell(level=2, gaps=(met, 4, 0, 0, 0), shown=met + 1)
        assert kind_of(cell, Show.BENCH, needed) is kind
        assert burden_of(cell, Show.BENCH, needed) == missing

    @pytest.mark.parametrize(
        ("met", "current", "kind"),
        [
            (0, 0, Kind.NOTHING),
            (8, 8, Kind.MET),
            (8, 6, Kind.ONE),
            (8, 5, Kind.TWO),
            (8, 4, Kind.TWO),
            (8, 3, Kind.THREE),
        ],
    )
    def test_freshness_goes_by_the_share_that_is_due(self, met: int, current: int, kind: Kind) -> None:
        cell = Cell(level=2, gaps=(met, 2, 0, 0, 0), shown=met, current=current)
        assert kind_of(cell, Show.FRESHNESS) is kind
        assert burden_of(cell, Show.FRESHNESS) == met - current

    def test_what_rests_on_one_comes_before_what_rests_on_nobody(self) -> None:
        order = sorted([(5, 2), (0, 2), (2, 3), (1, 2), (2, 2)], key=lambda each: bench_order(*each))
        assert order == [(1, 2), (0, 2), (2, 3), (5, 2), (2, 2)]


class TestFigures:
    def test_each_team_and_competency_says_how_many_hold_it(self, app: Flask) -> None:
        quay(0)
        assert benches() == [("quay", "promise-keeping", 1, 2), ("quay", "empathy-tone", 0, 2)]

    def test_a_number_of_hr_holds_in_place_of_the_usual(self, app: Flask) -> None:
        team, _people = quay(0, 1, 2)
        henry = make.person("Henry")
        assert benches()[-1] == ("quay", "promise-keeping", 3, 2)
        needs.need(team, 4, by=henry.id, now=clock.now())
        assert ("quay", "promise-keeping", 3, 4) in benches()

    def test_who_is_let_off_is_not_on_the_bench(self, app: Flask) -> None:
        _team, people = quay(0, 1)
        waived(people[0], "promise-keeping", by=make.person("Henry"))
        assert ("quay", "promise-keeping", 1, 2) in benches()

    def test_for_those_who_see_counts_small_teams_are_hidden(self, app: Flask) -> None:
        quay(0)
        crowd(9, "team-leader", team=make.team("Harbour"), prefix="T")
        assert benches(COUNTS) == []
        crowd(8, "team-leader", team=make.team("Office"), prefix="O")
        assert {team for team, *_rest in benches(COUNTS)} == {"harbour"}


class TestPage:
    def test_henry_reads_on_whom_it_rests(self, app: Flask, sign_in: SignIn) -> None:
        quay(2)
        page = text_of(sign_in(make.cast()["henry"]), "/reports/bench?team=quay")
        assert "1 level rests on one person alone, 0 on nobody." in page
        assert "one alone" in page
        assert "<span>Q2</span>" in page

    def test_olga_reads_no_name(self, app: Flask, sign_in: SignIn) -> None:
        people = crowd(9, "receptionist", team=make.team("Quay"))
        passed_quiz(people[2], "promise-keeping")
        page = text_of(sign_in(make.cast()["olga"]), "/reports/bench")
        assert "one alone" in page
        assert ">Q2<" not in page
        assert "/reports/bench/" not in page

    def test_the_map_shows_the_same(self, app: Flask, sign_in: SignIn) -> None:
        _team, _people = quay(0, 1)
        client = sign_in(make.cast()["henry"])
        address = "/reports/coverage?by=team&show=bench&team=quay"
        page = text_of(client, address)
        assert cells(page) == [("none", "–"), ("unasked", ""), ("met", "2")]
        assert "2 people hold level 1" in page
        client.post("/reports/bench/quay/need", data={"people": "3"})
        page = text_of(client, address)
        assert cells(page)[2] == ("one", "2/3")
        assert "2/3 people needed hold level 1" in page

    def test_as_many_statements_for_one_row_as_for_three(
        self, app: Flask, sign_in: SignIn, count_queries: Callable[[], Any]
    ) -> None:
        client = sign_in(make.cast()["henry"])
        counts = []
        for more in (1, 2):
            for number in range(more):
                for person in crowd(2, "receptionist", team=make.team(f"T{more}{number}"), prefix=f"P{more}{number}"):
                    passed_quiz(person, "empathy-tone")
            client.get("/reports/bench")
            with count_queries() as statements:
                text_of(client, "/reports/bench")
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 12

    def test_files_say_what_the_page_says(self, app: Flask, sign_in: SignIn) -> None:
        quay(0)
        client = sign_in(make.cast()["henry"])
        csv, xlsx = (client.get(f"/reports/bench.{kind}?team=quay").data for kind in ("csv", "xlsx"))
        assert table(csv)[1:] == [
            ["quay", "Quay", "promise-keeping", "Promise-keeping", "1", "1", "2", "no", "one alone", "Q0", "team=quay"],
            ["quay", "Quay", "empathy-tone", "Empathy and tone", "2", "0", "2", "no", "no evidence yet", "", "team=quay"],
        ]
        assert sheet(xlsx)[1][4:7] == [1, 1, 2]


class TestNeed:
    def test_hr_sets_it_once_and_takes_it_away(self, app: Flask, sign_in: SignIn) -> None:
        quay()
        client = sign_in(make.cast()["henry"])
        for _again in range(2):
            assert client.post("/reports/bench/quay/need", data={"people": "3"}).status_code == 302
        assert needs.of_teams() == {"quay": 3}
        acts = [entry.act for entry in db.session.scalars(select(AuditEntry)) if entry.act == "team.need-set"]
        assert len(acts) == 1
        client.post("/reports/bench/quay/need", data={"people": ""})
        assert db.session.scalars(select(TeamNeed)).all() == []

    @pytest.mark.parametrize("number", ["0", "1000", "-1", "two"])
    def test_a_number_that_cannot_be_is_refused(self, app: Flask, sign_in: SignIn, number: str) -> None:
        quay()
        answer = sign_in(make.cast()["henry"]).post("/reports/bench/quay/need", data={"people": number})
        assert answer.status_code == 422
        assert "a number from 1 to 999" in answer.text
        assert needs.of_teams() == {}

    @pytest.mark.parametrize(("name", "status"), [("carla", 403), ("olga", 403), ("adam", 403), ("henry", 404)])
    def test_it_is_for_hr_and_a_team_that_is_there(
        self, app: Flask, sign_in: SignIn, name: str, status: int
    ) -> None:
        client = sign_in(make.cast()[name])
        assert client.get("/reports/bench/nowhere/need").status_code == status
        assert client.post("/reports/bench/nowhere/need", data={"people": "2"}).status_code == status


def test_freshness_counts_those_who_are_current(app: Flask, sign_in: SignIn) -> None:
    """By hand: Ana and Q0 hold promise-keeping 1; Ana's evidence is 13 months old."""
    cast = with_jobs()
    passed_quiz(cast["ana"], "promise-keeping", on=clock.today().replace(year=2026, month=4))
    passed_quiz(crowd(1, "receptionist")[0], "promise-keeping")
    observed(cast["ben"], cast["carla"], 1, "promise-keeping")
    page = text_of(sign_in(cast["henry"]), "/reports/coverage?show=freshness&order=name")
    assert "Most is due: receptionist and promise-keeping, 1 person to refresh." in page
    assert cells(page)[2] == ("two", "1/2")
    assert "1/2 who meet it are current" in page
    rows = table(sign_in(cast["henry"]).get("/reports/coverage.csv?show=freshness&job=receptionist").data)
    assert rows[3][7:12] == ["1", "2", "1", "1", "due"]
