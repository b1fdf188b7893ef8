"""What demo coaches do: they rate sample cases, see people at work, and agree a next step, each in the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.clock import day_of
from lms.coaching import calibration, queries, rules, service, sheet
from lms.coaching.lines import heading_of
from lms.coaching.service import Ending, Setting
from lms.jobs import queries as jobs
from lms.learning import service as learning
from lms.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Words:
    """What was said at the end of a visit."""

    own_view: str = "Quicker than I thought, and I forgot the name once."
    strength: str = "Asked before offering anything, and said back what was wanted."
    next_step: str = "Say a day whenever you promise something"


SEEN = {
    0: "Went on with the list while the other person waited.",
    1: "Greeted, and asked the questions on the card.",
    2: "Said back what was wanted, and named a time.",
    3: "Found what was behind the question, and stayed even when it got loud.",
    4: "Showed a colleague how, and changed the form afterwards.",
}


def calibrate(coach: Person, *, at: datetime, job: str = "receptionist", above: int = 0) -> None:
    """Rate the sample cases of a job's checklist; one item in each case so many levels off."""
    found = next((each for each in sheet.cases(rules.SAMPLES_ASKED) if each.checklist.job == job), None)
    if found is None:
        return
    number = calibration.round_of(coach.id, day_of(at)).number
    for sample in found.samples:
        levels = dict(sample.reference)
        first = next(iter(levels))
        levels[first] = min(4, max(0, levels[first] + above))
        learning.rate_sample(coach.id, found.checklist.id, sample.id, levels, number=number, now=at)


def visit(
    person: Person,
    observer: Person,
    levels: Mapping[str, int],
    *,
    touch_point: str,
    situation: str,
    at: datetime,
    seen: Mapping[str, str] | None = None,
    words: Words | None = None,
) -> None:
    """A whole visit, shared a quarter of an hour later; `levels` and `seen` by competency."""
    held = jobs.duties_of(person.id, day_of(at)).jobs
    setting = Setting(
        job=held[0].key if held else "",
        situation=situation,
        channel="here",
        touch_point=touch_point,
        while_helping=False,
    )
    number = queries.next_number(observer.id, person.id)
    made = service.begin(observer.id, person.id, setting, number=number, now=at)
    for item in sheet.items_of(made):
        level = levels.get(item.competency)
        if level is not None:
            text = (seen or {}).get(item.competency, SEEN[level])
            service.rate(made, item, title=heading_of(item), seen=text, level=level, edition=0, now=at)
    if not service.seen_in(made):
        return
    said = words or Words()
    ending = Ending(
        own_view=said.own_view,
        strength=said.strength,
        next_step=said.next_step,
        next_on=day_of(at) + timedelta(days=14),
    )
    service.end(made, ending, edition=0)
    learning.share_observation(made, verdicts={}, now=at + timedelta(minutes=15))
