from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import g
from sqlalchemy import select

from lms.company.models import CompanyCard
from lms.db import db, insert_once
from lms.errors import Refusal
from lms.texts import _


class CardMovedOn(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else saved the card while you had it open. Open it again; your words were not saved.")
        )


def save_card(values: Mapping[str, str], *, edition: int, by: int | None, now: datetime) -> CompanyCard:
    """Write the card over the edition its editor saw; raises CardMovedOn if that is no longer the newest."""
    insert_once(CompanyCard, [{"id": 1, "edition": 0}])
    row = db.session.scalars(
        select(CompanyCard).with_for_update().execution_options(populate_existing=True)
    ).one()
    if _same(row, values):
        return row
    if row.edition != edition:
        raise CardMovedOn
    for name, value in values.items():
        setattr(row, name, value)
    row.edition, row.changed_at, row.changed_by_id = edition + 1, now, by
    db.session.flush()
    g.pop("company_card", None)
    return row


def _same(row: CompanyCard, values: Mapping[str, str]) -> bool:
    """The same form sent twice is one change."""
    return row.edition > 0 and all(getattr(row, name) == value for name, value in values.items())
