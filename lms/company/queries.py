from __future__ import annotations

from dataclasses import dataclass, field

from flask import g
from sqlalchemy import select

from lms.company.models import SLOTS, CompanyCard
from lms.db import rows_of


@dataclass(frozen=True, kw_only=True)
class Card:
    """The card as a value; `edition` 0 means that nobody has filled it in yet."""

    edition: int = 0
    slots: dict[str, str] = field(default_factory=dict)
    issuer_name: str = ""
    issuer_contact: str = ""


def card() -> Card:
    """The company card, read once a request."""
    if "company_card" not in g:
        g.company_card = _read()
    found: Card = g.company_card
    return found


_CARD = select(CompanyCard.__table__)


def _read() -> Card:
    row = rows_of(_CARD).first()
    if row is None:
        return Card()
    return Card(
        edition=row.edition,
        slots={name: getattr(row, name) for name in SLOTS},
        issuer_name=row.issuer_name,
        issuer_contact=row.issuer_contact,
    )
