"""What a leader or coach reads of somebody beside levels: next steps, visits they gave themselves, shared plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.coaching import disputes
from lms.coaching import queries as coaching
from lms.coaching.queries import LastWords
from lms.competencies.queries import Piece
from lms.learning import queries as learning
from lms.learning.models import Plan
from lms.people.models import Person
from lms.people.session import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A visit the viewer made."""

    situation: str
    url: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Empty for all but those who lead or coach the person."""

    last: LastWords | None
    given: Sequence[Given]
    plans: Sequence[Plan]


def observed(person: Person, viewer: Viewer) -> Observed:
    """Leaders read the next step; coaches the visits they gave; both the plans the person shared."""
    leads = person.leader_id == viewer.id
    coaches = any(coach.id == viewer.id for coach in coaching.coaches_of(person.id))
    return Observed(
        last=coaching.last_words_to(person.id) if leads else None,
        given=[
            Given(situation=each.situation, url=url_for("coaching.visit", visit_id=each.id), on=each.seen_on)
            for each in coaching.visits_to(person.id)
            if each.observer_id == viewer.id
        ]
        if leads or coaches
        else [],
        plans=learning.shared_plans_of(person.id) if leads or coaches else [],
    )


def under_review(pieces: Sequence[Piece]) -> set[int]:
    """The pieces whose level its owner questions, and nobody has settled."""
    return {number for number, each in disputes.about([piece.id for piece in pieces]).items() if each.open}


def visit_url(piece: Piece, viewer: Viewer) -> str:
    """Where the two an observation is between read all of it; "" for everyone else."""
    kind, _colon, number = piece.source.partition(":")
    theirs = viewer.id in (piece.person_id, piece.observer_id)
    number = number.partition(":")[0]
    return url_for("coaching.visit", visit_id=int(number)) if kind == "observation" and number.isdigit() and theirs else ""
