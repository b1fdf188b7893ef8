"""My role passport: what it would say today, and those I made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.certificates.passports import queries, service
from lms.certificates.passports.models import Passport
from lms.learning import passports
from lms.learning.views.blueprint import blueprint
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class PassportLine:
    url: str
    jobs: str
    on: date
    withdrawn: bool


@blueprint.get("/me/passport", endpoint="passports")
@signed_in
def index() -> str:
    jobs, levels = passports.contents(viewer().id, clock.today())
    return render_template(
        "learning/passports.html",
        jobs=", ".join(str(job["title"]) for job in jobs),
        levels=len(levels),
        made=[_line(each) for each in queries.passports_of(viewer().id)],
    )


@blueprint.post("/me/passport", endpoint="make_passport")
@signed_in
def create() -> Response:
    jobs, levels = passports.contents(viewer().id, clock.today())
    made = service.make(
        person_id=viewer().id, name=viewer().name, jobs=jobs, levels=levels, made_on=clock.today(), now=clock.now()
    )
    flash(_("Your passport is made. Give its code or its file to whom you like."))
    return redirect(url_for("certificates.passport", code=made.code), 303)


def _line(each: Passport) -> PassportLine:
    return PassportLine(
        url=url_for("certificates.passport", code=each.code),
        jobs=", ".join(str(job["title"]) for job in each.jobs),
        on=each.made_on,
        withdrawn=each.withdrawal is not None,
    )
