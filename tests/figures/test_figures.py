"""Kept counts say what the rows say, whatever happened in whatever order.

Meant to catch: a trigger left out (each of the nine), a note taken away that was not counted, a level
that came due counted as current, somebody counted twice in a new group.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from lms import clock
from lms.competencies import service as competencies
from lms.competencies.models import Evidence, HeldLevel, Kind, SetAside
from lms.db import db
from lms.figures import keeping, queries, service
from lms.figures.models import FiguresChanged, KeptCount, PersonFigures
from lms.figures.recount import recount
from lms.jobs import queries as jobs
from lms.jobs.models import Appointment, Waiver
from lms.people.models import Person
from lms.reports import counting
from lms.reports.scope import Reach, Scope
from tests import make
from tests.conftest import Installation

NAMES = ("Ana", "Ben", "Carla", "Dora")
JOBS = ("receptionist", "software-developer", "team-leader")
COMPETENCIES = ("empathy-tone", "plain-language", "promise-keeping")
TEAMS = ("Service", "Office")
EVERYONE = Scope(reach=Reach.EVERYONE, viewer_id=0)

Numbers = dict[tuple[int, str], tuple[int, dict[str, tuple[tuple[int, ...], tuple[int, ...]]]]]


def by_hand(on: date, *, by_team: bool) -> Numbers:
    """Every group, counted from the rows in the plainest way."""
    numbers: Any = defaultdict(lambda: [0, defaultdict(lambda: ([0] * 4, [0] * 4))])
    for person in db.session.scalars(select(Person).where(Person.left_on.is_(None))):
        held = db.session.scalars(select(Appointment).where(Appointment.person_id == person.id))
        mine = ",".join(map(str, sorted({each.job_id for each in held if each.holds_on(on)})))
        group = numbers[(person.team_id or 0) if by_team else 0, mine]
        group[0] += 1
        for level in db.session.scalars(select(HeldLevel).where(HeldLevel.person_id == person.id)):
            all_, current = group[1][level.competency]
            all_[level.level - 1] += 1
            current[level.level - 1] += level.is_fresh(on)
    return {
        key: (size, {name: (tuple(a), tuple(b)) for name, (a, b) in levels.items()})
        for key, (size, levels) in numbers.items()
    }


def as_kept(on: date, *, by_team: bool) -> Numbers:
    """The same as pages read it."""
    found = queries.counted(on, by_team=by_team)
    numbers: Numbers = {}
    for key, counts in found.groups.items():
        levels = {
            name: (counts.holding(place), counts.holding(place, current=True))
            for place, name in enumerate(found.competencies)
        }
        numbers[key] = (counts.people, {name: pair for name, pair in levels.items() if any(pair[0])})
    return numbers


class Company:
    """Four people to whom things happen."""

    def __init__(self) -> None:
        self.today = clock.today()
        self.teams = [make.team(name) for name in TEAMS]
        self.people = [make.person(name) for name in NAMES]
        self.jobs = [jobs.get_by_key(key).id for key in JOBS]
        self.sources = 0

    def quiz(self, who: int, which: int, days: int) -> None:
        self.sources += 1
        on = self.today - timedelta(days=days * 60)
        shown = [(COMPETENCIES[which], 1), (COMPETENCIES[0], 1)]
        competencies.record(self.people[who].id, Kind.QUIZ, f"attempt:{self.sources}", "?", shown, on=on, now=clock.now())

    def visit(self, who: int, which: int, days: int) -> None:
        self.sources += 1
        on = self.today - timedelta(days=days * 40 + self.sources)
        competencies.record(
            self.people[who].id, Kind.OBSERVATION, f"visit:{self.sources}", "?", [(COMPETENCIES[which], 1 + days % 4)],
            on=on, now=clock.now(), observer_id=self.people[who - 1].id, touch_point=f"t{self.sources}",
        )  # fmt: skip

    def set_aside(self, who: int, which: int, days: int) -> None:
        gone = select(SetAside.evidence_id)
        found = select(Evidence.id).where(Evidence.person_id == self.people[who].id, Evidence.id.not_in(gone))
        if (evidence := db.session.scalar(found.limit(1))) is not None:
            competencies.set_aside(evidence, reason="It was somebody else.", by=None, now=clock.now())

    def appoint(self, who: int, which: int, days: int) -> None:
        start = self.today + timedelta(days=days - 4)
        row = {"person_id": self.people[who].id, "job_id": self.jobs[which], "starts_on": start}
        there = db.session.scalars(select(Appointment).filter_by(**row)).first()
        if there is None:
            db.session.add(Appointment(**row, ends_on=start + timedelta(days=which * 3) if days % 2 else None))

    def end_appointments(self, who: int, which: int, days: int) -> None:
        mine = (Appointment.person_id == self.people[who].id) & (Appointment.starts_on <= self.today)
        db.session.execute(update(Appointment).where(mine).values(ends_on=self.today + timedelta(days=days)))

    def remove_appointments(self, who: int, which: int, days: int) -> None:
        db.session.execute(delete(Appointment).where(Appointment.person_id == self.people[who].id))

    def change_team(self, who: int, which: int, days: int) -> None:
        self.people[who].team_id = (None, *[team.id for team in self.teams])[which]

    def leave_or_return(self, who: int, which: int, days: int) -> None:
        self.people[who].left_on = None if self.people[who].left_on else self.today

    def erase(self, who: int, which: int, days: int) -> None:
        for table in (HeldLevel, Evidence):
            if table is Evidence:
                mine = select(Evidence.id).where(Evidence.person_id == self.people[who].id)
                db.session.execute(delete(SetAside).where(SetAside.evidence_id.in_(mine)))
            db.session.execute(delete(table).where(table.person_id == self.people[who].id))  # type: ignore[attr-defined]

    def one_more(self, who: int, which: int, days: int) -> None:
        """By one plain statement, as an import would."""
        self.sources += 1
        row = {"email": f"n{self.sources}@example.com", "name": "N", "sort_name": "n", "session_epoch": 0,
               "created_at": clock.now(), "team_id": self.teams[which % 2].id}  # fmt: skip
        db.session.execute(insert(Person), [row])

    def fold(self, who: int, which: int, days: int) -> None:
        service.fold(self.today, most=1 + which)

    def midnight(self, who: int, which: int, days: int) -> None:
        self.today += timedelta(days=1 + days * (1 + 29 * which))


ACTS = tuple(name for name in vars(Company) if not name.startswith("_"))


@given(
    acts=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 2), st.integers(0, 9)),
        min_size=5, max_size=30,
    )
)  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_pages_read_what_the_rows_say_whatever_happened(
    app: Flask, installation: Installation, acts: list[tuple[str, int, int, int]]
) -> None:
    company = Company()
    try:
        for name, who, which, days in acts:
            getattr(company, name)(who, which, days)
            db.session.flush()
            for by_team in (False, True):
                assert as_kept(company.today, by_team=by_team) == by_hand(company.today, by_team=by_team)
        service.fold_all(company.today, after_each=db.session.flush)
        assert not db.session.scalar(select(FiguresChanged.id).limit(1))
        assert as_kept(company.today, by_team=True) == by_hand(company.today, by_team=True)
        assert service.prove(company.today, after_each=db.session.flush) == []
        yesterday = company.today - timedelta(days=1)
        assert as_kept(yesterday, by_team=False) == by_hand(yesterday, by_team=False)
    finally:
        db.session.rollback()


def test_every_watched_table_has_its_triggers(app: Flask) -> None:
    """A migration that copies a table on SQLite loses them."""
    sqlite = db.engine.dialect.name == "sqlite"
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if sqlite else "SELECT tgname FROM pg_trigger"
    found = {name for name in db.session.scalars(text(names)) if name.startswith("figures_")}
    acts = ("insert", "update", "delete")
    assert found == {f"figures_{table}_{act}" for table in ("held_level", "appointment", "person") for act in acts}


def test_what_changes_nothing_that_is_counted_is_not_noted(app: Flask) -> None:
    ana = make.person("Ana", job="receptionist")
    service.fold_all(clock.today(), after_each=db.session.commit)
    ana.name = "Ana Lindqvist"
    db.session.commit()
    assert not service.is_due(clock.today())


class TestWaivers:
    @pytest.fixture
    def ana(self, app: Flask) -> Person:
        ana, henry = make.person("Ana", job="receptionist", team=make.team()), make.person("Henry")
        for source in ("visit:1", "visit:2"):
            competencies.record(
                ana.id, Kind.OBSERVATION, source, "?", [("empathy-tone", 2), ("plain-language", 1)], on=clock.today(),
                now=clock.now(), observer_id=henry.id, touch_point="desk",
            )  # fmt: skip
        db.session.add(
            Waiver(
                person_id=ana.id, number=1, competency="empathy-tone", reason="Back from leave", starts_on=clock.today(),
                ends_on=clock.today(), by_id=henry.id, made_at=clock.now(),
            )
        )  # fmt: skip
        db.session.commit()
        return ana

    @pytest.mark.parametrize("folded", [True, False])
    @pytest.mark.parametrize("by_team", [True, False])
    def test_who_is_let_off_is_in_no_count_of_that_competency(self, ana: Person, folded: bool, by_team: bool) -> None:
        if folded:
            service.fold_all(clock.today(), after_each=db.session.commit)
        (tally,) = counting.groups(EVERYONE, clock.today(), current=True, by_team=by_team).tallies
        assert (tally.people, dict(tally.waived), tally.team) == (1, {"empathy-tone": 1}, "service" if by_team else "")
        assert tally.held["empathy-tone"] == tally.current["empathy-tone"] == (0, 0, 0, 0)
        assert tally.held["plain-language"] == (1, 0, 0, 0)

    @pytest.mark.parametrize("by_team", [True, False])
    def test_in_the_team_of_a_leader_too(self, ana: Person, by_team: bool) -> None:
        lea = make.person("Lea")
        ana.leader_id = lea.id
        db.session.commit()
        led = Scope(reach=Reach.TEAM, viewer_id=lea.id)
        (tally,) = counting.groups(led, clock.today(), by_team=by_team).tallies
        assert (tally.people, dict(tally.waived), tally.held["empathy-tone"]) == (1, {"empathy-tone": 1}, (0, 0, 0, 0))

    def test_from_the_next_day_on_it_counts_again(self, ana: Person) -> None:
        service.fold_all(clock.today(), after_each=db.session.commit)
        (tally,) = counting.groups(EVERYONE, clock.today() + timedelta(days=1)).tallies
        assert (tally.held["empathy-tone"], dict(tally.waived)) == ((0, 1, 0, 0), {})


def test_a_wrong_figure_is_found_told_and_mended(app: Flask) -> None:
    ana = make.person("Ana", job="receptionist")
    make.person("Ben")
    service.fold_all(clock.today(), after_each=db.session.commit)
    db.session.execute(update(PersonFigures).where(PersonFigures.person_id == ana.id).values(kept_count_id=1))
    db.session.execute(update(KeptCount).values(people=KeptCount.people + 1))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["figures", "check"])
    assert result.exit_code == 1
    assert "kept figures were wrong" in result.output
    assert app.test_cli_runner().invoke(args=["figures", "check"]).exit_code == 0
    assert as_kept(clock.today(), by_team=True) == by_hand(clock.today(), by_team=True)
    assert {key: counts.people for key, counts in recount().items()} == {
        (False, (0, "")): 1, (True, (0, "")): 1,
        (False, (0, str(jobs.get_by_key("receptionist").id))): 1, (True, (0, str(jobs.get_by_key("receptionist").id))): 1,
    }  # fmt: skip


def test_it_is_folded_again_and_again_until_the_next_day_begins(app: Flask, clock: Any) -> None:
    from lms import tasks

    make.person("Ana", job="receptionist")
    with pytest.raises(tasks.Later) as again:
        keeping.fold(now=clock())
    assert again.value.until == clock() + keeping.EVERY
    assert not service.is_due(date(2027, 5, 3))
    clock.move(hours=19, minutes=55)
    keeping.fold(now=clock())


def test_two_statements_read_it_once_all_is_folded(app: Flask, count_queries: Any) -> None:
    for how_many in (1, 3):
        for number in range(how_many):
            make.person(f"P{how_many}{number}", job="receptionist")
        service.fold_all(clock.today(), after_each=db.session.commit)
        with count_queries() as statements:
            queries.counted(clock.today(), by_team=True)
        assert len(statements) == 1
