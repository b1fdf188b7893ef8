"""The people behind one cell of coverage: who meets it, who is short, and what would help most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from lms import clock
from lms.catalog import shelf
from lms.competencies.framework import Competency
from lms.competencies.rules import gap
from lms.errors import NotFound
from lms.jobs import queries as jobs
from lms.people.session import viewer
from lms.reports import addresses, queries, words
from lms.reports.coverage import By, View
from lms.reports.gaps import Wanted
from lms.reports.next_steps import lessons
from lms.reports.next_steps.standing import Standing, Steps, standings
from lms.reports.queries import Asked, Newest
from lms.reports.scope import Scope, scope_with_people
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.reports.views.helps import helps
from lms.sheets import Value
from lms.texts import _, day, ngettext
from lms.web.access import signed_in

MOST_NAMED = 50
"""People of each list on the page; the others are in the list of gaps and in the file."""

COLUMNS = ("person_id", "person", "team", "asked", "held", "newest_evidence", "due_for_refresh", "next_step", "coach", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """`value` is what its tick box sends."""

    value: str
    name: str
    url: str
    team: str
    asks: int
    has: int
    newest: str
    due: bool
    step: str
    coach: str
    planned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The people of a cell: short ones first by how far, those who meet it by name; `waived` are in neither."""

    title: str
    level: int
    competency: Competency
    short: Sequence[Asked]
    met: Sequence[Asked]
    waived: int

    @property
    def people(self) -> int:
        return len(self.short) + len(self.met)


@blueprint.get("/reports/coverage/<slug:row>/<slug:competency>", endpoint="cell")
@signed_in
def page(row: str, competency: str) -> str:
    scope = scope_with_people(viewer())
    view = addresses.coverage_view(request.args, scope)
    found, today = _found(row, competency, view, scope), clock.today()
    wanted = _wanted(row, competency, view)
    shown = [*found.short[:MOST_NAMED], *found.met[:MOST_NAMED]]
    newest = queries.newest_evidence([each.id for each in shown], competency)
    standing, steps = standings([each.id for each in found.short[:MOST_NAMED]], today), Steps()
    query = addresses.of_coverage(view)
    return render_template(
        "reports/cell.html",
        title=found.title,
        back=url_for("reports.coverage") + query,
        lede=_lede(found),
        helps=helps(lessons.lessons_for(wanted, scope, today)) if found.short else None,
        level=found.level,
        anchor=found.competency.levels[found.level] if found.level else "",
        waived=found.waived,
        short=[_line(each, newest.get(each.id), standing[each.id], steps, competency) for each in found.short[:MOST_NAMED]],
        met=[_line(each, newest.get(each.id), None, steps, competency) for each in found.met[:MOST_NAMED]],
        all_short=len(found.short),
        all_met=len(found.met),
        gaps=url_for("reports.gaps") + addresses.of_gaps(wanted),
        files=files.links("reports.cell", query, rows=found.people, row=row, competency=competency),
        made=files.made(rows=found.people, filters=addresses.said_of_gaps(wanted)),
    )


@blueprint.get("/reports/coverage/<slug:row>/<slug:competency>.csv", endpoint="cell_csv", defaults={"kind": "csv"})
@blueprint.get("/reports/coverage/<slug:row>/<slug:competency>.xlsx", endpoint="cell_xlsx", defaults={"kind": "xlsx"})
@signed_in
def file(row: str, competency: str, kind: str) -> Response:
    scope_with_people(viewer())
    files.keep_that_people_leave("cell", kind)
    scope = scope_with_people(viewer())
    view = addresses.coverage_view(request.args, scope)
    found = _found(row, competency, view, scope)
    return files.send(f"{row}-{competency}", COLUMNS, _rows(found, competency), kind=kind)


