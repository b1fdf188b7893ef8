"""Asking people to take a course by a day: the list, whom a rule reaches before it is saved, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement, select, true
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import shelf
from lms.db import db
from lms.errors import NotFound
from lms.jobs import queries as jobs
from lms.learning import assigning, assignments, due_queries, due_words, extensions, reading
from lms.learning.assigning import Target
from lms.learning.assignment_forms import AssignmentForm
from lms.learning.assignments import Line
from lms.learning.due_queries import Due, Rule
from lms.learning.reading import Words
from lms.learning.views.blueprint import blueprint
from lms.people import queries as people
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in

PAGE_SIZE = 50
SHOWN = 50
"""How many people a preview names; it counts all."""


@dataclass(frozen=True, kw_only=True)
class AssignmentLine:
    course: str
    url: str
    whom: str
    name: str
    when: str
    reason: str
    by: str
    made_on: date
    ended: str


@dataclass(frozen=True, kw_only=True)
class ReachedLine:
    """Somebody a rule reaches, with their own day; `state`: open, overdue, trouble, waits, excused or done."""

    name: str
    url: str
    due_on: date | None
    state: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Whom a rule would reach; `people` are the first of them by name."""

    reached: int
    done: int
    trouble: int
    people: list[ReachedLine]


@blueprint.get("/assignments/", endpoint="assignments")
@signed_in
def index() -> str:
    own, visible = assignments.people_of(viewer()), assignments.may_see(viewer())
    ended, number = request.args.get("ended") == "1", _page_number()
    section, words = assignments.listed(visible, ended=ended, number=number, size=PAGE_SIZE), reading.words()
    more = section.last < section.total
    return render_template(
        "learning/assignments.html",
        ended=ended,
        assignments=[line(each, words) for each in section.lines],
        page={
            "first": section.first,
            "last": section.last,
            "total": section.total,
            "earlier_url": _page_url(number - 1, ended) if number > 1 else "",
            "later_url": _page_url(number + 1, ended) if more else "",
        },
        requests=len(extensions.of_people(own)),
    )


@blueprint.get("/assignments/new", endpoint="new_assignment")
@signed_in
def new() -> str:
    """The form, and once it is filled in whom it reaches. Nothing is saved here."""
    assignments.people_of(viewer())
    filled = "reason" in request.args
    form = _offered(AssignmentForm.of_address() if filled else AssignmentForm())
    if not filled:
        _fill_from_address(form)
        return _page(form, None)
    target = _valid_target(form)
    if target is None:
        return _page(form, None)
    rule = assigning.thought_of(
        form.course.data, target, form.when, form.reason.data or "", by=viewer().id, now=clock.now()
    )
    return _page(form, _preview(rule, target.person_id))


@blueprint.post("/assignments/", endpoint="assign")
@signed_in
def create() -> Response:
    assignments.people_of(viewer())
    form = _offered(AssignmentForm())
    target = _valid_target(form)
    if target is not None:
        try:
            made = assigning.assign(
                form.course.data,
                target,
                form.when,
                form.reason.data or "",
                competency=_competency(form),
                by=viewer().id,
                now=clock.now(),
            )
        except assigning.AskedAlready as refused:
            form.course.errors = [*form.course.errors, refused.sentence]
        else:
            flash(_("Saved. Everyone it reaches reads the day and your reason on their first page."))
            return redirect(url_for(".assignment", assignment_id=made.id), 303)
    return make_response(_page(form, None), 422)


