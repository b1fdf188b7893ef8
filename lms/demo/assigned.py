"""Courses asked for by a day, in the demo company: one ahead, one overdue with a wish for more time, one that cannot
be met because its job begins later; and somebody let off for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from lms.clock import day_of
from lms.jobs import appointments, waivers
from lms.jobs import queries as jobs
from lms.learning import assigning
from lms.learning.assigning import Target
from lms.learning.dues import Basis, When
from lms.people.models import Person


def make(cast: Mapping[str, Person], *, now: datetime) -> None:
    henry, zoe = cast["henry"].id, cast["zoe"].id
    today, month_ago = day_of(now), now - timedelta(days=30)

    def ask(job: str, course: str, when: When, reason: str, at: datetime) -> int:
        target = Target(job_id=jobs.get_by_key(job).id)
        return assigning.assign(course, target, when, reason, by=henry, now=at).id

    ahead = When(basis=Basis.FIXED, due_on=today + timedelta(days=40))
    ask("bookkeeper", "core", ahead, "your bills reach customers more often than any letter", month_ago)
    ask("receptionist", "receptionist", ahead, "you take first calls", month_ago)
    two_months = When(basis=Basis.JOB_START, due_days=60)
    reason = "customers ring you when something went wrong"
    late = ask("service-agent", "core", two_months, reason, now - timedelta(days=70))
    assigning.ask_for_more_time(
        zoe,
        late,
        until=today + timedelta(days=21),
        due_on=today - timedelta(days=10),
        reason="The harbour office moved, and two of us were away.",
        now=now - timedelta(days=1),
    )
    appointments.change(
        zoe, jobs.get_by_key("account-manager"), today + timedelta(days=30), by=henry, now=now - timedelta(days=3)
    )
    soon = When(basis=Basis.FIXED, due_on=today + timedelta(days=20))
    ask("account-manager", "account-manager", soon, "the yearly talks begin in a month", now - timedelta(days=2))
    waivers.waive(
        cast["tess"].id,
        "promise-keeping",
        reason="Writes courses this winter and takes no calls.",
        starts_on=day_of(month_ago),
        ends_on=today + timedelta(days=60),
        number=1,
        by=henry,
        now=month_ago,
    )
