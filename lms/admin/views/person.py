"""One person as admins see them: who they are, signing in, coaches, leave."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock, mail
from lms.admin import queries, staff
from lms.admin.forms import CoachForm, KeyForm, LeaveForm, PersonForm
from lms.admin.views.blueprint import blueprint
from lms.admin.views.people import leader_of
from lms.errors import Refusal
from lms.people import queries as people
from lms.people import rules, staff_service
from lms.people.cli import NobodyThere
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires

OLD_LEAVE = timedelta(days=30)


@blueprint.get("/people/<int:person_id>", endpoint="person")
@requires(Role.ADMIN)
def person(person_id: int) -> str:
    found = people.with_roles(person_id)
    return _page(found, form=_form(found))


@blueprint.post("/people/<int:person_id>", endpoint="change_person")
@requires(Role.ADMIN)
def change(person_id: int) -> Response:
    found = people.with_roles(person_id)
    form = PersonForm(people.teams())
    leader = leader_of(form) if form.validate() else None
    if form.errors:
        return make_response(_page(found, form=form), 422)
    words = staff_service.Words(
        name=form.name.data or "",
        email=form.email.data or "",
        team_id=form.team.data or None,
        leader_id=leader.id if leader else None,
        works_percent=form.works_percent.data or 100,
        roles=form.roles(),
    )
    changed = staff_service.change(
        found.id, words, edition=int(form.edition.data or 0), by=viewer().id, now=clock.now()
    )
    if form.correct_certificates.data:
        staff.correct_certificates(changed, by=viewer().id, now=clock.now())
    flash(_("Saved."))
    return _back(found.id)


@blueprint.post("/people/<int:person_id>/links", endpoint="make_link")
@requires(Role.ADMIN)
def make_link(person_id: int) -> Response:
    """Shown once, to copy. Sent again, the page shows the same link."""
    found, form = people.get(person_id), KeyForm()
    _must_have_key(form)
    link = staff.link_for(found, asked=form.key.data or "", by=viewer().id, now=clock.now())
    response = make_response(render_template("admin/link.html", person=found, link=link))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.post("/people/<int:person_id>/invitations", endpoint="invite")
@requires(Role.ADMIN)
def invite(person_id: int) -> Response:
    found, form = people.get(person_id), KeyForm()
    _must_have_key(form)
    posted = staff.invite(found, asked=form.key.data or "", by=viewer().id, now=clock.now())
    flash(posted.sentence, "good" if posted else "care")
    return _back(found.id)


@blueprint.post("/people/<int:person_id>/coaches", endpoint="add_coach")
@requires(Role.ADMIN)
def add_coach(person_id: int) -> Response:
    found, form = people.with_roles(person_id), CoachForm()
    coach = people.find_by_email(rules.normal_email(form.email.data or "")) if form.validate() else None
    if coach is None and not form.errors:
        form.email.errors = [NobodyThere(form.email.data or "").sentence]
    if coach is not None:
        try:
            staff_service.coach(coach.id, found.id, by=viewer().id, now=clock.now())
        except Refusal as refused:
            form.email.errors = [refused.sentence]
    if form.errors:
        return make_response(_page(found, form=_form(found), coach_form=form), 422)
    return _back(found.id)


@blueprint.post("/people/<int:person_id>/coaches/<int:coach_id>/end", endpoint="end_coaching")
@requires(Role.ADMIN)
def end_coaching(person_id: int, coach_id: int) -> Response:
    people.get(person_id)
    staff_service.end_coaching(coach_id, person_id, by=viewer().id, now=clock.now())
    return _back(person_id)


@blueprint.post("/people/<int:person_id>/leave", endpoint="take_leave")
@requires(Role.ADMIN)
def take_leave(person_id: int) -> Response:
    found, form = people.with_roles(person_id), LeaveForm()
    if form.validate() and form.starts_on.data and form.ends_on.data:
        try:
            staff_service.take_leave(
                found.id, form.starts_on.data, form.ends_on.data, by=viewer().id, now=clock.now()
            )
        except Refusal as refused:
            form.ends_on.errors = [refused.sentence]
    if form.errors:
        return make_response(_page(found, form=_form(found), leave_form=form), 422)
    return _back(found.id)


@blueprint.post("/people/<int:person_id>/leave/<int:leave_id>/end", endpoint="end_leave")
@requires(Role.ADMIN)
def end_leave(person_id: int, leave_id: int) -> Response:
    people.get(person_id)
    staff_service.end_leave(person_id, leave_id, by=viewer().id, now=clock.now())
    return _back(person_id)


def _back(person_id: int) -> Response:
    return redirect(url_for("admin.person", person_id=person_id))


def _must_have_key(form: KeyForm) -> None:
    if not form.validate():
        raise OldPage


class OldPage(Refusal):
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Open this page again and send it from there."))


def _form(found: Person) -> PersonForm:
    leader = people.get(found.leader_id) if found.leader_id else None
    given = {row.role: True for row in found.role_rows}
    return PersonForm(
        people.teams(),
        data={
            "name": found.name,
            "email": found.email,
            "team": found.team_id or 0,
            "leader": leader.email if leader else "",
            "works_percent": found.works_percent,
            "edition": str(found.edition),
            **given,
        },
    )


def _page(
    found: Person, *, form: PersonForm, coach_form: CoachForm | None = None, leave_form: LeaveForm | None = None
) -> str:
    today, keys = clock.today(), KeyForm(formdata=None)
    keys.renew()
    return render_template(
        "admin/person.html",
        person=found,
        form=form,
        keys=keys,
        coach_form=coach_form or CoachForm(formdata=None, prefix=""),
        leave_form=leave_form or LeaveForm(formdata=None),
        coaches=queries.coaches_of(found.id),
        leaves=queries.leaves_of(found.id, since=today - OLD_LEAVE),
        jobs=staff.jobs_of([found.id], today).get(found.id, []),
        mail_is_set_up=mail.is_set_up(),
        today=today,
    )
