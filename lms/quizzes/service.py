"""Storing what people answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update

from lms.db import db, insert_new, insert_once
from lms.errors import Refusal
from lms.quizzes import queries, rules
from lms.quizzes.models import Answer, Attempt, AttemptKind
from lms.quizzes.paper import Given, Paper
from lms.texts import _


class NothingChosen(Refusal):
    status = 422

    def __init__(self, *, multiple: bool) -> None:
        super().__init__(_("Select at least one answer.") if multiple else _("Select one answer."))


class NotOffered(Refusal):
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This question no longer has the answer you sent. Nothing was stored. Choose from those shown now.")
        )


class WithdrawnMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This question was withdrawn while you had it open. It counts for nobody. Go on to the next."))


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The paper as it stands now. `stored` is False where the question had an answer already."""

    paper: Paper
    stored: bool
    just_finished: bool


def record(paper: Paper, position: int, chosen: Collection[str], *, now: datetime) -> Recorded:
    """Store the answer to one question, once; the first one begins the attempt, the last one ends it.

    The first answer that arrives is the one that counts: a second, equal or not, changes nothing.
    Raises NothingChosen, NotOffered, WithdrawnMeanwhile.
    """
    if position in paper.given or paper.finished:
        return Recorded(paper=paper, stored=False, just_finished=False)
    answer = _checked(paper, position, chosen, now)
    if paper.attempt_id is None:
        paper = _begun(paper, now)
    row = {
        "attempt_id": paper.attempt_id,
        "position": position,
        "item": answer.item,
        "chosen": list(answer.chosen),
        "right": answer.right,
        "answered_at": now,
    }
    stored = insert_once(Answer, [row]) == 1
    paper = replace(paper, given={position: answer, **paper.given} if stored else _given_meanwhile(paper))
    if stored and paper.next_position is None:
        return Recorded(paper=_finish(paper, now), stored=True, just_finished=True)
    return Recorded(paper=paper, stored=stored, just_finished=False)


def _given_meanwhile(paper: Paper) -> Mapping[int, Given]:
    return queries.answers_of(paper.attempt_id) if paper.attempt_id is not None else paper.given


def _checked(paper: Paper, position: int, chosen: Collection[str], now: datetime) -> Given:
    item = paper.items[position - 1]
    if item.id in paper.voids.items:
        raise WithdrawnMeanwhile
    if not chosen:
        raise NothingChosen(multiple=item.multiple)
    names = tuple(sorted(set(chosen)))
    offered = {option.name for option in item.options}
    if not offered.issuperset(names) or (len(names) > 1 and not item.multiple):
        raise NotOffered
    right = rules.is_right(item, names, void=paper.voids.of(item.id))
    return Given(position=position, item=item.id, chosen=names, right=right, answered_at=now)


def _begun(paper: Paper, now: datetime) -> Paper:
    """The paper with its attempt; if somebody began it a moment ago, with what they answered."""
    row = {
        "person_id": paper.person_id,
        "kind": AttemptKind.CHECK if paper.is_check else AttemptKind.QUIZ,
        "course": paper.course,
        "quiz": paper.quiz,
        "title": paper.title[:200],
        "revision": paper.revision,
        "number": paper.number,
        "asked": paper.asked,
        "started_at": now,
        "passed": False,
    }
    made = insert_new(Attempt, row, returning=Attempt.id)
    if made is not None:
        return replace(paper, attempt_id=made)
    found = select(Attempt.id).where(
        Attempt.person_id == paper.person_id, Attempt.quiz == paper.quiz, Attempt.number == paper.number
    )
    attempt_id = db.session.execute(found.with_for_update()).scalar_one()
    return replace(paper, attempt_id=attempt_id, given=queries.answers_of(attempt_id))


def close(paper: Paper, *, now: datetime) -> Paper:
    """End a try whose last open questions were withdrawn meanwhile; anything else stays as it is."""
    if paper.attempt_id is None or paper.finished or paper.next_position is not None:
        return paper
    return _finish(paper, now)


def _finish(paper: Paper, now: datetime) -> Paper:
    paper = replace(paper, finished_at=now)
    score = paper.score
    db.session.execute(
        update(Attempt)
        .where(Attempt.id == paper.attempt_id)
        .values(finished_at=now, right=score.right, counted=score.counted, passed=paper.passed)
    )
    return paper
