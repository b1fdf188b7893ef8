"""The verbs about role passports: the holder makes one, and it can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from lms import audit
from lms.certificates import rules
from lms.certificates.passports import queries
from lms.certificates.passports.models import Passport, PassportWithdrawal
from lms.company import queries as company
from lms.db import db, insert_once
from lms.errors import Refusal
from lms.texts import _


class NothingAsked(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You hold no job today, so there is nothing to put beside your levels. Ask HR for your job description."))


class AlreadyWithdrawn(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This passport was withdrawn before. Nothing was changed."))


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say why in one sentence, up to 500 characters. The holder reads it."))


def make(
    *,
    person_id: int,
    name: str,
    jobs: Sequence[Mapping[str, object]],
    levels: Sequence[Mapping[str, object]],
    made_on: date,
    now: datetime,
) -> Passport:
    """The page as it is today; asked again on the same day with nothing changed, the same one.

    After a withdrawal it is a new one, with a code of its own. Raises NothingAsked.
    """
    if not jobs:
        raise NothingAsked
    card = company.card()
    row = {
        "name": name,
        "jobs": [dict(each) for each in jobs],
        "levels": [dict(each) for each in levels],
        "issuer_name": card.issuer_name or _("[our company]"),
        "issuer_contact": card.issuer_contact,
    }
    told = json.dumps([row, made_on.isoformat(), queries.how_many_withdrawn(person_id)], sort_keys=True)
    fingerprint = hashlib.sha256(told.encode()).hexdigest()
    about = {"person_id": person_id, "made_on": made_on, "made_at": now, "fingerprint": fingerprint}
    insert_once(Passport, [{**row, **about, "code": rules.new_code()}])
    return queries.get_made(person_id, fingerprint)


def withdraw(passport: Passport, reason: str, *, by: int, now: datetime) -> None:
    """The holder takes it back, with or without a reason, or HR with one.

    The same withdrawal sent twice is one. Raises ReasonMissing and AlreadyWithdrawn.
    """
    reason = " ".join(reason.split())
    if len(reason) > 500 or (not reason and by != passport.person_id):
        raise ReasonMissing
    row = {"passport_id": passport.id, "reason": reason, "withdrawn_at": now, "withdrawn_by_id": by}
    if insert_once(PassportWithdrawal, [row]):
        audit.record("passport.withdrawn", by=by, about=passport.person_id, details={"passport": passport.id}, now=now)
        db.session.flush()
    kept = queries.read_again(passport).withdrawal
    assert kept is not None
    if (kept.reason, kept.withdrawn_by_id) != (reason, by):
        raise AlreadyWithdrawn
