"""The people behind one cell of coverage: who meets it, who is short, and what would help most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for

from lms import clock
from lms.competencies.framework import Competency
from lms.competencies.rules import gap
from lms.errors import NotFound
from lms.reports import queries, words
from lms.reports.coverage import By, View
from lms.reports.queries import Asked, Newest
from lms.reports.scope import Scope
from lms.texts import _, day, later, ngettext

_STEPS = {
    "quiz": (later("A module's quiz"), later("Passing the quiz of a module would bring %(some)s of %(all)s a level on.")),
    "practice": (
        later("A scenario, or an observation"),
        later("A scenario, or one observation at work, would bring %(some)s of %(all)s a level on."),
    ),
    "observations": (
        later("Observations at work"),
        later("What is missing for %(some)s of %(all)s is observation at work, not training."),
    ),
    "leading": (
        later("Observations while helping, and an improvement"),
        later("%(some)s of %(all)s need to be observed while they help others, and to improve a touch point."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    name: str
    url: str
    team: str
    asks: int
    has: int
    newest: str
    due: bool
    step: str


def page(row: str, competency: Competency, view: View, scope: Scope, *, back: str) -> str:
    """Raises NotFound where nobody this viewer sees sits in the row, or its jobs do not ask for this."""
    today = clock.today()
    jobs = queries.asking(today)
    wanted_job = row if view.by is By.JOB else view.job
    levels = {
        number: job.required[competency.id]
        for number, job in jobs.items()
        if competency.id in job.required and wanted_job in ("", job.key)
    }
    team = row if view.by is By.TEAM else view.team or None
    people = queries.asked_in(scope.people(), competency.id, today, jobs=levels, team=team)
    if not people:
        raise NotFound(row)
    newest = queries.newest_evidence([each.id for each in people], competency.id)
    short = [each for each in people if gap(each.required, each.held)]
    met = [each for each in people if not gap(each.required, each.held)]
    short.sort(key=lambda each: -gap(each.required, each.held))
    title = (
        next(job.title for job in jobs.values() if job.key == row) if view.by is By.JOB else people[0].team
    )
    asked = {each.required for each in people}
    level = asked.pop() if len(asked) == 1 else 0
    return render_template(
        "reports/cell.html",
        title=_(
            "%(row)s, %(competency)s",
            row=title or _("Without a team"),
            competency=words.in_sentence(competency.title),
        ),
        back=back,
        lede=_lede(people, short, level),
        helps=_helps(short),
        level=level,
        anchor=competency.levels[level] if level else "",
        short=[_line(each, newest.get(each.id)) for each in short],
        met=[_line(each, newest.get(each.id)) for each in met],
    )


def _lede(people: Sequence[Asked], short: Sequence[Asked], level: int) -> str:
    met = len(people) - len(short)
    if level:
        first = _("%(met)s of %(all)s meet level %(level)s.", met=met, all=len(people), level=level)
    else:
        first = _("%(met)s of %(all)s meet what their jobs ask for.", met=met, all=len(people))
    if not short:
        return first
    if all(each.held is None for each in people):
        return _("%(first)s Nobody here has any evidence yet.", first=first)
    by_one = sum(gap(each.required, each.held) == 1 for each in short)
    shortage = ngettext("%(num)d is short", "%(num)d are short", len(short))
    return _(
        "%(first)s %(shortage)s, %(one)s of them by one level.", first=first, shortage=shortage, one=by_one
    )


def _helps(short: Sequence[Asked]) -> str:
    """The step that would move most of those who are short."""
    if not short:
        return ""
    step, some = Counter(map(_step, short)).most_common(1)[0]
    return _(_STEPS[step][1], some=some, all=len(short))


def _step(person: Asked) -> str:
    """What shows the next level, by the evidence rules."""
    has = person.held.level if person.held else 0
    return ("quiz", "practice", "observations", "leading")[min(has, 3)]


def _line(person: Asked, newest: Newest | None) -> PersonLine:
    held = person.held
    due = held is not None and not held.is_fresh(clock.today())
    return PersonLine(
        name=person.name,
        url=url_for("reports.person", person_id=person.id),
        team=person.team,
        asks=person.required,
        has=held.level if held else 0,
        newest=_("%(kind)s, %(day)s", kind=words.evidence_kind(newest.kind), day=day(newest.on))
        if newest
        else "",
        due=due,
        step=_(_STEPS[_step(person)][0]) if gap(person.required, held) else "",
    )
