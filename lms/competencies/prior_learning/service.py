"""The verbs about earlier learning: it is handed in, and HR accepts or declines it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from lms import audit, clock
from lms.competencies import service as evidence
from lms.competencies.models import Kind
from lms.competencies.prior_learning import mails, queries, rules
from lms.competencies.prior_learning.models import Claim, Paper, PriorLearning, Review
from lms.db import db, insert_new, insert_once
from lms.errors import Refusal
from lms.texts import _

MOST_WAITING = 20
"""So many of one person may wait for a review at a time; each brings a file."""


class NotReadable(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This is no whole PDF, PNG or JPEG file. Save it anew as one of these and choose it again."))


class TooManyWait(Refusal):
    def __init__(self) -> None:
        super().__init__(_("20 papers of yours wait for HR already. Hand in more once some of them were looked at."))


class OwnReview(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nobody reviews their own learning. Ask a colleague in HR."))


class ReviewedBefore(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A colleague reviewed this meanwhile. Their review stays; nothing was changed."))


class WordsMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say why in a sentence, up to 500 signs. The person reads it."))


def hand_in(
    person_id: int,
    *,
    title: str,
    place: str,
    learned_on: date,
    claims: Mapping[str, int],
    file_name: str,
    content: bytes,
    now: datetime,
) -> bool:
    """Keep what somebody learned elsewhere; says whether it is new. The same again is one.

    Raises NotReadable and TooManyWait.
    """
    kind = rules.kind_of(content)
    if kind is None or len(content) > rules.LARGEST:
        raise NotReadable
    assert claims
    assert set(claims.values()) <= set(rules.LEVELS)
    mimetype, ending = kind
    row = {
        "person_id": person_id,
        "title": title,
        "place": place,
        "learned_on": learned_on,
        "handed_in_at": now,
        "fingerprint": rules.fingerprint(
            title=title, place=place, learned_on=learned_on, claims=claims, content=content
        ),
    }
    number = insert_new(PriorLearning, row, returning=PriorLearning.id)
    if number is None:
        return False
    if sum(each.review is None for each in queries.handed_in_by(person_id)) > MOST_WAITING:
        raise TooManyWait
    db.session.add_all(
        Claim(prior_learning_id=number, competency=competency, level=level) for competency, level in claims.items()
    )
    name = rules.safe_name(file_name, ending)
    db.session.add(Paper(prior_learning_id=number, name=name, mimetype=mimetype, size=len(content), content=content))
    db.session.flush()
    return True


def review(number: int, *, accepted: Mapping[str, int], words: str, by: int, now: datetime) -> None:
    """HR counts it for these competencies at these levels, or for none; the person reads the words.

    What is accepted becomes evidence, for no more than was claimed. The same review sent twice is
    one. Raises NotFound, OwnReview, WordsMissing and ReviewedBefore.
    """
    found = queries.get(number)
    if found.person_id == by:
        raise OwnReview
    words = " ".join(words.split())
    if not words or len(words) > 500:
        raise WordsMissing
    claimed = {claim.competency: claim.level for claim in found.claims}
    counted = {name: level for name, level in accepted.items() if 0 < level <= claimed.get(name, 0)}
    row = {"prior_learning_id": number, "accepted": counted, "words": words, "reviewed_at": now, "reviewed_by_id": by}
    if not insert_once(Review, [row]):
        kept = db.session.get_one(Review, number, populate_existing=True)
        if (kept.accepted, kept.words, kept.reviewed_by_id) != (counted, words, by):
            raise ReviewedBefore
        return
    if counted:
        evidence.record(
            found.person_id,
            Kind.PRIOR_LEARNING,
            f"prior-learning:{number}",
            found.title,
            counted.items(),
            on=min(found.learned_on, clock.day_of(now)),
            now=now,
        )
    audit.record(
        "prior-learning.accepted" if counted else "prior-learning.declined",
        by=by,
        about=found.person_id,
        details={"prior_learning": number},
        now=now,
    )
    mails.tell_of_review(found.person_id, number, now=now)
