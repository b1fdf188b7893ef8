"""Figures that admins may change, each with its default; a row is there only for what was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from lms import audit
from lms.admin.models import Setting
from lms.db import db, insert_once
from lms.people.staff_service import ChangedMeanwhile

DEFAULTS = {"retention.attempts": 24, "retention.observations": 36, "retention.certificates": 12}
"""Months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For how many months things are kept; `edition` counts the changes."""

    attempts: int
    """Answers and replies, and the evidence they gave."""
    observations: int
    """What was seen at work, and the evidence of it."""
    certificates: int
    """After somebody left; then all of them is erased, and their certificates lose the name."""
    edition: int = 0


def retention() -> Retention:
    rows = {row.key: row for row in db.session.scalars(select(Setting).where(Setting.key.in_(DEFAULTS)))}
    months = {key: rows[key].value if key in rows else default for key, default in DEFAULTS.items()}
    return Retention(
        attempts=months["retention.attempts"],
        observations=months["retention.observations"],
        certificates=months["retention.certificates"],
        edition=sum(row.edition for row in rows.values()),
    )


def set_retention(wanted: Retention, *, by: int, now: datetime) -> None:
    """Keep these months from now on. The same again is nothing new. Raises ChangedMeanwhile."""
    first = [{"key": key, "value": value, "edition": 0, "changed_at": now} for key, value in DEFAULTS.items()]
    insert_once(Setting, first)
    db.session.execute(select(Setting.key).where(Setting.key.in_(DEFAULTS)).order_by(Setting.key).with_for_update())
    kept = retention()
    changes = {
        f"retention.{name}": getattr(wanted, name)
        for name in ("attempts", "observations", "certificates")
        if getattr(wanted, name) != getattr(kept, name)
    }
    if changes and kept.edition != wanted.edition:
        raise ChangedMeanwhile
    for key, value in changes.items():
        new = {"value": value, "edition": Setting.edition + 1, "changed_at": now, "changed_by_id": by}
        db.session.execute(update(Setting).where(Setting.key == key).values(new))
        audit.record("setting.changed", by=by, details={"setting": key, "value": value}, now=now)
