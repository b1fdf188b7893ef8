"""Holders sign that they have read their job; HR sees who has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from lms import clock
from lms.errors import NotFound
from lms.jobs import queries, sign_offs
from lms.people import exports
from lms.people.models import Role
from lms.people.session import viewer
from lms.reports.jobs.views.pages import blueprint
from lms.reports.jobs.views.parts import part_of
from lms.sheets import Value
from lms.texts import _
from lms.web.access import requires, signed_in

HOLDERS_AT_ONCE = 50
COLUMNS = ("person_id", "person", "job", "version", "signed_on")


@dataclass(frozen=True, kw_only=True)
class SignatureLine:
    name: str
    url: str
    signed_at: datetime | None


@blueprint.get("/jobs/<slug:key>/sign-offs")
@requires(Role.HR)
def all_sign_offs(key: str) -> str:
    today = clock.today()
    line = queries.job_line(key, today)
    signed = sign_offs.counts(line.id, today)
    part = part_of(signed.holders, HOLDERS_AT_ONCE)
    pages = part.links(url_for("jobs.all_sign_offs", key=key))
    found = sign_offs.signatures(line.id, today, first=part.offset, many=HOLDERS_AT_ONCE)
    return render_template(
        "jobs/sign_offs.html",
        key=key,
        title=line.title,
        version=line.version,
        signed=signed,
        holders=[
            SignatureLine(
                name=each.name,
                url=url_for("reports.person", person_id=each.person_id),
                signed_at=each.signed_at,
            )
            for each in found
        ],
        page=pages,
        files=exports.links("jobs.all_sign_offs", rows=signed.holders, key=key),
        made=exports.made(rows=signed.holders, filters=f"job={key} version={line.version}", pages=pages),
    )


@blueprint.get("/jobs/<slug:key>/sign-offs.csv", endpoint="all_sign_offs_csv", defaults={"kind": "csv"})
@blueprint.get("/jobs/<slug:key>/sign-offs.xlsx", endpoint="all_sign_offs_xlsx", defaults={"kind": "xlsx"})
@requires(Role.HR)
def file(key: str, kind: str) -> Response:
    today = clock.today()
    queries.job_line(key, today)
    exports.keep_that_people_leave("sign-offs", kind)
    line = queries.job_line(key, today)
    rows: Iterator[list[Value]] = (
        [
            each.person_id,
            each.name,
            key,
            line.version,
            clock.day_of(each.signed_at) if each.signed_at else None,
        ]
        for each in sign_offs.signatures(line.id, today)
    )
    return exports.send(f"sign-offs-{key}", COLUMNS, rows, kind=kind)


@blueprint.post("/jobs/<slug:key>/sign-offs")
@signed_in
def sign_off(key: str) -> Answer:
    today = clock.today()
    line = queries.job_line(key, today)
    number = request.form.get("version", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise NotFound(key)
    sign_offs.sign(viewer().id, line.id, int(number), on=today, now=clock.now())
    flash(_("Thank you. We keep that you read version %(number)s today.", number=number))
    return redirect(url_for("jobs.job", key=key))
