"""Reading what was handed in, always through whose it is or who reviews."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from lms.competencies.prior_learning.models import Paper, PriorLearning, Review
from lms.db import db
from lms.errors import NotFound


def handed_in_by(person_id: int) -> list[PriorLearning]:
    """All of one person, the newest first; two statements."""
    newest_first = (PriorLearning.handed_in_at.desc(), PriorLearning.id.desc())
    return list(db.session.scalars(_whole().where(PriorLearning.person_id == person_id).order_by(*newest_first)))


def waiting() -> list[PriorLearning]:
    """Those that nobody reviewed yet, the oldest first; two statements."""
    return list(db.session.scalars(_whole().where(_unreviewed()).order_by(PriorLearning.id)))


def reviewed(*, most: int) -> list[PriorLearning]:
    """Those reviewed last; two statements."""
    found = _whole().join(Review, Review.prior_learning_id == PriorLearning.id)
    return list(db.session.scalars(found.order_by(Review.reviewed_at.desc(), PriorLearning.id.desc()).limit(most)))


def how_many_wait() -> int:
    return db.session.scalar(select(func.count()).select_from(PriorLearning).where(_unreviewed())) or 0


def get(number: int, *, of: int | None = None) -> PriorLearning:
    """One of them; `of` narrows to those of a person. Raises NotFound."""
    wanted = _whole().where(PriorLearning.id == number)
    found = db.session.scalar(wanted if of is None else wanted.where(PriorLearning.person_id == of))
    if found is None:
        raise NotFound(number)
    return found


def paper_of(number: int, *, of: int | None) -> Paper:
    """Its file with the content; `of` None is for HR. Raises NotFound."""
    wanted = (
        select(Paper)
        .join(PriorLearning, PriorLearning.id == Paper.prior_learning_id)
        .where(PriorLearning.id == number)
        .options(undefer(Paper.content))
    )
    found = db.session.scalar(wanted if of is None else wanted.where(PriorLearning.person_id == of))
    if found is None:
        raise NotFound(number)
    return found


def _unreviewed() -> Any:
    return ~select(Review.prior_learning_id).where(Review.prior_learning_id == PriorLearning.id).exists()


def _whole() -> Select[PriorLearning]:
    return select(PriorLearning).options(
        selectinload(PriorLearning.claims), joinedload(PriorLearning.paper), joinedload(PriorLearning.review)
    )
