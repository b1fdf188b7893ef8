"""One item of a visit: what was seen or heard first, then its level. Each is saved by itself."""

from __future__ import annotations

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.coaching import lines, queries, service, sheet
from lms.coaching.forms import NOT_SEEN, ItemForm
from lms.coaching.models import Visit, VisitRating
from lms.coaching.views.blueprint import blueprint
from lms.errors import NotFound
from lms.jobs import queries as jobs
from lms.people import queries as people
from lms.people.models import Role
from lms.people.session import viewer
from lms.web.access import requires


@blueprint.get("/coaching/observations/<int:visit_id>/<int:number>")
@requires(Role.COACH)
def item(visit_id: int, number: int) -> str | Response:
    found = queries.find_draft(viewer().id, visit_id)
    if found.shared:
        return redirect(url_for("coaching.visit", visit_id=visit_id), 303)
    items = _items(found, number)
    kept = queries.ratings_of([visit_id])[visit_id]
    form = ItemForm(formdata=None)
    if stored := kept.get(items[number - 1].id):
        form.seen.data, form.edition.data = stored.seen, stored.edition
        form.level.data = NOT_SEEN if stored.level is None else str(stored.level)
    return _page(found, items, number, kept, form)


@blueprint.post("/coaching/observations/<int:visit_id>/<int:number>")
@requires(Role.COACH)
def seen(visit_id: int, number: int) -> Response:
    found = queries.find_draft(viewer().id, visit_id)
    items = _items(found, number)
    here = items[number - 1]
    form = ItemForm()
    if not form.validate():
        return make_response(_page(found, items, number, queries.ratings_of([visit_id])[visit_id], form), 422)
    kept = service.rate(
        found,
        here,
        title=lines.heading_of(here),
        seen=form.seen.data or "",
        level=form.number,
        edition=form.edition.data or 0,
        now=clock.now(),
    )
    if not kept:
        ratings = queries.ratings_of([visit_id])[visit_id]
        form.edition.data = ratings[here.id].edition
        return make_response(_page(found, items, number, ratings, form, other=ratings[here.id]), 409)
    if number < len(items):
        return redirect(url_for("coaching.item", visit_id=visit_id, number=number + 1), 303)
    return redirect(url_for("learning.share", visit_id=visit_id), 303)


def _items(found: Visit, number: int) -> tuple[sheet.Item, ...]:
    items = sheet.items_of(found)
    if not 1 <= number <= len(items):
        raise NotFound(number)
    return items


def _page(
    found: Visit,
    items: tuple[sheet.Item, ...],
    number: int,
    kept: dict[str, VisitRating],
    form: ItemForm,
    *,
    other: VisitRating | None = None,
) -> str:
    here = items[number - 1]
    before = items[number - 2] if number > 1 else None
    duties = jobs.duties_of(found.person_id, clock.today())
    return render_template(
        "coaching/item.html",
        name=people.get(found.person_id).name,
        visit=found,
        number=number,
        total=len(items),
        title=lines.heading_of(here),
        competency=lines.competency_title(here.competency),
        asks=duties.levels.get(here.competency, 0),
        options=lines.level_options(here),
        not_seen=NOT_SEEN,
        form=form,
        other=other,
        before=lines.heading_of(before) if before else "",
        saved=kept.get(before.id) if before else None,
    )
