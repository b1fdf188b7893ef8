"""A company in which everyone owns something that others must not see, made by the ordinary verbs.

Ana is the learner whose rows are looked at; Carla leads her, Dora coaches her, and neither knows
Zoe, who works elsewhere. Everyone completed the core course, so that everyone has rows of every
kind to be kept from the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.certificates import queries as certificates
from lms.certificates import service as awarding
from lms.certificates.passports import service as passports
from lms.competencies.models import Evidence, Kind
from lms.competencies.prior_learning import queries as prior_queries
from lms.competencies.prior_learning import service as prior_learning
from lms.db import db
from lms.demo import deeds
from lms.jobs import drafts, waivers
from lms.jobs import queries as jobs
from lms.jobs import service as appointing
from lms.jobs.models import Appointment
from lms.learning import assigning, papers, pausing, plays, refresher_service, refreshers
from lms.learning import passports as learning_passports
from lms.learning import service as learning
from lms.learning.assigning import Target
from lms.learning.dues import Basis, When
from lms.learning.models import Plan
from lms.people import service as people
from lms.people.models import Person, Role
from lms.reports.models import ReportSchedule
from tests import make
from tests.jobs import job_text
from tests.learning.papers import PDF
from tests.security import administered, coached

VIEWERS = ("anonymous", "learner", "other", "leader", "coach", "trainer", "hr", "executive", "admin")
"""Who looks: a stranger, Ana, Zoe, Carla, Dora, Tess, Henry, Olga and Adam."""
NAMES = ("Ana", "Zoe", "Carla", "Dora", "Tess", "Henry", "Olga", "Adam")
ROLES = {
    "Dora": (Role.COACH,),
    "Tess": (Role.TRAINER,),
    "Henry": (Role.HR,),
    "Olga": (Role.EXECUTIVE,),
    "Adam": (Role.ADMIN,),
}
JOBS = {"Ana": "receptionist", "Zoe": "software-developer", "Carla": "team-leader", "Henry": "team-leader"}


@dataclass
class World:
    """The people by the part they play, and the numbers of what they own."""

    people: dict[str, Person]
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    newcomer: Person | None = None

    def address(self, pattern: str, viewer: str) -> str:
        """`/people/{ana.id}` filled in; `{own.id}` is the viewer's own row, for strangers Ana's."""
        whose = {"ana": "learner", "zoe": "other", "own": "learner" if viewer == "anonymous" else viewer}
        for part, owner in whose.items():
            for name, value in self.own[owner].items():
                pattern = pattern.replace(f"{{{part}.{name}}}", value)
        if "{link}" in pattern:
            assert self.newcomer is not None
            pattern = pattern.replace("{link}", people.make_link(self.newcomer, now=clock.now()))
            db.session.commit()
        assert "{" not in pattern, pattern
        return pattern

    def client(self, viewer: str, sign_in: Callable[[Person], FlaskClient], stranger: Callable[[], FlaskClient]) -> FlaskClient:
        return stranger() if viewer == "anonymous" else sign_in(self.people[viewer])


def build() -> World:
    """People, courses taken, observations, plans, one certificate withdrawn: all of it saved."""
    service, elsewhere = make.team("Service"), make.team("Elsewhere")
    found: dict[str, Person] = {}
    for viewer, name in zip(VIEWERS[1:], NAMES, strict=True):
        found[viewer] = make.person(
            name,
            job=JOBS.get(name),
            team=elsewhere if name == "Zoe" else service,
            roles=ROLES.get(name, ()),
            since=clock.today() - timedelta(days=200),
        )
    found["learner"].leader_id = found["leader"].id
    people.coach(coach=found["coach"], person=found["learner"])
    world = World(people=found, newcomer=make.person("Noor"))
    for viewer in VIEWERS[1:]:
        world.own[viewer] = _give_rows(found[viewer], observer=found["trainer" if viewer == "coach" else "coach"])
    assert world.newcomer is not None
    for viewer, numbers in coached.give(found, world.newcomer).items():
        world.own[viewer] |= numbers
    of_admins = administered.give(found)
    for viewer in VIEWERS[1:]:
        world.own[viewer] |= of_admins
    _give_drafts(found["hr"])
    for viewer in VIEWERS[1:]:  # last, for they say what all the rows before add up to
        world.own[viewer]["passport"] = _passport(found[viewer])
    db.session.commit()
    return world


def _give_drafts(hr: Person) -> None:
    """Drafts of jobs, one of them nowhere published, and a file that waits."""
    for key, title in (("receptionist", "Receptionist"), ("team-leader", "Team leader")):
        source = job_text.of(key, purpose="People are met by name.")
        drafts.save(key, source, title, edition=0, begun_from=1, by=hr.id, now=clock.now())
    drafts.begin("night-porter", job_text.empty("night-porter"), "Night porter", by=hr.id, now=clock.now())
    source = job_text.of("software-developer", purpose="Programs that spare trouble.")
    developer = jobs.get_by_key("software-developer").id
    appointing.let_file_wait(developer, revision="another", source=source, now=clock.now())


def _give_rows(person: Person, *, observer: Person) -> dict[str, str]:
    begun = clock.now() - timedelta(days=60)
    deeds.complete(person, deeds.course("core"), start=begun)
    deeds.answer_some(person, deeds.course("core"), "core-1", how_many=1, at=begun + timedelta(days=20))
    deeds.observe(
        person, observer, {"empathy-tone": 2}, touch_point="first-call", title=f"At the desk of {person.name}",
        at=begun + timedelta(days=30),
    )
    learning.make_plan(
        person.id, "core", "core-2", situation=f"When {person.name} is asked for a day", act="ask who does the work",
        by_day=clock.today() + timedelta(days=9), now=clock.now(),
    )
    _answer_refresher(person, "core-1-q2", on=begun + timedelta(days=38))
    evidence = select(Evidence.id).where(Evidence.person_id == person.id)
    plan = select(Plan.id).where(Plan.person_id == person.id, Plan.module == "core-2").order_by(Plan.id.desc())
    return {
        "id": str(person.id),
        "certificate": certificates.certificates_of(person.id)[0].code,
        "quiz_evidence": str(db.session.scalar(evidence.where(Evidence.kind == Kind.QUIZ).limit(1))),
        "observation": str(db.session.scalar(evidence.where(Evidence.kind == Kind.OBSERVATION).limit(1))),
        "plan": str(db.session.scalar(plan.limit(1))),
        "prior": str(_handed_in(person)),
        "choice": _a_choice(person),
        "reply": _a_reply(person, at=begun + timedelta(days=25)),
        "refresher": _returned(person, "core-1-q1", on=clock.now())[0],
        "schedule": str(_schedule(person)),
        **_asked_for(person),
    }


def _asked_for(person: Person) -> dict[str, str]:
    """A course by a day, a wish for more time, an appointment, a waiver, and the link of the weekly mail."""
    found = db.session.scalars(select(Person).where(Person.name == "Henry")).one()
    when, target = When(basis=Basis.FIXED, due_on=clock.today() + timedelta(days=60)), Target(person_id=person.id)
    asked = assigning.assign("developer", target, when, "you help out", by=found.id, now=clock.now())
    wish = assigning.ask_for_more_time(
        person.id, asked.id, until=clock.today() + timedelta(days=80), due_on=None, reason="We move house.", now=clock.now()
    )
    given = waivers.waive(
        person.id, "promise-keeping", reason="No promises that spring.", starts_on=clock.today() + timedelta(days=300),
        ends_on=clock.today() + timedelta(days=330), number=1, by=found.id, now=clock.now(),
    )
    held = select(Appointment.id).where(Appointment.person_id == person.id).limit(1)
    return {
        "assignment": str(asked.id),
        "request": str(wish.id),
        "waiver": str(given.id),
        "appointment": str(db.session.scalar(held)),
        "reminder": pausing.token_of(person.id),
    }


def _handed_in(person: Person) -> int:
    """A paper that waits for HR."""
    prior_learning.hand_in(
        person.id, title=f"What {person.name} learned", place="Evening school", learned_on=clock.today(),
        claims={"empathy-tone": 2}, file_name="paper.pdf", content=PDF, now=clock.now(),
    )
    return prior_queries.handed_in_by(person.id)[0].id


def _passport(person: Person) -> str:
    """What the form would make today, so that it leads there; for who has no job one of an earlier job."""
    jobs, levels = learning_passports.contents(person.id, clock.today())
    jobs = jobs or [{"title": "Receptionist", "version": 1}]
    return passports.make(
        person_id=person.id, name=person.name, jobs=jobs, levels=levels, made_on=clock.today(), now=clock.now()
    ).code


def _schedule(person: Person) -> int:
    """A report that goes to them by mail; of those who may see none, from when they might."""
    row = ReportSchedule(
        recipient_id=person.id,
        report="bench",
        filters="",
        every="month",
        made_by_id=person.id,
        made_at=clock.now(),
        began_on=clock.today(),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _a_choice(person: Person) -> str:
    """The form value of an option at the second question of this person's unfinished try."""
    paper = papers.find(person.id, "core", "core-1", number=2, now=clock.now())
    return paper.form_value(paper.items[1], paper.items[1].options[0])


