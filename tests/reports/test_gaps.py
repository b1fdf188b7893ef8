"""Who needs what next: the rows and their order, the filters, the next steps, and whom HR asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms import clock
from lms.db import db
from lms.learning import assigning
from lms.learning.assigning import Target, When
from lms.learning.dues import Basis
from lms.learning.models import Assignment
from lms.people.models import Person
from lms.reports import gaps
from lms.reports.gap_tiers import Part, Rank, Tier, part
from lms.reports.gaps import GapRow, Wanted
from lms.reports.next_steps.rules import Way
from lms.reports.scope import Reach, Scope
from tests import make
from tests.conftest import MovableClock
from tests.reports.test_views import SignIn, text_of
from tests.reports.world import crowd, observed, on_leave, passed_quiz, waived, with_jobs

TURNS = count()
EVERYONE = Scope(reach=Reach.EVERYONE, viewer_id=0)


def found(wanted: Wanted | None = None, scope: Scope = EVERYONE) -> list[GapRow]:
    return list(gaps.rows(wanted or Wanted(), scope, clock.today()))


def told(rows: list[GapRow]) -> list[tuple[str, str, int, int]]:
    return [(row.name, row.competency, row.asked, row.held) for row in rows]


class TestRows:
    def test_each_missing_level_is_a_row_the_most_missing_first(self, app: Flask) -> None:
        """By hand: Ana is asked 2 and 1, Ben 2, 1 and 1, Carla 2; Ana passed one quiz."""
        cast = with_jobs()
        passed_quiz(cast["ana"], "empathy-tone")
        assert told(found()) == [
            ("Ben", "plain-language", 2, 0),
            ("Carla", "promise-keeping", 2, 0),
            ("Ana", "empathy-tone", 2, 1),
            ("Ben", "promise-keeping", 1, 0),
            ("Ana", "promise-keeping", 1, 0),
            ("Ben", "empathy-tone", 1, 0),
        ]
        counts = gaps.count(Wanted(), EVERYONE, clock.today())
        assert (counts.gaps, counts.people) == (6, 3)

    def test_what_is_waived_is_no_gap(self, app: Flask) -> None:
        cast = with_jobs()
        waived(cast["carla"], "promise-keeping", by=cast["henry"])
        assert "Carla" not in {row.name for row in found()}

    def test_somebody_with_two_jobs_has_one_row_for_the_higher_level(self, app: Flask) -> None:
        ana = make.person("Ana", job="receptionist")
        make.appointment(ana, "team-leader")
        make.appointment(ana, "team-leader", since=clock.today())
        rows = [row for row in found() if row.competency == "promise-keeping"]
        assert [(row.job, row.asked) for row in rows] == [("Team leader", 2)]

    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            (Wanted(team="elsewhere"), []),
            (Wanted(job="receptionist"), ["Ana", "Ana"]),
            (Wanted(competency="plain-language"), ["Ben"]),
            (Wanted(short=2), ["Ben", "Carla", "Ana"]),
            (Wanted(essential=True, job="receptionist"), ["Ana"]),
        ],
    )
    def test_filters_narrow_them(self, app: Flask, wanted: Wanted, names: list[str]) -> None:
        with_jobs()
        assert sorted(row.name for row in found(wanted)) == sorted(names)
        assert gaps.count(wanted, EVERYONE, clock.today()).gaps == len(names)

    def test_overdue_are_those_whose_course_should_be_done(self, app: Flask, clock: MovableClock) -> None:
        cast = with_jobs()
        asked(cast["ana"], "core", by=cast["henry"], days=10)
        assert found(Wanted(overdue=True)) == []
        clock.move(days=11)
        assert {row.name for row in found(Wanted(overdue=True))} == {"Ana"}

    def test_a_leader_sees_their_own_team_alone(self, app: Flask) -> None:
        cast = with_jobs()
        crowd(2, "receptionist")
        rows = found(scope=Scope(reach=Reach.TEAM, viewer_id=cast["carla"].id))
        assert {row.name for row in rows} == {"Ana", "Ben"}

    def test_a_page_costs_as_many_statements_for_one_row_as_for_three(
        self, app: Flask, sign_in: SignIn, count_queries: Callable[[], Any]
    ) -> None:
        client = sign_in(with_jobs()["henry"])
        counts = []
        for more in (0, 3):
            crowd(more, "receptionist")
            client.get("/reports/gaps?job=receptionist")
            with count_queries() as statements:
                text_of(client, "/reports/gaps?job=receptionist")
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 22

    def test_reading_them_piece_by_piece_asks_for_no_more_than_a_piece(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch, count_queries: Callable[[], Any]
    ) -> None:
        """The first rows of a long list come before the others were looked up."""
        monkeypatch.setattr(gaps, "AT_ONCE", 2)
        crowd(6, "receptionist")
        db.session.commit()
        with count_queries() as statements:
            rows = gaps.rows(Wanted(), EVERYONE, clock.today())
            first = next(rows)
            begun = len(statements)
            rest = list(rows)
        assert first.name == "Q0"
        assert len(rest) == 11
        assert len(statements) > begun * 3


class TestPages:
    """A page looks only at people who may stand on it; what it shows must be what the whole list shows."""

    @given(
        st.lists(
            st.tuples(st.sampled_from((0, 1, 2, 3)), st.integers(0, 2), st.integers(0, 2), st.booleans()),
            min_size=1,
            max_size=7,
        )
    )
    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_all_pages_together_are_the_list(
        self, app: Flask, people: list[tuple[int, int, int, bool]]
    ) -> None:
        """Of one job or of two, with a quiz, an observation, a waiver or nothing."""
        jobs = (("receptionist",), ("software-developer",), ("receptionist", "team-leader"), ("team-leader",) * 2)
        turn = next(TURNS)
        team, henry = make.team(f"T{turn}"), make.person(f"H{turn}")
        for number, (which, empathy, promises, let_off) in enumerate(people):
            person = make.person(f"P{number} of {turn}", team=team)
            for day, job in enumerate(jobs[which]):
                make.appointment(person, job, since=clock.today() - timedelta(days=day))
            if empathy:
                observed(person, henry, empathy, "empathy-tone")
            if promises:
                observed(person, henry, promises, "promise-keeping", source="observation:2")
            if let_off:
                waived(person, "promise-keeping", by=henry)
        db.session.commit()
        for wanted in (
            Wanted(team=team.key),
            Wanted(),
            Wanted(team=team.key, essential=True),
            Wanted(team=team.key, short=2),
            Wanted(job="team-leader"),
            Wanted(competency="promise-keeping", team=team.key),
        ):
            whole, listing = found(wanted), gaps.Listing(wanted, EVERYONE, clock.today())
            assert listing.counts.gaps == len(whole)
            pages = [listing.page(skip=skip, most=3) for skip in range(0, len(whole) + 3, 3)]
            assert [row for page in pages for row in page] == whole

    def test_a_first_page_looks_at_no_more_than_its_tiers(self) -> None:
        def tier(missing: int, size: int) -> Tier:
            return Tier(rank=Rank(missing, True, 1), size=size, pairs={(missing, "a")})

        three = [tier(3, 10), tier(2, 5), tier(1, 100)]
        assert part(three, skip=0, most=10) == Part(tiers=three[:1], skip=0)
        assert part(three, skip=0, most=11) == Part(tiers=three[:2], skip=0)
        assert part(three, skip=12, most=3) == Part(tiers=[three[1]], skip=2)
        assert part(three, skip=15, most=3) == Part(tiers=[three[2]], skip=0)
        assert part(three, skip=115, most=3).tiers == []


class TestNextStep:
    def test_a_module_first_then_a_scenario_then_observations(self, app: Flask) -> None:
        cast = with_jobs()
        ben = cast["ben"]
        assert step_of("Ben", "plain-language") == (Way.MODULE, "developer-1")
        passed_quiz(ben, "plain-language")
        assert step_of("Ben", "plain-language") == (Way.OBSERVATION, "")
        make.appointment(ben, "team-leader")
        passed_quiz(ben, "promise-keeping", source="attempt:2")
        assert step_of("Ben", "promise-keeping") == (Way.SCENARIO, "unhappy-caller")

    def test_coach_and_age_of_evidence_stand_beside_it(self, app: Flask, clock: MovableClock) -> None:
        cast = with_jobs()
        passed_quiz(cast["ana"], "empathy-tone", on=date(2026, 2, 1))
        row = next(row for row in found(Wanted(job="receptionist", competency="empathy-tone")))
        assert (row.coaches, row.newest, row.due) == (("Carla",), date(2026, 2, 1), True)


def step_of(name: str, competency: str) -> tuple[Way, str]:
    row = next(row for row in found(Wanted(competency=competency)) if row.name == name)
    return row.step.way, row.step.key


def asked(person: Person, course: str, *, by: Person, days: int) -> None:
    when = When(basis=Basis.FIXED, due_on=clock.today() + timedelta(days=days))
    assigning.assign(course, Target(person_id=person.id), when, "For June.", by=by.id, now=clock.now())
    db.session.commit()


class TestPage:
    def test_henry_reads_who_needs_what_next(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        passed_quiz(cast["ana"], "empathy-tone")
        page = text_of(sign_in(cast["henry"]), "/reports/gaps?job=receptionist")
        assert "2 gaps of 1 person." in page
        assert f'href="/people/{cast["ana"].id}">Ana</a>' in page
        assert "Module: Your word" in page
        assert "not planned" in page
        assert "2 rows; filters: job=receptionist; made 3 May 2027 09:00 by Henry" in page
        assert 'href="/reports/gaps.xlsx?job=receptionist"' in page

    def test_an_empty_list_says_so_and_leads_on(self, app: Flask, sign_in: SignIn) -> None:
        page = text_of(sign_in(with_jobs()["henry"]), "/reports/gaps?team=elsewhere")
        assert "No gaps for these filters" in page
        assert '<a href="/reports/gaps">Remove filters</a>' in page

    def test_it_is_paged_by_fifty(self, app: Flask, sign_in: SignIn) -> None:
        henry = make.cast()["henry"]
        crowd(26, "receptionist")
        client = sign_in(henry)
        assert "Rows 1 to 50 of 52" in text_of(client, "/reports/gaps")
        assert "Rows 51 to 52 of 52" in text_of(client, "/reports/gaps?page=2")
        assert "No more rows" in text_of(client, "/reports/gaps?page=9")

    def test_olga_reads_counts_and_no_names(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        for person in crowd(9, "team-leader", prefix="T"):
            passed_quiz(person, "promise-keeping")
        for person in crowd(3, "receptionist", prefix="R"):
            passed_quiz(person, "empathy-tone")
        client = sign_in(cast["olga"])
        page = text_of(client, "/reports/gaps")
        assert "/people/" not in page
        assert "Team leader" in page
        for hidden in ("Receptionist", "Software developer", ">T1<", ">Carla<"):
            assert hidden not in page
        assert b"T1" not in client.get("/reports/gaps.csv").data

    @pytest.mark.parametrize("name", ["zoe", "ana", "tess", "adam"])
    @pytest.mark.parametrize("address", ["gaps", "gaps.csv", "gaps.xlsx", "gaps/assignments"])
    def test_others_are_turned_away(self, app: Flask, sign_in: SignIn, name: str, address: str) -> None:
        text_of(sign_in(with_jobs()[name]), f"/reports/{address}", 403)


class TestAsking:
    def send(self, client: FlaskClient, *picks: str, by: str = "2027-06-01", reason: str = "You take first calls.") -> Any:
        return client.post("/reports/gaps/assignments", data={"gap": list(picks), "by": by, "reason": reason})

    def test_those_ticked_are_asked_once_with_the_reason(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        ana, ben = cast["ana"], cast["ben"]
        client = sign_in(cast["henry"])
        picks = (f"{ana.id}.promise-keeping", f"{ana.id}.empathy-tone", f"{ben.id}.plain-language")
        for _again in range(2):
            assert self.send(client, *picks).status_code == 303
        made = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
        assert {(each.person_id, each.course, each.due_on, each.reason, each.by_id) for each in made} == {
            (ana.id, "core", date(2027, 6, 1), "You take first calls.", cast["henry"].id),
            (ben.id, "developer", date(2027, 6, 1), "You take first calls.", cast["henry"].id),
        }
        assert "1 June 2027" in text_of(client, "/reports/gaps?job=receptionist")

    def test_who_is_left_out_is_listed_with_why(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        away, alone, coached, late = (*crowd(2, "receptionist"), cast["ana"], cast["ben"])
        on_leave(away)
        for number, person in enumerate((alone, coached)):
            observed(person, cast["henry"], 1, "empathy-tone", source=f"observation:{number}")
        asked(late, "core", by=cast["henry"], days=9)
        picks = "&".join(
            f"gap={person.id}.{competency}"
            for person, competency in (
                (away, "empathy-tone"),
                (alone, "empathy-tone"),
                (coached, "empathy-tone"),
                (late, "promise-keeping"),
            )
        )
        client = sign_in(cast["henry"])
        page = text_of(client, f"/reports/gaps/assignments?{picks}")
        assert "4 rows are left out" in page
        for why in (
            "on leave today",
            "has no coach yet",
            "needs to be observed at work; ask Carla",
            "is asked to take this course already, by 12 May 2027",
        ):
            assert why in page
        assert self.send(client, *(pick.removeprefix("gap=") for pick in picks.split("&"))).status_code == 303
        assert len(db.session.scalars(select(Assignment)).all()) == 1

    @pytest.mark.parametrize(
        ("by", "reason", "sentence"),
        [
            ("2027-05-03", "For June.", "Choose a day after today."),
            ("31/02", "For June.", "Choose a day that is in the calendar"),
            ("2027-06-01", " ", "Write the reason. The person reads it."),
        ],
    )
    def test_without_a_day_or_reason_it_says_what_to_do(
        self, app: Flask, sign_in: SignIn, by: str, reason: str, sentence: str
    ) -> None:
        cast = with_jobs()
        answer = self.send(sign_in(cast["henry"]), f"{cast['ana'].id}.empathy-tone", by=by, reason=reason)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert db.session.scalars(select(Assignment)).all() == []

    def test_a_leader_asks_nobody_but_their_own(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        other = crowd(1, "receptionist")[0]
        self.send(sign_in(cast["carla"]), f"{other.id}.empathy-tone", f"{cast['ana'].id}.empathy-tone")
        assert [each.person_id for each in db.session.scalars(select(Assignment))] == [cast["ana"].id]

    @pytest.mark.parametrize("pick", ["", "ana", "12", "99999.empathy-tone", "1.", ".x", "²34.empathy-tone"])
    def test_nonsense_asks_nobody(self, app: Flask, sign_in: SignIn, pick: str) -> None:
        client = sign_in(with_jobs()["henry"])
        assert "Nobody to ask" in client.get("/reports/gaps/assignments", query_string={"gap": pick}).text
        assert self.send(client, pick).status_code == 303


class TestPersonPage:
    def test_hr_reads_what_would_come_next_and_leads_to_assigning_it(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        ana = cast["ana"]
        page = text_of(sign_in(cast["henry"]), f"/people/{ana.id}")
        assert "Empathy and tone: asks 2, has 0" in page
        assert "Module: The first word" in page
        address = f"/assignments/new?person={ana.id}&amp;course=core&amp;competency=empathy-tone"
        assert address in page
        text_of(sign_in(cast["henry"]), address.replace("&amp;", "&"))
        own = text_of(sign_in(ana), f"/people/{ana.id}")
        assert "Module: The first word" in own
        assert "/assignments/new" not in own

    def test_what_is_planned_or_waived_is_not_asked_again(self, app: Flask, sign_in: SignIn) -> None:
        cast = with_jobs()
        asked(cast["ana"], "core", by=cast["henry"], days=9)
        waived(cast["ana"], "empathy-tone", by=cast["henry"])
        page = text_of(sign_in(cast["carla"]), f"/people/{cast['ana'].id}")
        assert "competency=promise-keeping" not in page
        assert "Empathy and tone: asks" not in page
        assert "Promise-keeping: asks 1, has 0" in page
