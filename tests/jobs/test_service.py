"""Publishing job descriptions and appointing people: by the rows these leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.db import db
from lms.errors import NotFound
from lms.jobs import queries, service, versions
from lms.jobs.description import DESIRABLE, JobDescription, Required
from lms.jobs.models import Appointment, Job
from lms.jobs.queries import Asked
from lms.jobs.service import EndsBeforeStart
from lms.people.models import Person
from lms.people.service import add_person, add_team, leave

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def description(key: str = "bookkeeper", *required: Required, revision: str = "r1") -> JobDescription:
    return JobDescription(
        id=key,
        title=key.capitalize(),
        status="live",
        requires=required or (Required(competency="bad-news", level=2),),
        touch_points=(),
        serves=(),
        sections=(),
        source="---\n---\n",
        revision=revision,
    )


def job(key: str = "bookkeeper", *required: Required) -> Job:
    service.publish(description(key, *required), now=NOW, by=None)
    return queries.get_by_key(key)


@pytest.fixture
def bea(app: Flask) -> Person:
    return add_person(email="bea@larkmoor.example", name="Bea Novak", now=NOW)


class TestPublishing:
    def test_the_first_revision_makes_the_job(self, app: Flask) -> None:
        assert service.publish(description(), now=NOW, by=None)
        found = queries.get_by_key("bookkeeper")
        assert found.title == "Bookkeeper"
        assert queries.requirements_at(found.id, TODAY) == {"bad-news": Asked(level=2, essential=True, weight=1)}

    def test_the_same_revision_again_is_nothing(self, app: Flask) -> None:
        service.publish(description(), now=NOW, by=None)
        assert not service.publish(description(), now=NOW, by=None)
        assert len(versions.history(queries.get_by_key("bookkeeper").id)) == 1

    def test_a_new_revision_is_a_version_with_its_own_requirements(self, app: Flask, bea: Person) -> None:
        service.publish(description(), now=NOW, by=None)
        changed = replace(
            description(revision="r2"),
            title="Head bookkeeper",
            status="retired",
            requires=(Required(competency="empathy-tone", level=3, need=DESIRABLE, weight=4),),
        )
        service.publish(changed, now=NOW, by=bea.id)
        found = queries.get_by_key("bookkeeper")
        assert (found.title, found.status) == ("Head bookkeeper", "retired")
        assert queries.requirements_at(found.id, TODAY) == {
            "empathy-tone": Asked(level=3, essential=False, weight=4)
        }
        assert [(each.number, each.revision, each.by) for each in versions.history(found.id)] == [
            (2, "r2", "Bea Novak"),
            (1, "r1", None),
        ]

    def test_an_unknown_job_is_not_found(self, app: Flask) -> None:
        with pytest.raises(NotFound):
            queries.get_by_key("pilot")


class TestAppointing:
    def test_the_same_appointment_again_is_one_fact(self, bea: Person) -> None:
        bookkeeper = job()
        first = service.appoint(bea, bookkeeper, TODAY)
        assert service.appoint(bea, bookkeeper, TODAY, TOMORROW).id == first.id
        assert db.session.scalar(select(func.count()).select_from(Appointment)) == 1

    def test_its_first_and_last_days_belong_to_it(self, bea: Person) -> None:
        service.appoint(bea, job(), TODAY, TOMORROW)
        days = [YESTERDAY, TODAY, TOMORROW, TOMORROW + timedelta(days=1)]
        assert [len(queries.jobs_of(bea.id, day)) for day in days] == [0, 1, 1, 0]

    def test_an_end_before_the_start_is_refused(self, bea: Person) -> None:
        bookkeeper = job()
        with pytest.raises(EndsBeforeStart) as refusal:
            service.appoint(bea, bookkeeper, TODAY, YESTERDAY)
        assert "3 May 2027 or a later day" in refusal.value.sentence
        with pytest.raises(EndsBeforeStart):
            service.end_appointment(service.appoint(bea, bookkeeper, TODAY), on=YESTERDAY)

    def test_an_appointment_ends(self, bea: Person) -> None:
        service.end_appointment(service.appoint(bea, job(), YESTERDAY), on=TODAY)
        assert queries.jobs_of(bea.id, TODAY)
        assert queries.jobs_of(bea.id, TOMORROW) == ()


class TestWhatIsAsked:
    def test_several_jobs_ask_for_the_highest_level_and_essential_if_any_says_so(self, bea: Person) -> None:
        one = job(
            "bookkeeper",
            Required(competency="bad-news", level=2, weight=1),
            Required(competency="pace", level=1),
        )
        other = job(
            "receptionist",
            Required(competency="bad-news", level=3, need=DESIRABLE, weight=5),
            Required(competency="tone", level=1, need=DESIRABLE),
        )
        service.appoint(bea, one, TODAY)
        service.appoint(bea, other, TODAY)
        duties = queries.duties_of(bea.id, TODAY)
        assert [held.key for held in duties.jobs] == ["bookkeeper", "receptionist"]
        assert duties.required["bad-news"] == Asked(level=3, essential=True, weight=5)
        assert list(duties.levels) == ["bad-news", "pace", "tone"]
        assert queries.requirements_of(bea.id, TODAY) == duties.required

    def test_it_takes_one_statement(self, bea: Person, count_queries: Callable[[], Any]) -> None:
        service.appoint(bea, job(), TODAY)
        bea_id = bea.id
        with count_queries() as statements:
            queries.duties_of(bea_id, TODAY)
        assert len(statements) == 1

    def test_without_a_job_nothing_is_asked(self, bea: Person) -> None:
        assert queries.duties_of(bea.id, TODAY) == queries.Duties(jobs=(), required={})


class TestWhoHoldsIt:
    def test_those_who_hold_it_today_and_work_here_each_once(self, bea: Person) -> None:
        office = add_team(key="office", name="Office")
        ben = add_person(email="ben@larkmoor.example", name="Ben Ito", now=NOW, team=office)
        gone = add_person(email="cy@larkmoor.example", name="Cy", now=NOW)
        bookkeeper = job()
        for person in (bea, ben, gone):
            service.appoint(person, bookkeeper, YESTERDAY)
        service.appoint(ben, bookkeeper, TODAY)
        leave(gone, on=YESTERDAY)
        service.appoint(add_person(email="dee@larkmoor.example", name="Dee", now=NOW), bookkeeper, TOMORROW)
        names = [(holder.name, holder.team) for holder in queries.holders(bookkeeper.id, TODAY)]
        assert names == [("Bea Novak", ""), ("Ben Ito", "Office")]
        assert queries.all_jobs(TODAY)[0].people == 2
        assert queries.job_line("bookkeeper", TODAY).people == 2
        assert queries.all_jobs(date(2020, 1, 1))[0].people == 0

    def test_a_viewer_finds_only_those_they_may_see(self, bea: Person) -> None:
        bookkeeper = job()
        service.appoint(bea, bookkeeper, TODAY)
        assert queries.holders(bookkeeper.id, TODAY, visible=Person.leader_id == bea.id) == []
