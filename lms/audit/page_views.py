"""Who looked at whose page: one row a viewer, person and day; numbers only, no names, no foreign keys."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, db, insert_once, request_only_reads


class PageView(Base):
    """`viewer_id` opened the page of `person_id` on this day."""

    __tablename__ = "page_view"
    __table_args__ = (Index("ix_page_view_person_id_viewed_on", "person_id", "viewed_on"),)

    viewer_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    viewed_on: Mapped[date] = mapped_column(primary_key=True)


def record_view(*, viewer_id: int, person_id: int, on: date) -> None:
    """Keep that somebody else looked, before the page leaves. Call it first: it ends the transaction.

    The one thing a GET may write. Looking at one's own page is not kept.
    """
    if viewer_id == person_id:
        return
    db.session.rollback()
    request_only_reads(False)
    insert_once(PageView, [{"viewer_id": viewer_id, "person_id": person_id, "viewed_on": on}])
    db.session.commit()
    request_only_reads(True)


def views_of(person_id: int, *, most: int = 20) -> list[PageView]:
    """Who opened this person's page, the latest days first."""
    found = select(PageView).where(PageView.person_id == person_id)
    return list(db.session.scalars(found.order_by(PageView.viewed_on.desc(), PageView.viewer_id).limit(most)))
