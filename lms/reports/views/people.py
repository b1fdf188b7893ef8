"""Whom I may see, one person's levels against the job, and where a piece of evidence came from.

What others open here is kept and shown to the person. Quiz answers are nowhere on these pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, render_template, request, url_for

from lms import audit, clock
from lms.catalog import shelf
from lms.certificates import lines as certificates
from lms.competencies import queries as competencies
from lms.competencies.models import Kind
from lms.competencies.queries import Piece
from lms.errors import NotFound
from lms.jobs import queries as jobs
from lms.learning.levels import levels, title_seen
from lms.people import queries as people
from lms.people.models import Person
from lms.people.session import viewer
from lms.reports import addresses, people_queries, words
from lms.reports import assigned as asked_for
from lms.reports import observed as watched
from lms.reports.next_of import next_lines
from lms.reports.views import files
from lms.reports.views.blueprint import blueprint
from lms.sheets import Value
from lms.texts import _
from lms.web.access import signed_in

PAGE_SIZE = 50
LONGEST_SEARCH = 200
COLUMNS = ("person_id", "person", "team", "jobs", "filters")


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    name: str
    url: str
    team: str
    jobs: str


@dataclass(frozen=True, kw_only=True)
class Pages:
    first: int
    last: int
    total: int
    earlier_url: str
    later_url: str


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    title: str
    url: str
    on: date
    shows: str
    counts: bool
    under_review: bool


@blueprint.get("/people/", endpoint="people")
@signed_in
def index() -> str:
    mine, number = viewer(), _page_number()
    without_job, typed = _asked()
    section = people_queries.listed(
        mine.id,
        mine.role_names,
        on=clock.today(),
        number=number,
        size=PAGE_SIZE,
        without_job=without_job,
        typed=typed,
    )
    lines = [
        PersonLine(
            name=each.name,
            url=url_for("reports.person", person_id=each.id),
            team=each.team,
            jobs=", ".join(each.jobs),
        )
        for each in section.people
    ]
    more = section.last < section.total
    pages = Pages(
        first=section.first,
        last=section.last,
        total=section.total,
        earlier_url=_page_url(number - 1, without_job, typed) if number > 1 else "",
        later_url=_page_url(number + 1, without_job, typed) if more else "",
    )
    wanted = _filters(without_job, typed)
    return render_template(
        "reports/people.html",
        people=lines,
        page=pages,
        without_job=without_job,
        q=typed,
        files=files.links("reports.people", addresses.query(wanted), rows=section.total),
        made=files.made(rows=section.total, filters=addresses.said(wanted), pages=pages),
    )


@blueprint.get("/people.csv", endpoint="people_csv", defaults={"kind": "csv"})
@blueprint.get("/people.xlsx", endpoint="people_xlsx", defaults={"kind": "xlsx"})
@signed_in
def file(kind: str) -> Response:
    """Everyone whom the page shows, part by part, with the same search and filter."""
    files.keep_that_people_leave("people", kind)
    mine, (without_job, typed) = viewer(), _asked()
    filters = addresses.said(_filters(without_job, typed))
    found = people_queries.everyone(
        mine.id, mine.role_names, on=clock.today(), without_job=without_job, typed=typed
    )
    rows: Iterator[list[Value]] = (
        [each.id, each.name, each.team, ", ".join(each.jobs), filters] for each in found
    )
    return files.send("people", COLUMNS, rows, kind=kind)


@blueprint.get("/people/<int:person_id>", endpoint="person")
@signed_in
def person(person_id: int) -> str:
    seen = _seen(person_id)
    today, duties = clock.today(), jobs.duties_of(seen.id, clock.today())
    evidence = competencies.evidence_of(seen.id)
    found = levels(
        duties.levels,
        competencies.levels_of_one(seen.id),
        evidence,
        waived=jobs.waived([seen.id], today).get(seen.id, {}),
        reader=viewer().id,
        today=today,
    )
    return render_template(
        "reports/person.html",
        name=seen.name,
        own=seen.id == viewer().id,
        team=seen.team.name if seen.team else "",
        left_on=seen.left_on,
        job_titles=", ".join(words.in_sentence(job.title) for job in duties.jobs),
        levels=found,
        next_steps=next_lines(seen, viewer(), today),
        evidence=_evidence_lines([each for each in evidence if _may_see(each)]),
        observed=watched.observed(seen, viewer()),
        assigned=asked_for.assigned(seen, viewer()),
        certificates=certificates.lines_of(seen.id),
    )


@blueprint.get("/people/<int:person_id>/evidence/<int:evidence_id>", endpoint="evidence")
@signed_in
def evidence(person_id: int, evidence_id: int) -> str:
    """Which quiz, which module, which revision, when; never what was answered."""
    seen = _seen(person_id)
    piece = competencies.find_evidence(seen.id, evidence_id)
    if not _may_see(piece):
        raise NotFound(evidence_id)
    may_see_observer = viewer().id in (seen.id, piece.observer_id)
    observer = people.by_ids([piece.observer_id]) if piece.observer_id and may_see_observer else {}
    return render_template(
        "reports/evidence.html",
        name=seen.name,
        person_url=url_for("reports.person", person_id=seen.id),
        competency=_title(piece.competency),
        kind=words.evidence_kind(piece.kind),
        level=piece.level,
        piece=piece,
        title=title_seen(piece, reader=viewer().id),
        observer=", ".join(each.name for each in observer.values()),
        touch_point=_touch_point(piece) if may_see_observer else "",
        visit_url=watched.visit_url(piece, viewer()),
        under_review=bool(watched.under_review([piece])),
        dispute_url=url_for("coaching.dispute", evidence_id=piece.id) if viewer().id == seen.id else "",
    )


def _seen(person_id: int) -> Person:
    """The person, if this viewer may see them, and only after it was kept who looked; raises NotFound."""
    mine = viewer()
    people.find_visible(mine.id, mine.role_names, person_id)
    audit.record_view(viewer_id=mine.id, person_id=person_id, on=clock.today())
    return people.find_visible(mine.id, mine.role_names, person_id)


def _evidence_lines(pieces: Sequence[Piece]) -> list[EvidenceLine]:
    questioned = watched.under_review(pieces)
    return [
        EvidenceLine(
            title=_called(piece),
            url=url_for("reports.evidence", person_id=piece.person_id, evidence_id=piece.id),
            on=piece.shown_on,
            shows=shows(piece),
            counts=piece.counts,
            under_review=piece.id in questioned,
        )
        for piece in pieces
    ]


def _may_see(piece: Piece) -> bool:
    """Refreshers are the person's own: others see by the freshness of a level that it was kept up."""
    return piece.kind != Kind.REFRESHER or viewer().id == piece.person_id


