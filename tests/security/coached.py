"""The part of the world that coaches make: each viewer was visited, questions a level, improved something.

Dora coaches Ana; Vera saw everyone else and Wim is asked for second looks, and neither is a viewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select

from lms import clock
from lms.coaching import disputes, improvements, pairs
from lms.coaching.models import Dispute, Improvement, PracticePair, Visit
from lms.competencies import queries as competencies
from lms.competencies.models import Evidence
from lms.db import db
from lms.people import service as people
from lms.people.models import Person, Role, Team
from tests import make
from tests.coaching import visiting
from tests.coaching.visiting import GREETING

BEGUN = timedelta(days=31)


def give(found: Mapping[str, Person], newcomer: Person) -> dict[str, dict[str, str]]:
    """The numbers of these rows, by viewer."""
    dora = found["coach"]
    vera = make.person("Vera", team=_team(found["learner"]), roles=(Role.COACH,))
    wim = make.person("Wim", team=_team(found["other"]), roles=(Role.COACH,))
    people.coach(coach=dora, person=newcomer)
    for coach in (dora, vera):
        visiting.calibrate(coach, now=clock.now() - BEGUN)
    rows = {}
    for viewer, person in found.items():
        observer = dora if viewer == "learner" else vera
        if observer is vera:
            people.coach(coach=vera, person=person)
        rows[viewer] = _rows(person, observer, asked=wim, partner=wim if viewer == "other" else vera)
        rows[viewer]["newcomer"] = str(newcomer.id)
    last = db.session.scalar(select(func.max(Visit.id))) or 0
    return {viewer: {**row, "next_visit": str(last + 1)} for viewer, row in rows.items()}


def _rows(person: Person, observer: Person, *, asked: Person, partner: Person) -> dict[str, str]:
    shared = visiting.visit(observer, person, {GREETING: 1}, now=clock.now() - BEGUN)
    draft = visiting.draft(observer, person)
    visiting.rate(draft, {GREETING: 1})
    piece = db.session.scalars(select(Evidence).where(Evidence.source == f"observation:{shared.id}")).one()
    disputes.question(person.id, piece.id, reason="It was market day.", asked_id=asked.id, number=1, now=clock.now())
    improvements.propose(
        person.id,
        competency="empathy-tone",
        touch_point="first-call",
        what="A card by the phone says who is away.",
        made_on=clock.today() - timedelta(days=5),
        now=clock.now(),
    )
    until = clock.today() + timedelta(days=14)
    pairs.pair(person.id, partner.id, module="core-2", until=until, by=person.id, now=clock.now())
    found = (PracticePair.one_id == person.id) | (PracticePair.other_id == person.id)
    assert competencies.levels_of_one(person.id)["empathy-tone"].level == 2
    return {
        "visit": str(shared.id),
        "draft": str(draft.id),
        "visit_evidence": str(piece.id),
        "dispute": str(_last(Dispute, person)),
        "improvement": str(_last(Improvement, person)),
        "pair": str(db.session.scalars(select(PracticePair.id).where(found)).one()),
        "second": str(asked.id),
        "partner": partner.email,
    }


def _team(person: Person) -> Team | None:
    return db.session.get(Team, person.team_id)


def _last(table: type[Dispute] | type[Improvement], person: Person) -> int | None:
    return db.session.scalar(select(func.max(table.id)).where(table.person_id == person.id))
