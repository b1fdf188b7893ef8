"""A person's certificates as lists show them, on their own page and on the one others see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.certificates import queries


@dataclass(frozen=True, kw_only=True)
class CertificateLine:
    title: str
    url: str
    on: date
    until: date
    withdrawn: bool


def lines_of(person_id: int) -> list[CertificateLine]:
    """The newest first. Whether the viewer may see them is the caller's to know."""
    return [
        CertificateLine(
            title=each.course_title,
            url=url_for("certificates.page", code=each.code),
            on=each.completed_on,
            until=each.current_until,
            withdrawn=each.withdrawal is not None,
        )
        for each in queries.certificates_of(person_id)
    ]
