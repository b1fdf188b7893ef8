"""Teams: the list, a new one, another name."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.admin import queries
from lms.admin.forms import TeamForm
from lms.admin.views.blueprint import blueprint
from lms.errors import NotFound, Refusal
from lms.people import queries as people
from lms.people import staff_service
from lms.people.models import Role, Team
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires


@blueprint.get("/teams", endpoint="teams")
@requires(Role.ADMIN)
def teams() -> str:
    return _page(TeamForm(formdata=None))


@blueprint.post("/teams", endpoint="add_team")
@requires(Role.ADMIN)
def add_team() -> Response:
    form = TeamForm()
    try:
        made = staff_service.add_team(form.name.data or "", by=viewer().id, now=clock.now())
    except Refusal as refused:
        form.name.errors = [refused.sentence]
        return make_response(_page(form), 422)
    flash(_("There is a team %(name)s now.", name=made.name))
    return redirect(url_for("admin.teams"))


@blueprint.get("/teams/<int:team_id>", endpoint="team")
@requires(Role.ADMIN)
def team(team_id: int) -> str:
    found = _team(team_id)
    return _rename_page(found, TeamForm(data={"name": found.name, "was": found.name}))


@blueprint.post("/teams/<int:team_id>", endpoint="rename_team")
@requires(Role.ADMIN)
def rename_team(team_id: int) -> Response:
    found, form = _team(team_id), TeamForm()
    try:
        staff_service.rename_team(
            found.id, form.name.data or "", was=form.was.data or "", by=viewer().id, now=clock.now()
        )
    except (staff_service.TeamTaken, staff_service.TeamNameMissing) as refused:
        form.name.errors = [refused.sentence]
        return make_response(_rename_page(found, form), 422)
    flash(_("Saved."))
    return redirect(url_for("admin.teams"))


def _team(team_id: int) -> Team:
    found = next((each for each in people.teams() if each.id == team_id), None)
    if found is None:
        raise NotFound(team_id)
    return found


def _page(form: TeamForm) -> str:
    return render_template("admin/teams.html", form=form, teams=people.teams(), counts=queries.team_counts())


def _rename_page(found: Team, form: TeamForm) -> str:
    return render_template("admin/team.html", team=found, form=form)
