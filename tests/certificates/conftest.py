from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lms import clock
from lms.certificates import queries, service
from lms.certificates.models import Certificate
from lms.company import service as company
from lms.db import db
from lms.people.models import Person
from tests import make

Issue = Callable[..., Certificate]


@pytest.fixture
def cast(app: object) -> dict[str, Person]:
    """The cast, with Cora, who coaches Ana and does not lead her; the company card is filled in."""
    made = make.cast()
    made["cora"] = make.person("Cora")
    make.people.coach(coach=made["cora"], person=made["ana"])
    card = {"issuer_name": "Larkmoor Systems", "issuer_contact": "people@larkmoor.example"}
    company.save_card(card, edition=0, by=None, now=clock.now())
    db.session.commit()
    return made


@pytest.fixture
def issue() -> Issue:
    """The certificate of somebody, with words of its own where the test names them."""

    def issued(holder: Person, **fields: Any) -> Certificate:
        words: dict[str, Any] = {
            "person_id": holder.id,
            "name": holder.name,
            "course": "core",
            "course_title": "Core course for everyone",
            "course_version": 3,
            "revision": "canary-revision",
            "completed_on": date(2027, 3, 12),
            "assessed": "Six modules with a quiz each. A check of 12 new situations.",
            "shown": [
                {"competency": "canary-competency", "title": "Active listening", "level": 2},
                {"competency": "canary-competency-2", "title": "Promise keeping", "level": 1},
            ],
            "minutes": 102,
            "current_for_months": 12,
            "now": clock.now(),
        }
        certificate = service.issue(**(words | fields))
        db.session.commit()
        return queries.read_again(certificate)

    return issued
