"""Where some people stand, as far as their next step asks: read together, however many they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, literal, select, union_all

from lms.catalog import shelf
from lms.catalog.content import Course
from lms.competencies.models import Evidence, Kind, SetAside
from lms.db import db
from lms.jobs.models import Appointment, Job
from lms.jobs.queries import held_on
from lms.learning.due_queries import Due, dues_of
from lms.learning.models import ModuleCompletion
from lms.people import queries as people
from lms.people.models import Coaching, Person
from lms.reports.next_steps.rules import NextStep, courses_of_jobs, next_step
from lms.scenarios.models import ScenarioRun


@dataclass(slots=True, kw_only=True)
class Standing:
    """`done` are the modules and scenarios that were passed, `newest` the day of the newest evidence
    by competency, refreshers left out: these are the person's own."""

    jobs: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    newest: dict[str, date] = field(default_factory=dict)
    coaches: list[str] = field(default_factory=list)
    on_leave: bool = False
    dues: list[Due] = field(default_factory=list)

    def due_for(self, course: str) -> Due | None:
        return next((due for due in self.dues if due.course == course), None)


def standings(person_ids: Collection[int], on: date) -> dict[int, Standing]:
    """Eleven statements at most, for any number of people."""
    found: dict[int, Standing] = {person_id: Standing() for person_id in person_ids}
    if not found:
        return found
    _read_jobs(found, on)
    _read_what_was_done(found)
    _read_newest_evidence(found)
    _read_coaches(found)
    for person_id in people.on_leave(found.keys(), on):
        found[person_id].on_leave = True
    for person_id, dues in dues_of(found.keys(), on).items():
        found[person_id].dues = dues
    return found


def what_was_done(person_ids: Collection[int], on: date) -> dict[int, Standing]:
    """The same with jobs and what was passed alone; two statements."""
    found: dict[int, Standing] = {person_id: Standing() for person_id in person_ids}
    if found:
        _read_jobs(found, on)
        _read_what_was_done(found)
    return found


class Steps:
    """Next steps of many people: those of the same jobs have the same courses."""

    def __init__(self) -> None:
        self._courses: dict[tuple[str, ...], tuple[Course, ...]] = {}

    def of(self, standing: Standing, competency: str, held: int) -> NextStep:
        here = shelf.current()
        return next_step(competency, held, self.courses(standing.jobs), here.scenarios, standing.done)

    def courses(self, jobs: Sequence[str]) -> tuple[Course, ...]:
        mine = tuple(jobs)
        if mine not in self._courses:
            self._courses[mine] = courses_of_jobs(shelf.current().courses, mine)
        return self._courses[mine]


def _read_jobs(found: Mapping[int, Standing], on: date) -> None:
    held = (
        select(Appointment.person_id, Job.key)
        .join(Job, Job.id == Appointment.job_id)
        .where(Appointment.person_id.in_(found), held_on(on))
        .distinct()
        .order_by(Job.key)
    )
    for person_id, key in db.session.execute(held):
        found[person_id].jobs.append(key)


def _read_what_was_done(found: Mapping[int, Standing]) -> None:
    modules = select(ModuleCompletion.person_id, ModuleCompletion.module.label("what"))
    scenarios = select(ScenarioRun.person_id, ScenarioRun.scenario).where(ScenarioRun.passed)
    done = union_all(
        modules.where(ModuleCompletion.person_id.in_(found)), scenarios.where(ScenarioRun.person_id.in_(found))
    )
    for person_id, what in db.session.execute(done):
        found[person_id].done.add(what)


def _read_newest_evidence(found: Mapping[int, Standing]) -> None:
    aside = select(literal(1)).where(SetAside.evidence_id == Evidence.id)
    newest = (
        select(Evidence.person_id, Evidence.competency, func.max(Evidence.shown_on))
        .where(Evidence.person_id.in_(found), Evidence.kind != Kind.REFRESHER, ~aside.exists())
        .group_by(Evidence.person_id, Evidence.competency)
    )
    for person_id, competency, day in db.session.execute(newest):
        found[person_id].newest[competency] = day


def _read_coaches(found: Mapping[int, Standing]) -> None:
    coaches = (
        select(Coaching.person_id, Person.name)
        .join(Person, Person.id == Coaching.coach_id)
        .where(Coaching.person_id.in_(found), Person.left_on.is_(None))
        .order_by(Person.name)
    )
    for person_id, name in db.session.execute(coaches):
        found[person_id].coaches.append(name)