def _a_reply(person: Person, *, at: datetime) -> str:
    """The form value of a reply at the second step of this person's unfinished run."""
    play = plays.find(person.id, "unhappy-caller", number=None)
    reply = next(each for each in play.offered if each.to == "back")
    told = learning.take_reply(person.id, "unhappy-caller", play.form_value(reply), number=1, step=1, now=at)
    return told.play.form_value(told.play.offered[0])


def _answer_refresher(person: Person, card: str, *, on: datetime) -> None:
    """A wrong answer, so that nobody's levels change."""
    values = _returned(person, card, on=on)
    refresher_service.answer(person.id, card, values, turn=1, sure="fairly", now=on)


def _returned(person: Person, card: str, *, on: datetime) -> list[str]:
    """The form value of a wrong option of a question that came back."""
    found = refreshers.desk_of(person.id, today=clock.day_of(on), required=()).cards[card]
    paper = refreshers.paper_of(person.id, found)
    return [paper.form_value(found.item, option) for option in found.item.options if not option.right][:1]


def withdraw(world: World, whose: str, reason: str) -> None:
    code = world.own[whose]["certificate"]
    certificate = certificates.find_by_code(code)
    assert certificate is not None
    awarding.withdraw(certificate, reason, by=world.people["hr"].id, now=clock.now())
    db.session.commit()


def roles_of(person: Person) -> frozenset[str]:
    return frozenset(row.role for row in person.role_rows)