def _found(row: str, competency: str, view: View, scope: Scope) -> Found:
    """Raises NotFound where nobody this viewer sees sits in the row, or its jobs do not ask for this."""
    asked_for = shelf.current().framework.competencies.get(competency)
    if asked_for is None:
        raise NotFound(competency)
    today = clock.today()
    asking = queries.asking(today)
    wanted_job = row if view.by is By.JOB else view.job
    levels = {
        number: job.required[competency]
        for number, job in asking.items()
        if competency in job.required and wanted_job in ("", job.key)
    }
    team = row if view.by is By.TEAM else view.team or None
    people = queries.asked_in(scope.people(), competency, today, jobs=levels, team=team)
    if not people:
        raise NotFound(row)
    waived = jobs.waived([each.id for each in people], today)
    counted = [each for each in people if competency not in waived.get(each.id, {})]
    if view.by is By.JOB:
        title = next(job.title for job in asking.values() if job.key == row)
    else:
        title = people[0].team or _("Without a team")
    asked = {each.required for each in people}
    return Found(
        title=_("%(row)s, %(competency)s", row=title, competency=words.in_sentence(asked_for.title)),
        level=asked.pop() if len(asked) == 1 else 0,
        competency=asked_for,
        short=sorted(
            (each for each in counted if gap(each.required, each.held)),
            key=lambda each: -gap(each.required, each.held),
        ),
        met=[each for each in counted if not gap(each.required, each.held)],
        waived=len(people) - len(counted),
    )


def _wanted(row: str, competency: str, view: View) -> Wanted:
    if view.by is By.JOB:
        return Wanted(job=row, team=view.team, competency=competency)
    return Wanted(team=row, job=view.job, competency=competency)


def _lede(found: Found) -> str:
    met, people = len(found.met), found.people
    if found.level:
        first = _("%(met)s of %(all)s meet level %(level)s.", met=met, all=people, level=found.level)
    else:
        first = _("%(met)s of %(all)s meet what their jobs ask for.", met=met, all=people)
    if not found.short:
        return first
    if all(each.held is None for each in (*found.short, *found.met)):
        return _("%(first)s Nobody here has any evidence yet.", first=first)
    by_one = sum(gap(each.required, each.held) == 1 for each in found.short)
    shortage = ngettext("%(num)d is short", "%(num)d are short", len(found.short))
    return _("%(first)s %(shortage)s, %(one)s of them by one level.", first=first, shortage=shortage, one=by_one)


def _line(
    person: Asked, newest: Newest | None, standing: Standing | None, steps: Steps, competency: str
) -> PersonLine:
    held = person.held
    step = steps.of(standing, competency, held.level if held else 0) if standing else None
    due = standing.due_for(step.course) if standing and step and step.course else None
    return PersonLine(
        value=f"{person.id}.{competency}",
        name=person.name,
        url=url_for("reports.person", person_id=person.id),
        team=person.team,
        asks=person.required,
        has=held.level if held else 0,
        newest=_("%(kind)s, %(day)s", kind=words.evidence_kind(newest.kind), day=day(newest.on)) if newest else "",
        due=_is_due(person),
        step=words.step(step) if step else "",
        coach=", ".join(standing.coaches) if standing else "",
        planned=words.planned(due),
    )


def _is_due(person: Asked) -> bool:
    return person.held is not None and not person.held.is_fresh(clock.today())


def _rows(found: Found, competency: str) -> Iterator[list[Value]]:
    """As on the page: those who are short, then those who meet it."""
    steps = Steps()
    for people, state in ((found.short, "short"), (found.met, "met")):
        for start in range(0, len(people), MOST_NAMED * 10):
            piece = people[start : start + MOST_NAMED * 10]
            numbers = [each.id for each in piece]
            newest, standing = queries.newest_evidence(numbers, competency), standings(numbers, clock.today())
            for each in piece:
                held = each.held.level if each.held else 0
                is_short = state == "short"
                yield [
                    each.id,
                    each.name,
                    each.team,
                    each.required,
                    held,
                    newest[each.id].on if each.id in newest else None,
                    words.yes_no(_is_due(each)),
                    words.step(steps.of(standing[each.id], competency, held)) if is_short else None,
                    ", ".join(standing[each.id].coaches) if is_short else None,
                    state,
                ]
