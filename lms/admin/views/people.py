"""Everyone, by name, and adding somebody."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import audit, clock
from lms.admin import queries
from lms.admin.forms import PersonForm
from lms.admin.views.blueprint import blueprint, page_number
from lms.errors import Refusal
from lms.people import queries as people
from lms.people import rules, service, staff_service
from lms.people.cli import NobodyThere
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _, later
from lms.web.access import requires

PAGE_SIZE = 50
ROLE_NAMES = {
    Role.COACH: later("coach"),
    Role.TRAINER: later("trainer"),
    Role.HR: later("HR"),
    Role.EXECUTIVE: later("executive"),
    Role.ADMIN: later("admin"),
}


@dataclass(frozen=True, kw_only=True)
class Pages:
    first: int
    last: int
    total: int
    earlier_url: str
    later_url: str


@blueprint.get("/", endpoint="index")
@requires(Role.ADMIN)
def index() -> str:
    typed, left = request.args.get("q", "")[:200], request.args.get("who") == "left"
    number = page_number()
    part = queries.listed(typed, left=left, on=clock.today(), number=number, size=PAGE_SIZE)
    pages = Pages(
        first=part.first,
        last=part.last,
        total=part.total,
        earlier_url=_url(typed, left, number - 1) if number > 1 else "",
        later_url=_url(typed, left, number + 1) if part.last < part.total else "",
    )
    alone = not typed and not left and part.total < 2
    return render_template(
        "admin/people.html", people=part.people, page=pages, q=typed, left=left, alone=alone, role_names=ROLE_NAMES
    )


def _url(typed: str, left: bool, number: int) -> str:
    page = number if number > 1 else None
    return url_for("admin.index", q=typed or None, who="left" if left else None, page=page)


@blueprint.get("/people/new", endpoint="new_person")
@requires(Role.ADMIN)
def new_person() -> str:
    return _form_page(PersonForm(people.teams()))


@blueprint.post("/people/new", endpoint="add_person")
@requires(Role.ADMIN)
def add_person() -> Response:
    form = PersonForm(people.teams())
    leader = leader_of(form) if form.validate() else None
    if form.errors:
        return make_response(_form_page(form), 422)
    try:
        made = _add(form, leader)
    except Refusal as refused:
        form.email.errors = [refused.sentence]
        return make_response(_form_page(form), 422)
    flash(_("%(name)s is here now. Give them a link, so that they can sign in.", name=made.name))
    return redirect(url_for("admin.person", person_id=made.id))


def _add(form: PersonForm, leader: Person | None) -> Person:
    """The same form sent again is the same person."""
    email, name = form.email.data or "", " ".join((form.name.data or "").split())
    there = people.find_by_email(rules.normal_email(email))
    if there is not None and there.name == name:
        return there
    now, by = clock.now(), viewer().id
    made = service.add_person(email=email, name=name, leader=leader, now=now)
    audit.record("person.added", by=by, about=made.id, now=now)
    words = staff_service.Words(
        name=made.name,
        email=made.email,
        team_id=form.team.data or None,
        leader_id=made.leader_id,
        works_percent=form.works_percent.data or 100,
        roles=form.roles(),
    )
    return staff_service.change(made.id, words, edition=made.edition, by=by, now=now)


def leader_of(form: PersonForm) -> Person | None:
    """Whom the form names as leader; a field error where nobody has that e-mail."""
    if not form.leader.data:
        return None
    leader = people.find_by_email(rules.normal_email(form.leader.data))
    if leader is None or leader.left_on is not None:
        form.leader.errors = [NobodyThere(form.leader.data).sentence]
    return leader


def _form_page(form: PersonForm) -> str:
    return render_template("admin/person_new.html", form=form)
