from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from lms import audit
from lms.certificates import queries, rules
from lms.certificates.models import Certificate, Withdrawal
from lms.company import queries as company
from lms.db import db, insert_once
from lms.errors import Refusal
from lms.people import passwords
from lms.texts import _

NAMED = Certificate.name_hash.is_(None)
"""Those whose holder was not erased."""


class AlreadyWithdrawn(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This certificate was withdrawn before. Its reason stays as it was written; nothing was changed."
            )
        )


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say why in one sentence, up to 500 characters. The holder reads it."))


def issue(
    *,
    person_id: int,
    name: str,
    course: str,
    course_title: str,
    course_version: int,
    revision: str,
    completed_on: date,
    assessed: str,
    shown: Sequence[Mapping[str, object]],
    minutes: int,
    current_for_months: int,
    now: datetime,
) -> Certificate:
    """The certificate for this person, course and day; asked again, the same one.

    The constraint decides who is first, so twelve requests at once end with one certificate. It keeps
    its words as they are now; `shown` holds {"competency": id, "title": title, "level": n} for each.
    """
    card = company.card()
    row = {
        "person_id": person_id,
        "name": name,
        "course": course,
        "course_title": course_title,
        "course_version": course_version,
        "revision": revision,
        "completed_on": completed_on,
        "assessed": assessed,
        "shown": [dict(each) for each in shown],
        "minutes": minutes,
        "issuer_name": card.issuer_name or _("[our company]"),
        "issuer_contact": card.issuer_contact,
        "issued_at": now,
        "current_until": rules.current_until(completed_on, current_for_months),
        "initials_only": False,
    }
    insert_once(Certificate, [row | {"code": rules.new_code()}])
    return queries.get_issued(person_id=person_id, course=course, completed_on=completed_on)


def withdraw(certificate: Certificate, reason: str, by: int | None, now: datetime) -> None:
    """The issuer takes the certificate back. Raises ReasonMissing and AlreadyWithdrawn.

    The same withdrawal sent twice is one: only another reason or another person is told that it is too late.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > 500:
        raise ReasonMissing
    row = {"certificate_id": certificate.id, "reason": reason, "withdrawn_at": now, "withdrawn_by_id": by}
    if insert_once(Withdrawal, [row]):
        details = {"certificate": certificate.id}
        audit.record("certificate.withdrawn", by=by, about=certificate.person_id, details=details, now=now)
    kept = queries.read_again(certificate).withdrawal
    assert kept is not None
    if (kept.reason, kept.withdrawn_by_id) != (reason, by):
        raise AlreadyWithdrawn


def correct_name(person_id: int, name: str) -> int:
    """The holder's name was written wrongly: all their certificates say it right; codes stay. Returns how many."""
    wrong = update(Certificate).where(Certificate.person_id == person_id, Certificate.name != name, NAMED)
    return int(db.session.execute(wrong.values(name=name)).rowcount)  # type: ignore[attr-defined]


def forget_name(person_id: int) -> int:
    """The certificates keep all but the name; of that a slow salted hash stays. Returns how many there are.

    A withdrawal stays too, without its reason: that was told to the holder alone.
    """
    held = list(db.session.scalars(select(Certificate).where(Certificate.person_id == person_id, NAMED)))
    for certificate in held:
        certificate.name_hash = passwords.hasher.hash(rules.name_on_paper(certificate.name))
        certificate.name = ""
    theirs = select(Certificate.id).where(Certificate.person_id == person_id)
    db.session.execute(update(Withdrawal).where(Withdrawal.certificate_id.in_(theirs)).values(reason=""))
    db.session.flush()
    return len(held)


def name_fits(certificate: Certificate, typed: str) -> bool:
    """Is this the name that was on the paper? Case, accents and spaces do not matter."""
    return passwords.matches(certificate.name_hash, rules.name_on_paper(typed))


def show_initials(certificate: Certificate, yes: bool) -> None:
    """The holder chooses what the public page calls them; paper and PDF keep the name."""
    certificate.initials_only = yes
    db.session.flush()
