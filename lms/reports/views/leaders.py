"""Leaders first: the names behind the three figures below coverage."""

from __future__ import annotations

from flask import Response, render_template, url_for

from lms.catalog import shelf
from lms.people.models import Role
from lms.reports import leaders, words
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.sheets import Value
from lms.web.access import requires

COLUMNS = ("person_id", "person", "team", "leads", "trained", "observed", "can_model")


@blueprint.get("/reports/leaders", endpoint="leaders")
@requires(Role.HR)
def page() -> str:
    found = _everyone()
    return render_template(
        "reports/leaders.html",
        leaders=[(each, url_for("reports.person", person_id=each.id)) for each in found],
        files=files.links("reports.leaders", "", rows=len(found)),
        made=files.made(rows=len(found), filters=""),
    )


@blueprint.get("/reports/leaders.csv", endpoint="leaders_csv", defaults={"kind": "csv"})
@blueprint.get("/reports/leaders.xlsx", endpoint="leaders_xlsx", defaults={"kind": "xlsx"})
@requires(Role.HR)
def file(kind: str) -> Response:
    files.keep_that_people_leave("leaders", kind)
    rows: list[list[Value]] = [
        [
            each.id,
            each.name,
            each.team,
            each.leads,
            words.yes_no(each.trained),
            words.yes_no(each.observed),
            words.yes_no(each.models),
        ]
        for each in _everyone()
    ]
    return files.send("leaders", COLUMNS, rows, kind=kind)


def _everyone() -> list[leaders.Leader]:
    return leaders.everyone(courses=[course.id for course in shelf.current().courses if course.for_everyone])
