"""Versions of a job: all of them, one as it was, two side by side, and the file of the newest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import job_changes, job_reading, shelf
from lms.catalog.job_writing import read_text
from lms.company import queries as company
from lms.errors import NotFound
from lms.jobs import queries, versions
from lms.jobs.job_text import PartChange, compare
from lms.jobs.queries import Asked
from lms.jobs.versions import VersionSource
from lms.reports.jobs import pdf as sheets
from lms.reports.jobs.views import pages
from lms.reports.jobs.views.pages import blueprint
from lms.texts import _
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    number: int
    on: date
    by: str
    note: str
    url: str
    compare_url: str


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two versions that are compared."""

    number: int
    on: date
    by: str
    note: str


@blueprint.get("/jobs/<slug:key>/versions")
@signed_in
def all_versions(key: str) -> str:
    line = queries.job_line(key, clock.today())
    lines = [
        VersionLine(
            number=each.number,
            on=clock.day_of(each.published_at),
            by=each.by or "",
            note=each.note,
            url=url_for("jobs.version", key=key, number=each.number),
            compare_url=url_for("jobs.compare_versions", key=key, a=each.number - 1, b=each.number)
            if each.number > 1
            else "",
        )
        for each in versions.history(line.id)
    ]
    return render_template("jobs/versions.html", key=key, title=line.title, versions=lines)


@blueprint.get("/jobs/<slug:key>/versions/<int:number>")
@signed_in
def version(key: str, number: int) -> str:
    line = queries.job_line(key, clock.today())
    found = _version(line.id, number)
    description, slots = job_reading.shown(key, found.source), company.card().slots
    asked = {
        each.competency: Asked(level=each.level, essential=each.need == "essential", weight=each.weight)
        for each in (description.requires if description else ())
    }
    return render_template(
        "jobs/version.html",
        key=key,
        title=found.title,
        number=number,
        newest=line.version,
        on=clock.day_of(found.published_at),
        by=found.by or "",
        note=found.note,
        purpose=pages.section(description, "purpose", slots),
        serves=pages.section(description, "serving", slots),
        touch_points=pages.touch_points(description),
        sections=pages.sections(description, slots),
        asks=pages.asks(asked, shelf.current().framework),
    )


@blueprint.get("/jobs/<slug:key>/compare", endpoint="compare_versions")
@signed_in
def compare_two(key: str) -> str:
    """Any two, in words; without numbers the last two."""
    line = queries.job_line(key, clock.today())
    b = _number("b", line.version)
    a = _number("a", max(b - 1, 1))
    found = versions.versions(line.id, [a, b])
    if a not in found or b not in found:
        raise NotFound(key)
    before, after = read_text(found[a].source), read_text(found[b].source)
    comparison = compare(before, after) if before and after else None
    parts: tuple[PartChange, ...] = comparison.parts if comparison else ()
    return render_template(
        "jobs/compare.html",
        key=key,
        title=line.title,
        numbers=list(range(1, line.version + 1)),
        a=_side(found[a]),
        b=_side(found[b]),
        readable=comparison is not None,
        changes=job_changes.told(comparison) if comparison else [],
        parts=parts,
    )


@blueprint.get("/jobs/<slug:key>.md")
@signed_in
def markdown(key: str) -> Response:
    """The file of the version that holds, byte for byte."""
    newest = versions.newest([key]).get(key)
    if newest is None:
        raise NotFound(key)
    return _file(newest.source.encode(), "text/markdown; charset=utf-8", f"{key}.md")


@blueprint.get("/jobs/<slug:key>.pdf")
@signed_in
def pdf(key: str) -> Response:
    line = queries.job_line(key, clock.today())
    newest = versions.newest([key])[key]
    sheet = sheets.as_pdf(
        sheets.sheet(
            newest.source,
            head=_("Version %(number)s", number=newest.number),
            on=clock.day_of(newest.published_at),
            title=line.title,
            slots=company.card().slots,
            issuer=company.card().issuer_name,
            begins=_begins(newest.version_id, clock.today()),
        )
    )
    return _file(sheet, "application/pdf", f"{key}.pdf")


def _begins(version_id: int, today: date) -> dict[str, date]:
    return {
        competency: each.counts_from
        for competency, each in versions.counting_of(version_id).items()
        if each.counts_from is not None and each.counts_from > today
    }


def _file(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _version(job_id: int, number: int) -> VersionSource:
    found = versions.versions(job_id, [number]).get(number)
    if found is None:
        raise NotFound(number)
    return found


def _side(found: VersionSource) -> Side:
    return Side(number=found.number, on=clock.day_of(found.published_at), by=found.by or "", note=found.note)


def _number(name: str, otherwise: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else otherwise