def _called(piece: Piece) -> str:
    kind, title = words.evidence_kind(piece.kind), title_seen(piece, reader=viewer().id)
    return _("%(kind)s “%(title)s”", kind=kind, title=title) if title else kind


def shows(piece: Piece) -> str:
    if piece.kind in (Kind.IMPROVEMENT, Kind.REFRESHER):
        return _title(piece.competency)
    return _("%(competency)s, level %(level)s", competency=_title(piece.competency), level=piece.level)


def _title(competency: str) -> str:
    """Its title, or its id where the framework no longer has it."""
    found = shelf.current().framework.competencies.get(competency)
    return found.title if found else competency


def _touch_point(piece: Piece) -> str:
    points = {point.id: point.title for point in shelf.current().map.touch_points}
    return points.get(piece.touch_point or "", piece.touch_point or "")


def _asked() -> tuple[bool, str]:
    """Only people without a job, and what was typed to search for."""
    return request.args.get("job") == "none", request.args.get("q", "")[:LONGEST_SEARCH]


def _filters(without_job: bool, typed: str) -> dict[str, str]:
    return {"job": "none" if without_job else "", "q": typed}


def _page_number() -> int:
    """The part of the list that was asked for; nonsense is the first, and beyond the end is nothing."""
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
    if number < 1:
        raise NotFound(text)
    return number


def _page_url(number: int, without_job: bool, typed: str) -> str:
    job, page = "none" if without_job else None, number if number > 1 else None
    return url_for("reports.people", job=job, q=typed or None, page=page)
