"""How coverage is counted from real rows, and what those who see counts only are shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms import clock
from lms.competencies.rules import Held
from lms.db import db
from lms.jobs.models import Requirement
from lms.people import service as people
from lms.reports import leaders, queries, strip
from lms.reports.coverage import By, Coverage, Line, View, _in_order, _without_the_few, coverage
from lms.reports.rules import FEWEST_SHOWN, Cell, Kind, Show
from lms.reports.scope import Reach, Scope
from tests import make
from tests.conftest import MovableClock
from tests.reports.test_views import SignIn, text_of
from tests.reports.world import crowd, observed, passed_quiz, waived, with_jobs

COMPETENCIES = ("empathy-tone", "plain-language", "promise-keeping")
EVERYONE = Scope(reach=Reach.EVERYONE, viewer_id=0)
COUNTS = Scope(reach=Reach.COUNTS, viewer_id=0)


def counted(view: View | None = None, scope: Scope = EVERYONE, on: date | None = None) -> Coverage:
    return coverage(view or View(by=By.JOB), scope, COMPETENCIES, on or clock.today())


def line(found: Coverage, key: str) -> Line:
    return next(each for each in found.lines if each.key == key)


class TestByJob:
    def test_each_cell_says_who_meets_what_the_job_asks(self, app: Flask) -> None:
        cast = with_jobs()
        for person in crowd(2, "receptionist"):
            passed_quiz(person, "empathy-tone", "promise-keeping")
        observed(cast["ana"], cast["carla"], 2, "empathy-tone")
        row = line(counted(), "receptionist")
        assert row.people == 3
        assert row.cell("empathy-tone") == Cell(level=2, gaps=(1, 2, 0, 0, 0), shown=3)
        assert row.cell("promise-keeping") == Cell(level=1, gaps=(2, 1, 0, 0, 0), shown=2)
        assert row.kind("plain-language") is Kind.UNASKED

    def test_no_evidence_is_told_apart_from_a_gap(self, app: Flask) -> None:
        with_jobs()
        assert line(counted(), "software-developer").kind("plain-language") is Kind.NOTHING

    def test_the_heaviest_burden_comes_first_or_the_names(self, app: Flask) -> None:
        cast = with_jobs()
        passed_quiz(cast["ben"], "plain-language", "promise-keeping", "empathy-tone")
        passed_quiz(cast["ana"], "promise-keeping")
        observed(cast["carla"], cast["ana"], 2, "promise-keeping")
        assert [each.key for each in counted().lines] == ["software-developer", "receptionist", "team-leader"]
        by_name = counted(View(by=By.JOB, by_name=True))
        assert [each.title for each in by_name.lines] == ["Receptionist", "Software developer", "Team leader"]

    def test_the_biggest_gap_is_people_times_levels(self, app: Flask) -> None:
        for person in crowd(3, "software-developer"):
            passed_quiz(person, "plain-language")
        found = counted().biggest_gap()
        assert found
        row, competency, cell = found
        assert (row.key, competency, cell.short, cell.median_gap) == (
            "software-developer",
            "plain-language",
            3,
            1,
        )


class TestWhoCounts:
    def test_only_appointments_of_that_day(self, app: Flask) -> None:
        ana = make.person("Ana")
        today = clock.today()
        make.appointment(ana, "receptionist", since=today - timedelta(days=9), until=today)
        make.appointment(ana, "team-leader", since=today + timedelta(days=1))
        assert [each.key for each in counted().lines] == ["receptionist"]
        tomorrow = counted(on=today + timedelta(days=1))
        assert [each.key for each in tomorrow.lines] == ["team-leader"]

    def test_who_left_is_not_counted(self, app: Flask) -> None:
        cast = with_jobs()
        people.leave(cast["ana"], on=clock.today())
        assert {each.key for each in counted().lines} == {"software-developer", "team-leader"}

    def test_people_without_a_job_stand_apart(self, app: Flask) -> None:
        with_jobs()
        found = counted()
        assert (found.people, found.without_job) == (3, 5)

    def test_two_appointments_to_one_job_are_one_person(self, app: Flask) -> None:
        ana = make.person("Ana", job="receptionist")
        make.appointment(ana, "receptionist", since=clock.today())
        assert line(counted(), "receptionist").people == 1

    def test_a_leader_sees_their_own_team_alone(self, app: Flask) -> None:
        cast = with_jobs()
        crowd(3, "receptionist")
        found = counted(scope=Scope(reach=Reach.TEAM, viewer_id=cast["carla"].id))
        assert {each.key: each.people for each in found.lines} == {"receptionist": 1, "software-developer": 1}


class TestByTeam:
    def test_someone_with_two_jobs_is_one_person_asked_for_the_higher_level(self, app: Flask) -> None:
        harbour = make.team("Harbour")
        ana = make.person("Ana", job="receptionist", team=harbour)
        make.appointment(ana, "team-leader")
        passed_quiz(ana, "promise-keeping")
        row = line(counted(View(by=By.TEAM)), "harbour")
        assert row.people == 1
        assert row.cell("promise-keeping") == Cell(level=2, gaps=(0, 1, 0, 0, 0), shown=1)
        by_job = counted()
        assert line(by_job, "receptionist").cell("promise-keeping").met == 1
        assert line(by_job, "team-leader").cell("promise-keeping").met == 0

    def test_people_in_no_team_have_a_row(self, app: Flask) -> None:
        make.person("Ana", job="receptionist")
        assert line(counted(View(by=By.TEAM)), queries.NO_TEAM).people == 1

    def test_filters_narrow_people_and_what_they_are_asked(self, app: Flask) -> None:
        harbour = make.team("Harbour")
        ana = make.person("Ana", job="receptionist", team=harbour)
        make.appointment(ana, "team-leader")
        make.person("Ben", job="receptionist")
        of_job = counted(View(by=By.TEAM, job="receptionist"))
        assert line(of_job, "harbour").cell("promise-keeping").level == 1
        of_team = counted(View(by=By.JOB, team="harbour"))
        assert {each.key: each.people for each in of_team.lines} == {"receptionist": 1, "team-leader": 1}


class TestLeaders:
    def test_how_many_were_trained_were_observed_and_can_model(self, app: Flask) -> None:
        cast = with_jobs()
        assert leaders.figures(courses=["core"], modelling="promise-keeping") == leaders.Leaders(
            all=1, trained=0, observed=0, model=0
        )
        observed(cast["carla"], cast["ana"], 2, "promise-keeping")
        found = leaders.figures(courses=["core"], modelling="promise-keeping")
        assert (found.all, found.observed, found.model) == (1, 1, 0)


class TestCountsOnly:
    def test_small_rows_hide_and_take_the_next_smallest_with_them(self, app: Flask) -> None:
        crowd(3, "receptionist", prefix="R")
        crowd(6, "software-developer", prefix="S")
        crowd(9, "team-leader", prefix="T")
        found = counted(scope=COUNTS)
        assert {each.key: each.few for each in found.lines} == {
            "receptionist": True,
            "software-developer": True,
            "team-leader": False,
        }
        assert found.people == 18
        assert line(found, "receptionist").kind("empathy-tone") is Kind.FEW
        assert line(found, "receptionist").kind("plain-language") is Kind.UNASKED

    def test_where_all_is_hidden_so_is_the_sum(self, app: Flask) -> None:
        crowd(3, "receptionist")
        assert counted(scope=COUNTS).people is None

    def test_a_large_team_of_whom_few_are_asked_hides_that_cell(self, app: Flask) -> None:
        """Plain language is asked of the two developers alone."""
        harbour, quay = make.team("Harbour"), make.team("Quay")
        crowd(8, "receptionist", team=harbour, prefix="R")
        crowd(2, "software-developer", team=harbour, prefix="S")
        crowd(7, "software-developer", team=quay, prefix="T")
        found = counted(View(by=By.TEAM), COUNTS)
        assert not any(each.few for each in found.lines)
        assert [line(found, team).kind("plain-language") for team in ("harbour", "quay")] == [
            Kind.FEW,
            Kind.FEW,
        ]
        assert line(found, "harbour").kind("promise-keeping") is Kind.NOTHING

    @given(
        st.lists(
            st.lists(st.integers(0, 12), min_size=2, max_size=2).filter(any),
            min_size=1,
            max_size=7,
        )
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_in_every_column_what_is_hidden_cannot_be_worked_out(self, columns: list[list[int]]) -> None:
        lines = [
            Line(
                key=f"row-{number}",
                title="",
                people=max(asked),
                cells={
                    f"c{index}": Cell(level=1, gaps=(people, 0, 0, 0, 0), shown=people)
                    for index, people in enumerate(asked)
                },
            )
            for number, asked in enumerate(columns)
        ]
        shown = _without_the_few(lines, ("c0", "c1"))
        for competency in ("c0", "c1"):
            asked = [each for each in shown if each.cell(competency).asked]
            hidden = [each.cell(competency).asked for each in asked if each.kind(competency) is Kind.FEW]
            assert all(
                each.cell(competency).asked >= FEWEST_SHOWN
                for each in asked
                if each.kind(competency) is not Kind.FEW
            )
            if hidden and len(hidden) < len(asked):
                assert sum(hidden) >= FEWEST_SHOWN
                assert len(set(hidden)) > 1


def test_the_newest_evidence_of_each_is_what_counts(app: Flask) -> None:
    cast = with_jobs()
    ana = cast["ana"]
    passed_quiz(ana, "empathy-tone", on=clock.today() - timedelta(days=3))
    observed(ana, cast["carla"], 1, "empathy-tone")
    newest = queries.newest_evidence([ana.id, cast["ben"].id], "empathy-tone")
    assert newest == {ana.id: queries.Newest(kind="observation", on=clock.today())}


def test_who_is_asked_for_a_competency_and_holds_what(app: Flask) -> None:
    cast = with_jobs()
    passed_quiz(cast["ana"], "empathy-tone")
    job = next(number for number, each in queries.asking(clock.today()).items() if each.key == "receptionist")
    found = queries.asked_in(EVERYONE.people(), "empathy-tone", clock.today(), jobs={job: 2}, team="service")
    assert [(each.name, each.team, each.required) for each in found] == [("Ana", "Service", 2)]
    assert found[0].held == Held(level=1, since=clock.today(), current_until=date(2028, 5, 3))
    assert not queries.asked_in(
        EVERYONE.people(), "empathy-tone", clock.today(), jobs={job: 2}, team="elsewhere"
    )


@pytest.mark.parametrize("how_many", [1, 3])
def test_as_many_statements_for_any_number_of_people(
    app: Flask, count_queries: pytest.FixtureRequest, how_many: int
) -> None:
    for person in crowd(how_many, "receptionist"):
        passed_quiz(person, "empathy-tone")
    db.session.commit()
    with count_queries() as statements:  # type: ignore[operator]
        counted()
    assert len(statements) == 6, "two of them for those of whom something changed since the last fold"


ROWS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 3)), min_size=1, max_size=7
)


class TestFewInEachView:
    """What those who see counts only could work out: no cell is about fewer than five, and no sum is."""

    @given(ROWS)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_freshness_is_about_those_who_meet_it(self, rows: list[tuple[int, int, int, int]]) -> None:
        lines = [
            Line(key=f"row-{number}", title="", people=people + waived, cells={"c": cell}, show=Show.FRESHNESS)
            for number, (people, met, current, waived) in enumerate(rows)
            for cell in (_cell(people, min(met, people), current, waived),)
        ]
        shown = _without_the_few(lines, ("c",))
        seen = [line for line in shown if line.kind("c") is not Kind.FEW]
        hidden = [line.cell("c").met for line in shown if line.kind("c") is Kind.FEW and line.cell("c").met]
        for line in seen:
            assert line.cell("c").asked >= FEWEST_SHOWN
            assert line.cell("c").met == 0 or line.cell("c").met >= FEWEST_SHOWN
            assert line.cell("c").waived == 0 or line.cell("c").waived >= FEWEST_SHOWN
        if hidden and any(line.cell("c").met for line in seen):
            assert sum(hidden) >= FEWEST_SHOWN
            assert len(set(hidden)) > 1

    @given(ROWS)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_the_bench_is_about_those_who_are_asked(self, rows: list[tuple[int, int, int, int]]) -> None:
        lines = [
            Line(key=f"row-{number}", title="", people=people + waived, cells={"c": cell}, show=Show.BENCH)
            for number, (people, met, current, waived) in enumerate(rows)
            for cell in (_cell(people, min(met, people), current, waived),)
        ]
        shown = _without_the_few(lines, ("c",))
        hidden = [line.cell("c").asked for line in shown if line.kind("c") is Kind.FEW]
        assert all(line.cell("c").asked >= FEWEST_SHOWN for line in shown if line.kind("c") is not Kind.FEW)
        assert not hidden or len(hidden) == len(shown) or sum(hidden) >= FEWEST_SHOWN

    @given(ROWS)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_hidden_row_or_cell_has_no_place_that_tells(self, rows: list[tuple[int, int, int, int]]) -> None:
        """The heaviest first is an order among what is shown; what is hidden stands last, by name."""
        lines = [
            Line(key=f"row-{number}", title=f"T{number}", people=people, cells={"c": cell}, show=Show.MET)
            for number, (people, met, current, _waived) in enumerate(rows)
            for cell in (_cell(people, min(met, people), current, 0),)
        ]
        ordered = _in_order(_without_the_few(lines, ("c",)), View(by=By.JOB))
        few = [line.few for line in ordered]
        assert few == sorted(few)
        last = [line.title for line in ordered if line.few]
        assert last == sorted(last)


def test_the_place_of_a_row_tells_nothing_of_its_hidden_cells() -> None:
    """Two rows alike in what is shown stand by name, whatever they hide."""
    heavy, nothing = (Cell(level=3, gaps=(1, 0, 0, 5, 0), shown=2), Cell(level=3, gaps=(6, 0, 0, 0, 0), shown=6))
    lines = [
        Line(key=key, title=key, people=9, cells={"c": cell}, hidden=frozenset({"c"}))
        for key, cell in (("b", heavy), ("a", nothing))
    ]
    assert [each.key for each in _in_order(lines, View(by=By.JOB))] == ["a", "b"]


def _cell(people: int, met: int, current: int, waived: int) -> Cell:
    return Cell(level=1, gaps=(met, people - met, 0, 0, 0), shown=people, current=min(current, met), waived=waived)


def test_a_waived_requirement_is_neither_met_nor_a_gap(app: Flask, sign_in: SignIn) -> None:
    cast = with_jobs()
    passed_quiz(cast["ana"], "promise-keeping")
    crowd(2, "receptionist")
    waived(cast["ana"], "promise-keeping", by=cast["henry"])
    cell = line(counted(), "receptionist").cell("promise-keeping")
    assert (cell.asked, cell.met, cell.waived) == (2, 0, 1)
    page = text_of(sign_in(cast["henry"]), "/reports/coverage/receptionist/promise-keeping")
    assert "1 waived: neither met nor a gap." in page
    assert ">Ana<" not in page
    assert line(counted(on=clock.today() + timedelta(days=31)), "receptionist").cell("promise-keeping").asked == 3


def test_a_level_that_counts_later_is_not_asked_before(app: Flask) -> None:
    with_jobs()
    begins = clock.today() + timedelta(days=10)
    for row in db.session.scalars(select(Requirement).where(Requirement.competency == "empathy-tone")):
        row.counts_from, row.level_before = begins, 1
    db.session.commit()
    assert line(counted(), "receptionist").cell("empathy-tone").level == 1
    assert line(counted(on=begins), "receptionist").cell("empathy-tone").level == 2


def test_the_names_of_leaders_are_those_of_the_strip(app: Flask, sign_in: SignIn) -> None:
    cast = with_jobs()
    observed(cast["carla"], cast["ana"], 2, "promise-keeping")
    make.person("Dana", leader=cast["henry"])
    found = leaders.everyone(courses=["core"], modelling="promise-keeping")
    assert [(each.name, each.leads, each.trained, each.observed, each.models) for each in found] == [
        ("Henry", 1, False, False, False),
        ("Carla", 2, False, True, False),
    ]
    page = text_of(sign_in(cast["henry"]), "/reports/leaders")
    assert page.index(">Henry</a>") < page.index(">Carla</a>")


def test_the_strip_of_a_large_company_may_be_a_minute_old_and_says_so(
    app: Flask, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = with_jobs()
    began, seen = clock(), []
    monkeypatch.setattr(strip, "MANY", 1)
    for seconds in (0, 59, 1):
        found = strip.strip(courses=["core"], now=clock.move(seconds=seconds))
        seen.append((found.leaders.all, found.at))
        make.person(f"Noor {seconds}", leader=cast["ana"])
    assert seen == [(1, None), (1, began), (2, None)]
