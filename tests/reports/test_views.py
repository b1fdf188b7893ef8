"""The pages of reports, as those who may and may not open them find them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.audit import PageView
from lms.competencies import service as competencies
from lms.competencies.models import Evidence, Kind
from lms.db import db
from lms.people import service as people
from lms.people.models import Person, Role
from tests import make
from tests.conftest import START, MovableClock
from tests.reports.world import crowd, observed, passed_quiz, with_jobs

SignIn = Callable[[Person], FlaskClient]


def text_of(client: FlaskClient, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return re.sub(r"\s+", " ", response.text)


def cells(page: str) -> list[tuple[str, str]]:
    """Kind and number of each cell of the table, row by row; what nobody asks is empty."""
    table = page[page.index("<tbody") : page.index("</tbody")]
    found = re.findall(r'class="cell cell-(\w+)"[^>]*><span>(.*?)</span></(?:a|span)>', table)
    return [(kind, re.sub("<span.*", "", text)) for kind, text in found]


class TestCoverage:
    def test_henry_reads_the_answer_first(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        passed_quiz(cast["ben"], "plain-language")
        page = text_of(sign_in(cast["henry"]), "/reports/coverage")
        assert "Where are we short?" in page
        assert (
            "3 people, 3 jobs, 3 May 2027. The biggest gap: software developer and plain language, 1 person, typically one level."
            in page
        )

    def test_a_cell_tells_number_shade_and_level_and_leads_to_its_people(
        self, app: Flask, sign_in: SignIn
    ) -> None:
        cast = with_jobs()
        passed_quiz(cast["ben"], "plain-language")
        page = text_of(sign_in(cast["henry"]), "/reports/coverage?order=name")
        assert (
            'aria-label="Software developer, plain language: 0/1 meet level 2, most short by one level"'
            in page
        )
        assert 'href="/reports/coverage/software-developer/plain-language"' in page
        assert cells(page) == [
            *[("none", "–"), ("unasked", ""), ("none", "–")],
            *[("none", "–"), ("one", "0/1"), ("none", "–")],
            *[("unasked", ""), ("unasked", ""), ("none", "–")],
        ]

    def test_people_without_a_job_stand_in_a_strip_that_leads_to_them(
        self, app: Flask, sign_in: SignIn
    ) -> None:
        cast = with_jobs()
        client = sign_in(cast["henry"])
        page = text_of(client, "/reports/coverage")
        assert "5 people have no job description" in page
        assert 'href="/people/?job=none"' in page
        names = text_of(client, "/people/?job=none")
        assert ">Zoe<" in names
        assert ">Ana<" not in names

    def test_filters_stand_in_the_address_and_go_along(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        page = text_of(sign_in(cast["henry"]), "/reports/coverage?by=team&job=receptionist&order=name")
        assert 'href="/reports/coverage.csv?by=team&amp;job=receptionist&amp;order=name"' in page
        assert 'href="/reports/coverage/service/empathy-tone?by=team&amp;job=receptionist"' in page
        assert '<option value="receptionist" selected>' in page
        assert "filters: job=receptionist" in page

    @pytest.mark.parametrize("address", ["?job=pilot", "?team=nowhere", "?by=nonsense&job=<script>"])
    def test_filters_that_find_nobody_say_so(self, app: Flask, sign_in: SignIn, address: str) -> None:
        page = text_of(sign_in(with_jobs()["henry"]), f"/reports/coverage{address}")
        assert "Nobody for these filters." in page
        assert "<script>" not in page

    def test_an_empty_company_says_what_to_do(self, app: Flask, sign_in: SignIn) -> None:
        assert "Nobody holds a job yet." in text_of(sign_in(make.cast()["henry"]), "/reports/coverage")

    def test_a_leader_sees_their_team_and_no_other(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        crowd(4, "receptionist")
        page = text_of(sign_in(cast["carla"]), "/reports/coverage")
        assert "2 people, 2 jobs" in page
        assert "The people you lead." in page

    def test_an_executive_sees_counts_of_groups_that_are_large_enough(
        self, app: Flask, sign_in: SignIn
    ) -> None:
        cast = make.cast()
        for person in crowd(9, "team-leader", prefix="T"):
            passed_quiz(person, "promise-keeping")
        crowd(3, "receptionist", prefix="R")
        crowd(6, "software-developer", prefix="S")
        page = text_of(sign_in(cast["olga"]), "/reports/coverage")
        assert ("one", "0/9") in cells(page)
        assert ("few", "&lt;5") in cells(page)
        assert "/reports/coverage/" not in page
        assert "/people/" not in page

    def test_an_executive_gets_no_filters_for_two_views_would_tell_the_difference(
        self, app: Flask, sign_in: SignIn
    ) -> None:
        cast = make.cast()
        crowd(9, "team-leader", prefix="T")
        client = sign_in(cast["olga"])
        whole, narrowed = (
            text_of(client, f"/reports/coverage{more}") for more in ("", "?job=receptionist&team=service")
        )
        assert cells(whole) == cells(narrowed)

    @pytest.mark.parametrize("name", ["zoe", "ana", "tess", "adam"])
    @pytest.mark.parametrize("address", ["coverage", "coverage.csv", "coverage/receptionist/empathy-tone"])
    def test_others_are_turned_away(self, app: Flask, sign_in: SignIn, name: str, address: str) -> None:
        text_of(sign_in(with_jobs()[name]), f"/reports/{address}", 403)

    @pytest.mark.parametrize(
        "address", ["coverage", "coverage?by=team", "coverage/receptionist/empathy-tone"]
    )
    def test_as_many_statements_for_one_person_as_for_three(
        self, app: Flask, sign_in: SignIn, count_queries: Callable[[], Any], address: str
    ) -> None:
        client = sign_in(with_jobs()["henry"])
        counts = []
        for more in (0, 2):
            for person in crowd(more, "receptionist"):
                passed_quiz(person, "empathy-tone")
            client.get(f"/reports/{address}")
            with count_queries() as statements:
                text_of(client, f"/reports/{address}")
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 17


class TestFile:
    def rows(self, client: FlaskClient, address: str = "") -> list[dict[str, str]]:
        response = client.get(f"/reports/coverage.csv{address}")
        assert response.content_type == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(response.data.decode("utf-8"), newline="")))

    @pytest.mark.parametrize("who", ["henry", "carla", "olga"])
    @pytest.mark.parametrize("address", ["", "?by=team", "?job=receptionist&order=name"])
    def test_it_holds_what_the_screen_shows(
        self, app: Flask, sign_in: SignIn, who: str, address: str
    ) -> None:
        cast = with_jobs()
        for person in crowd(6, "receptionist", team=make.team("Quay")):
            passed_quiz(person, "empathy-tone")
        observed(cast["ana"], cast["carla"], 2, "empathy-tone")
        client = sign_in(cast[who])
        screen = cells(text_of(client, f"/reports/coverage{address}"))
        states = {
            "met": "met",
            "none": "no evidence",
            "few": "too few people to show",
            "unasked": "not asked",
        }
        expected = [(states.get(kind, "gap"), number.replace("&lt;", "<")) for kind, number in screen]
        rows = self.rows(client, address)
        numbers = {"no evidence": "–", "too few people to show": "<5", "not asked": ""}
        assert [
            (row["state"], numbers.get(row["state"], f"{row['met']}/{row['asked']}")) for row in rows
        ] == expected

    def test_it_has_ids_names_and_days(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        passed_quiz(cast["ana"], "empathy-tone")
        row = self.rows(sign_in(cast["henry"]), "?job=receptionist")[0]
        assert row == {
            "on": "2027-05-03",
            "by": "job",
            "id": "receptionist",
            "name": "Receptionist",
            "people": "1",
            "competency_id": "empathy-tone",
            "competency": "Empathy and tone",
            "level_asked": "2",
            "asked": "1",
            "met": "0",
            "short_by_1": "1",
            "short_by_2": "0",
            "short_by_3_or_more": "0",
            "median_gap": "1",
            "state": "gap",
            "filters": "job=receptionist",
        }

    def test_no_cell_runs_in_a_spreadsheet(self, app: Flask, sign_in: SignIn) -> None:
        cast = make.cast()
        hostile = people.add_team(key="hostile", name="=HYPERLINK(1)")
        make.person("Eve", job="receptionist", team=hostile)
        rows = self.rows(sign_in(cast["henry"]), "?by=team")
        assert rows[0]["name"] == "'=HYPERLINK(1)"

    def test_with_nothing_to_show_there_are_headings_only(self, app: Flask, sign_in: SignIn) -> None:
        assert self.rows(sign_in(with_jobs()["henry"]), "?team=nowhere") == []


class TestCell:
    def test_its_people_are_met_short_or_without_evidence(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        short, _nothing = crowd(2, "receptionist")
        passed_quiz(short, "empathy-tone")
        observed(cast["ana"], cast["carla"], 2, "empathy-tone")
        page = text_of(sign_in(cast["henry"]), "/reports/coverage/receptionist/empathy-tone")
        assert "Receptionist, empathy and tone" in page
        assert "1 of 3 meet level 2. 2 are short, 1 of them by one level." in page
        assert "Names what it did to the person." in page
        assert page.index(">Q1<") < page.index(">Q0<") < page.index(">Ana<")
        assert "no evidence yet" in page
        assert "Quiz, 3 May 2027" in page
        assert f'href="/people/{short.id}"' in page

    def test_an_old_level_is_due_for_refresh(self, app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
        cast = with_jobs()
        passed_quiz(cast["ana"], "promise-keeping")
        clock.move(days=400)
        page = text_of(sign_in(cast["henry"]), "/reports/coverage/receptionist/promise-keeping")
        assert "due for refresh" in page

    def test_a_team_has_its_cells_too(self, app: Flask, sign_in: SignIn) -> None:
        client = sign_in(with_jobs()["henry"])
        assert "Service, promise-keeping" in text_of(
            client, "/reports/coverage/service/promise-keeping?by=team"
        )
        text_of(client, "/reports/coverage/service/promise-keeping", 404)

    @pytest.mark.parametrize(
        "address", ["pilot/empathy-tone", "receptionist/juggling", "receptionist/plain-language"]
    )
    def test_what_is_not_there_is_not_found(self, app: Flask, sign_in: SignIn, address: str) -> None:
        text_of(sign_in(with_jobs()["henry"]), f"/reports/coverage/{address}", 404)

    def test_a_leader_finds_their_own_people_only(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        crowd(2, "receptionist")
        client = sign_in(cast["carla"])
        assert "0 of 1 meet level 2." in text_of(client, "/reports/coverage/receptionist/empathy-tone")
        text_of(client, "/reports/coverage/team-leader/promise-keeping", 404)

    def test_an_executive_finds_no_people(self, app: Flask, sign_in: SignIn) -> None:
        text_of(sign_in(with_jobs()["olga"]), "/reports/coverage/receptionist/empathy-tone", 403)

    def test_an_executive_who_leads_finds_that_team(self, app: Flask, sign_in: SignIn) -> None:
        olga = make.person("Olga", roles=(Role.EXECUTIVE,))
        make.person("Ana", job="receptionist", leader=olga)
        assert ">Ana<" in text_of(sign_in(olga), "/reports/coverage/receptionist/empathy-tone")


class TestPeople:
    @pytest.mark.parametrize(
        ("who", "names"),
        [
            ("henry", {"Adam", "Ana", "Ben", "Carla", "Henry", "Olga", "Tess", "Zoe"}),
            ("carla", {"Ana", "Ben", "Carla"}),
            ("zoe", {"Zoe"}),
            ("olga", {"Olga"}),
        ],
    )
    def test_the_list_holds_whom_one_may_see(
        self, app: Flask, sign_in: SignIn, who: str, names: set[str]
    ) -> None:
        page = text_of(sign_in(with_jobs()[who]), "/people/")
        assert set(re.findall(r'<a href="/people/\d+">(\w+)</a>', page)) == names

    def test_it_is_paged_by_fifty(self, app: Flask, sign_in: SignIn) -> None:
        henry = make.cast()["henry"]
        crowd(50, "receptionist")
        client = sign_in(henry)
        first, second = text_of(client, "/people/"), text_of(client, "/people/?page=2")
        assert "Rows 1 to 50 of 58" in first
        assert 'href="/people/?page=2" rel="next"' in first
        assert "Rows 51 to 58 of 58" in second
        assert 'href="/people/" rel="prev"' in second
        assert "Nobody here." in text_of(client, "/people/?page=9")
        assert "Rows 1 to 50" in text_of(client, "/people/?page=x")
        text_of(client, "/people/?page=0", 404)

    def test_as_many_statements_for_one_row_as_for_three(
        self, app: Flask, sign_in: SignIn, count_queries: Callable[[], Any]
    ) -> None:
        leader = make.person("Lea", roles=(Role.COACH,))
        client, counts = sign_in(leader), []
        for more in (0, 2):
            for number in range(more):
                make.person(f"R{number}", job="receptionist", leader=leader)
            client.get("/people/")
            with count_queries() as statements:
                text_of(client, "/people/")
            counts.append(len(statements))
        assert counts[0] == counts[1]


class TestPerson:
    def test_levels_dates_and_certificates_stand_against_the_job(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        passed_quiz(cast["ana"], "empathy-tone", "promise-keeping")
        page = text_of(sign_in(cast["henry"]), f"/people/{cast['ana'].id}")
        assert "Holds 1 of the 2 levels that the job asks for: receptionist." in page
        assert "asks 2, has 1" in page
        assert "since 3 May 2027" in page
        assert "current until 3 May 2028" in page
        assert "Quiz “The first word”" in page

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("ana", 200),
            ("carla", 200),
            ("henry", 200),
            ("ben", 404),
            ("zoe", 404),
            ("tess", 404),
            ("olga", 404),
            ("adam", 404),
        ],
    )
    def test_the_person_their_leader_their_coach_and_hr_see_it(
        self, app: Flask, sign_in: SignIn, who: str, status: int
    ) -> None:
        cast = with_jobs()
        piece = passed_quiz(cast["ana"], "empathy-tone")
        client = sign_in(cast[who])
        text_of(client, f"/people/{cast['ana'].id}", status)
        text_of(client, f"/people/{cast['ana'].id}/evidence/{piece.id}", status)

    def test_a_coach_who_does_not_lead_them_sees_it(self, app: Flask, sign_in: SignIn) -> None:
        coach = make.person("Cora", roles=(Role.COACH,))
        ana = make.person("Ana", coach=coach)
        text_of(sign_in(coach), f"/people/{ana.id}")

    def test_who_looked_is_kept_once_a_day(self, app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
        cast = with_jobs()
        piece = passed_quiz(cast["ana"], "empathy-tone")
        client = sign_in(cast["henry"])
        text_of(client, f"/people/{cast['ana'].id}")
        text_of(client, f"/people/{cast['ana'].id}/evidence/{piece.id}")
        views = db.session.scalars(select(PageView)).all()
        assert [(view.viewer_id, view.person_id, view.viewed_on) for view in views] == [
            (cast["henry"].id, cast["ana"].id, START.date())
        ]

    def test_looking_at_oneself_or_in_vain_is_not_kept(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        text_of(sign_in(cast["ana"]), f"/people/{cast['ana'].id}")
        text_of(sign_in(cast["zoe"]), f"/people/{cast['ana'].id}", 404)
        assert db.session.scalar(select(func.count()).select_from(PageView)) == 0

    def test_without_evidence_or_job_it_says_so(self, app: Flask, sign_in: SignIn) -> None:
        zoe = make.cast()["zoe"]
        page = text_of(sign_in(zoe), f"/people/{zoe.id}")
        assert "No job description yet" in page
        assert "No evidence yet." in page


class TestEvidence:
    def test_it_names_quiz_revision_and_day_and_no_answers(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        piece = passed_quiz(cast["ana"], "empathy-tone")
        page = text_of(sign_in(cast["henry"]), f"/people/{cast['ana'].id}/evidence/{piece.id}")
        assert "Quiz: The first word" in page
        assert "c0ffeec0ffee" in page
        assert "3 May 2027 09:00" in page

    def test_who_observed_is_for_the_two_of_them(self, app: Flask, sign_in: SignIn) -> None:
        """HR reads level and date of an observation, no more."""
        cast = with_jobs()
        ana = cast["ana"]
        piece = observed(ana, cast["tess"], 2, "empathy-tone")
        address = f"/people/{ana.id}/evidence/{piece.id}"
        assert "Observed by" in text_of(sign_in(ana), address)
        for_hr = text_of(sign_in(cast["henry"]), address)
        assert "Observation, 3 May 2027" in for_hr
        assert "Tess" not in for_hr

    def test_what_was_set_aside_says_why(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        piece = passed_quiz(cast["ana"], "empathy-tone")
        competencies.set_aside(piece.id, reason="The quiz had a fault.", by=cast["henry"].id, now=START)
        page = text_of(sign_in(cast["ana"]), f"/people/{cast['ana'].id}/evidence/{piece.id}")
        assert "Set aside on 3 May 2027" in page
        assert "The quiz had a fault." in page

    def test_refreshers_are_the_persons_own(self, app: Flask, sign_in: SignIn) -> None:
        """HR reads by the freshness of a level that it was kept up, no more."""
        cast = with_jobs()
        ana = cast["ana"]
        competencies.record(
            ana.id, Kind.REFRESHER, "refresher:1", "Two minutes", [("empathy-tone", 1)], on=START.date(), now=START
        )
        address = f"/people/{ana.id}/evidence/{db.session.scalars(select(Evidence.id)).one()}"
        assert "Two minutes" in text_of(sign_in(ana), address)
        text_of(sign_in(cast["henry"]), address, 404)
        assert "Two minutes" not in text_of(sign_in(cast["henry"]), f"/people/{ana.id}")

    def test_anothers_evidence_is_not_found_under_my_name(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        piece = passed_quiz(cast["ana"], "empathy-tone")
        text_of(sign_in(cast["ben"]), f"/people/{cast['ben'].id}/evidence/{piece.id}", 404)


class TestJobs:
    def test_everyone_reads_every_job_and_finds_their_own(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        page = text_of(sign_in(cast["ana"]), "/jobs/")
        assert "Everyone who reaches us is met and heard." in page
        assert page.count("Your job") == 1
        assert "1 person" not in page
        assert "1 person" in text_of(sign_in(cast["henry"]), "/jobs/")

    def test_a_job_goes_from_its_purpose_to_levels_with_their_anchors(
        self, app: Flask, sign_in: SignIn
    ) -> None:
        page = text_of(sign_in(with_jobs()["zoe"]), "/jobs/receptionist")
        order = [
            "Everyone who reaches us",
            "Greeting and booking",
            "Levels this job asks for",
            "Names what it did",
        ]
        assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
        assert "Level 1 in promise-keeping." in page
        assert "Guests first" in page
        assert "/courses/core" in page
        assert "Its people, today" not in page

    def test_its_people_are_for_hr_and_their_leader(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        crowd(1, "receptionist")
        for_hr, for_carla = (text_of(sign_in(cast[who]), "/jobs/receptionist") for who in ("henry", "carla"))
        assert all(f'href="/people/{cast["ana"].id}"' in page for page in (for_hr, for_carla))
        assert ">Q0<" in for_hr
        assert ">Q0<" not in for_carla

    def test_an_unknown_job_is_not_found(self, app: Flask, sign_in: SignIn) -> None:
        text_of(sign_in(with_jobs()["zoe"]), "/jobs/pilot", 404)

    @pytest.mark.parametrize("address", ["/jobs/", "/jobs/receptionist"])
    def test_as_many_statements_for_one_row_as_for_three(
        self, app: Flask, sign_in: SignIn, count_queries: Callable[[], Any], address: str
    ) -> None:
        client, counts = sign_in(with_jobs()["henry"]), []
        for more in (0, 2):
            crowd(more, "receptionist")
            client.get(address)
            with count_queries() as statements:
                text_of(client, address)
            counts.append(len(statements))
        assert counts[0] == counts[1]