@blueprint.get("/assignments/<int:assignment_id>", endpoint="assignment")
@signed_in
def page(assignment_id: int) -> str:
    mine, words = viewer(), reading.words()
    own = assignments.people_of(mine)
    found = assignments.find(assignment_id, assignments.may_see(mine))
    reached = [] if found.ended_at else _own_of(due_queries.reached(found.rule, found.person_id, clock.today()), own)
    number = _page_number()
    shown = reached[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    more = len(reached) > number * PAGE_SIZE
    return render_template(
        "learning/assignment.html",
        assignment=line(found, words),
        number=found.id,
        may_end=found.ended_at is None and _may_end(found),
        people=_reached_lines(found.rule, shown),
        page={
            "first": (number - 1) * PAGE_SIZE + 1,
            "last": (number - 1) * PAGE_SIZE + len(shown),
            "total": len(reached),
            "earlier_url": url_for(".assignment", assignment_id=found.id, page=number - 1) if number > 1 else "",
            "later_url": url_for(".assignment", assignment_id=found.id, page=number + 1) if more else "",
        },
    )


@blueprint.post("/assignments/<int:assignment_id>/end", endpoint="end_assignment")
@signed_in
def end(assignment_id: int) -> Response:
    assignments.people_of(viewer())
    found = assignments.find(assignment_id, assignments.may_see(viewer()))
    if not _may_end(found):
        raise NotFound(assignment_id)
    assigning.end(assigning.get(found.id), by=viewer().id, now=clock.now())
    flash(_("Ended. It asks nobody any more; what was done stays."))
    return redirect(url_for(".assignments"), 303)


def line(each: Line, words: Words) -> AssignmentLine:
    course = shelf.current().course(each.course)
    return AssignmentLine(
        course=words.plain(course.title) if course else each.course,
        url=url_for(".assignment", assignment_id=each.id),
        whom={"job": _("everyone in the job"), "team": _("the team"), "person": ""}[each.whom],
        name=each.name,
        when=due_words.when_words(each.when, words),
        reason=each.reason,
        by=each.by,
        made_on=clock.day_of(each.made_at),
        ended=each.ended_by,
    )


def _may_end(found: Line) -> bool:
    """HR ends any of them, others their own."""
    return viewer().has(Role.HR) or found.by_id == viewer().id


def _page(form: AssignmentForm, preview: Preview | None) -> str:
    return render_template("learning/assignment_new.html", form=form, preview=preview, hr=viewer().has(Role.HR))


def _offered(form: AssignmentForm) -> AssignmentForm:
    """What this viewer may choose: HR every job and team, leaders their own people."""
    words = reading.words()
    courses = {each.id: words.plain(each.title) for each in shelf.current().courses if each.live}
    form.course.choices = {"": _("Select a course"), **courses}
    form.after.choices = {"": _("Select a course"), **courses}
    if viewer().has(Role.HR):
        form.to.choices = {
            "": _("Select a job or a team"),
            _("Everyone in the job"): {f"job:{job.id}": job.title for job in jobs.live()},
            _("Team"): {f"team:{team.id}": team.name for team in people.teams()},
        }
    else:
        own = select(Person.id, Person.name).where(assignments.people_of(viewer())).order_by(Person.name)
        named = {f"person:{number}": name for number, name in db.session.execute(own)}
        form.to.choices = {"": _("Select one of your people"), **named}
    return form


def _fill_from_address(form: AssignmentForm) -> None:
    """Reports lead here with a person, a course or a competency."""
    person = request.args.get("person", "")
    if viewer().has(Role.HR) and person.isascii() and person.isdigit() and len(person) < 10:
        found = people.by_ids([int(person)]).get(int(person))
        form.email.data = found.email if found else ""
    elif person:
        form.to.data = f"person:{person}"
    form.course.data = request.args.get("course", "")
    form.competency.data = request.args.get("competency", "")


def _competency(form: AssignmentForm) -> str | None:
    return form.competency.data if form.competency.data in shelf.current().framework.competencies else None


def _valid_target(form: AssignmentForm) -> Target | None:
    """Whom the form names, through the viewer; None where something in it is to be mended."""
    if not form.validate():
        return None
    if form.to.data:
        whom, _colon, number = form.to.data.partition(":")
        return Target(**{f"{whom}_id": int(number)})
    reachable = select(Person.id).where(assignments.people_of(viewer()), Person.email == (form.email.data or "").casefold())
    found = db.session.scalar(reachable)
    if found is None:
        form.email.errors = [*form.email.errors, _("Nobody here has this e-mail. Check its letters.")]
        return None
    return Target(person_id=found)


def _preview(rule: Rule, person_id: int | None) -> Preview:
    reached = due_queries.reached(rule, person_id, clock.today())
    found = due_queries.every_due(
        reached, clock.today(), course=rule.course, thought_of=[(rule, each) for each in reached]
    )
    thought = {each: due for each, dues in found.items() for due in dues if due.assignment_id == rule.id}
    names = people.by_ids(_own_of(reached, true())[:SHOWN])
    return Preview(
        reached=len(reached),
        done=len(reached) - len(thought),
        trouble=sum(due.trouble is not None for due in thought.values()),
        people=[_reached_line(each, thought.get(each.id), url="") for each in sorted(names.values(), key=_by_name)],
    )


def _reached_lines(rule: Rule, person_ids: Sequence[int]) -> list[ReachedLine]:
    found = due_queries.every_due(person_ids, clock.today(), course=rule.course)
    mine = {each: due for each, dues in found.items() for due in dues if due.assignment_id == rule.id}
    let_off = due_queries.excused(rule.id, person_ids)
    names = people.by_ids(person_ids)
    return [
        _reached_line(
            each,
            mine.get(each.id),
            url=url_for(".decision", assignment_id=rule.id, person_id=each.id),
            excused=let_off.get(each.id, ""),
        )
        for each in sorted(names.values(), key=_by_name)
    ]


def _reached_line(who: Person, due: Due | None, *, url: str, excused: str = "") -> ReachedLine:
    if due is None and excused:
        return ReachedLine(name=who.name, url=url, due_on=None, state="excused", note=excused)
    if due is None:
        return ReachedLine(name=who.name, url=url, due_on=None, state="done", note="")
    if due.trouble:
        return ReachedLine(
            name=who.name, url=url, due_on=due.offered, state="trouble", note=due_words.trouble_words(due.trouble)
        )
    state = "waits" if due.due_on is None else "overdue" if due.overdue else "open"
    return ReachedLine(name=who.name, url=url, due_on=due.due_on, state=state, note=due_words.moved_words(due))


def _own_of(person_ids: Sequence[int], own: ColumnElement[bool]) -> list[int]:
    """Those of them the viewer may see, by name."""
    chosen = set(person_ids)
    found = select(Person.id).where(own, Person.left_on.is_(None)).order_by(Person.name, Person.id)
    return [each for each in db.session.scalars(found) if each in chosen]


def _by_name(who: Person) -> tuple[str, int]:
    return (who.name, who.id)


def _page_number() -> int:
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
    if number < 1:
        raise NotFound(text)
    return number


def _page_url(number: int, ended: bool) -> str:
    return url_for(".assignments", page=number if number > 1 else None, ended="1" if ended else None)
