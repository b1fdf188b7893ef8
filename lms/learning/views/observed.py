"""What others saw of the reader at work, and what the reader says to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.catalog import shelf
from lms.coaching import disputes, lines, queries
from lms.coaching.lines import VisitLine
from lms.competencies.models import Kind
from lms.competencies.queries import Piece
from lms.people import queries as people
from lms.texts import _


@dataclass(frozen=True, kw_only=True)
class OlderLine:
    """An observation that was recorded without a visit."""

    title: str
    by: str
    on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """A level of the reader's that a second observation will settle."""

    competency: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Observed:
    visits: Sequence[VisitLine]
    older: Sequence[OlderLine]
    under_review: Sequence[ReviewLine]


def observed(person_id: int, evidence: Sequence[Piece]) -> Observed:
    """The shared visits, newest first, and evidence of the kind that came without one."""
    visits = queries.visits_to(person_id)
    reviews = disputes.under_review(person_id)
    return Observed(
        visits=lines.visit_lines(visits) if visits else (),
        older=_older([piece for piece in evidence if _without_visit(piece)]),
        under_review=[
            ReviewLine(competency=lines.competency_title(competency), due_on=due_on)
            for competency, due_on in reviews.items()
        ],
    )


def _without_visit(piece: Piece) -> bool:
    return piece.kind == Kind.OBSERVATION and piece.counts and not piece.source.startswith("observation:")


def _older(seen: Sequence[Piece]) -> list[OlderLine]:
    names = people.by_ids({piece.observer_id for piece in seen if piece.observer_id is not None})
    framework = shelf.current().framework
    return [
        OlderLine(
            title=piece.title,
            by=names[piece.observer_id].name if piece.observer_id in names else _("a coach"),
            on=piece.shown_on,
            words=_(
                "%(competency)s: level %(level)s",
                competency=framework.competencies[piece.competency].title,
                level=piece.level,
            ),
        )
        for piece in seen
        if piece.competency in framework.competencies
    ]
