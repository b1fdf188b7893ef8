"""How coaches of the tests do what coaches do, by the verbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from lms import clock
from lms.coaching import calibration, disputes, queries, rules, service, sheet
from lms.coaching.disputes import Outcome, Verdict
from lms.coaching.models import Visit
from lms.coaching.service import Ending, Setting
from lms.db import db
from lms.learning import service as learning
from lms.people.models import Person

GREETING = "greeting"
"""The one item of the receptionist's checklist in the course package of the tests."""


def calibrate(coach: Person, *, now: datetime | None = None, above: int = 0) -> None:
    """Rate all cases of the first list, so many levels above the reference."""
    now = now or clock.now()
    cases = sheet.cases(rules.SAMPLES_ASKED)[0]
    number = calibration.round_of(coach.id, clock.day_of(now)).number
    for sample in cases.samples:
        levels = {item: level + above for item, level in sample.reference.items()}
        learning.rate_sample(coach.id, cases.checklist.id, sample.id, levels, number=number, now=now)


def setting(job: str = "receptionist", touch_point: str = "first-call", *, while_helping: bool = False) -> Setting:
    return Setting(
        job=job,
        situation="Front desk, two visitors",
        channel="here",
        touch_point=touch_point,
        while_helping=while_helping,
    )


def draft(observer: Person, person: Person, *, now: datetime | None = None, where: Setting | None = None) -> Visit:
    number = queries.next_number(observer.id, person.id)
    return service.begin(observer.id, person.id, where or setting(), number=number, now=now or clock.now())


def rate(visit: Visit, levels: Mapping[str, int | None], *, seen: str = "Nodded to both at once.") -> None:
    for item in sheet.items_of(visit):
        if item.id in levels:
            kept = service.rate(
                visit, item, title=str(item.heading), seen=seen, level=levels[item.id], edition=0, now=clock.now()
            )
            assert kept


def ending(next_step: str = "Ask each guest one question") -> Ending:
    return Ending(
        own_view="It felt rushed.",
        strength="Everyone was greeted within 20 seconds.",
        next_step=next_step,
        next_on=clock.today() + timedelta(days=14),
    )


def visit(
    observer: Person,
    person: Person,
    levels: Mapping[str, int | None],
    *,
    where: Setting | None = None,
    now: datetime | None = None,
    settles: Outcome | None = None,
    next_step: str = "Ask each guest one question",
) -> Visit:
    """A whole visit, shared; `settles` says the same of every dispute it meets."""
    made = draft(observer, person, now=now, where=where)
    rate(made, levels)
    assert service.end(made, ending(next_step), edition=0)
    seen = {rating.competency for rating in service.seen_in(made)}
    open_ones = disputes.to_settle(observer.id, person.id, seen)
    verdicts = {
        each.id: Verdict(outcome=settles, because="I saw it on a busy day.") for each in open_ones if settles
    }
    learning.share_observation(made, verdicts=verdicts, now=now or clock.now())
    db.session.commit()
    return made
