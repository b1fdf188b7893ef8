"""Whom a coach sees next, and what was agreed last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from lms import clock
from lms.coaching import disputes, queries, rules
from lms.coaching.lines import competency_title
from lms.coaching.models import Visit
from lms.coaching.queries import Coachee, Goal
from lms.coaching.views.blueprint import blueprint
from lms.people.models import Role
from lms.people.session import viewer
from lms.web.access import requires


@dataclass(frozen=True, kw_only=True)
class DueLine:
    name: str
    jobs: str
    url: str
    person_url: str
    begun: bool
    last_seen: date | None
    visits_only: int
    next_step: str
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class SecondLook:
    """Somebody asks this coach for a second observation."""

    name: str
    competency: str
    url: str
    by: date
    late: bool


@blueprint.get("/coaching/")
@requires(Role.COACH)
def due() -> str:
    mine, today = viewer(), clock.today()
    people = queries.coachees(mine.id, today)
    goals, drafts = queries.goals(mine.id, [each.id for each in people]), queries.drafts(mine.id)
    calibrated_on = queries.calibrated_on(mine.id)
    return render_template(
        "coaching/due.html",
        people=[_due_line(each, goals.get(each.id), drafts.get(each.id)) for each in people],
        second_looks=[
            SecondLook(
                name=each.person,
                competency=competency_title(each.dispute.competency),
                url=_second_look_url(each.dispute.person_id, drafts),
                by=each.dispute.due_on,
                late=each.dispute.lapsed(today),
            )
            for each in disputes.asked_of(mine.id)
        ],
        moved=queries.moved_on(mine.id),
        calibrated=rules.is_calibrated(calibrated_on, today),
        calibrated_until=rules.calibrated_until(calibrated_on) if calibrated_on else None,
        renewable=calibrated_on is not None and rules.may_begin_again(calibrated_on, today),
    )


def _due_line(each: Coachee, goal: Goal | None, draft: Visit | None) -> DueLine:
    """A visit that was begun goes on where it stopped."""
    begin = url_for("coaching.begin", person_id=each.id)
    return DueLine(
        name=each.name,
        jobs=each.jobs,
        url=url_for("coaching.visit", visit_id=draft.id) if draft else begin,
        person_url=url_for("reports.person", person_id=each.id),
        begun=draft is not None,
        last_seen=each.last_seen,
        visits_only=each.visits_only,
        next_step=goal.next_step if goal else "",
        next_on=goal.next_on if goal else None,
    )


def _second_look_url(person_id: int, drafts: dict[int, Visit]) -> str:
    draft = drafts.get(person_id)
    if draft is not None:
        return url_for("coaching.visit", visit_id=draft.id)
    return url_for("coaching.begin", person_id=person_id)
