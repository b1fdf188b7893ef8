"""A visit begins, is looked over by its observer, and is read by the two it is between."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.coaching import lines, queries, service, sheet
from lms.coaching.forms import CommentForm, SettingForm, choices
from lms.coaching.models import Visit
from lms.coaching.service import Setting
from lms.coaching.views.blueprint import blueprint
from lms.company import queries as company
from lms.jobs import queries as jobs
from lms.markdown import fill_plain
from lms.people import queries as people
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires, signed_in


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """An item in the overview of a draft; `level` None: not seen, or not looked at yet."""

    title: str
    url: str
    done: bool
    level: int | None


@blueprint.get("/coaching/<int:person_id>/observations/new")
@requires(Role.COACH)
def begin(person_id: int) -> str:
    mine = viewer()
    service.check_may_observe(mine.id, person_id, on=clock.today())
    form = _setting_form(person_id)
    form.number.data = queries.next_number(mine.id, person_id)
    return _begin_page(person_id, form)


@blueprint.post("/coaching/<int:person_id>/observations/new")
@requires(Role.COACH)
def begun(person_id: int) -> Response:
    mine = viewer()
    service.check_may_observe(mine.id, person_id, on=clock.today())
    form, held = _setting_form(person_id), jobs.jobs_of(person_id, clock.today())
    if not form.validate():
        return make_response(_begin_page(person_id, form), 422)
    setting = Setting(
        job=form.job.data or (held[0].key if held else ""),
        situation=form.situation.data or "",
        channel=form.channel.data,
        touch_point=form.touch_point.data,
        while_helping=bool(form.while_helping.data),
    )
    made = service.begin(mine.id, person_id, setting, number=form.number.data or 1, now=clock.now())
    return redirect(url_for("coaching.item", visit_id=made.id, number=1), 303)


@blueprint.get("/coaching/observations/<int:visit_id>")
@signed_in
def visit(visit_id: int) -> str:
    mine = viewer()
    found = queries.find_visit(mine.id, visit_id)
    if not found.shared:
        return _draft(found)
    line = lines.visit_lines([found])[0]
    return _shared_page(found, line, _comment_form(line))


@blueprint.post("/coaching/observations/<int:visit_id>/comments")
@signed_in
def comments(visit_id: int) -> Response:
    mine = viewer()
    found = queries.find_visit(mine.id, visit_id)
    if found.person_id != mine.id:
        abort(404)
    form = CommentForm()
    if not form.validate():
        return make_response(_shared_page(found, lines.visit_lines([found])[0], form), 422)
    service.comment(found, form.text.data or "", number=form.number.data or 1, now=clock.now())
    flash(_("Your comment is saved. You and your observer read it, nobody else."))
    return redirect(url_for("coaching.visit", visit_id=found.id, _anchor="comments"), 303)


def _setting_form(person_id: int) -> SettingForm:
    held = jobs.duties_of(person_id, clock.today()).jobs
    slots = company.card().slots
    form = SettingForm()
    form.job.choices = choices([(each.key, each.title) for each in held] or [("", _("no job yet"))])
    points = sheet.touch_points(each.key for each in held)
    form.touch_point.choices = choices((point.id, fill_plain(point.title, slots)) for point in points)
    return form


def _begin_page(person_id: int, form: SettingForm) -> str:
    return render_template(
        "coaching/begin.html", name=people.get(person_id).name, person_id=person_id, form=form,
        several_jobs=len(form.job.choices or ()) > 1,
    )  # fmt: skip


def _draft(found: Visit) -> str:
    kept = queries.ratings_of([found.id])[found.id]
    items = sheet.items_of(found)
    return render_template(
        "coaching/draft.html",
        name=people.get(found.person_id).name,
        visit=found,
        channel=lines.channel_words(found.channel),
        touch_point=sheet.touch_point_title(found.touch_point),
        items=[
            ItemLine(
                title=lines.heading_of(item),
                url=url_for("coaching.item", visit_id=found.id, number=number),
                done=item.id in kept,
                level=kept[item.id].level if item.id in kept else None,
            )
            for number, item in enumerate(items, start=1)
        ],
        share_url=url_for("learning.share", visit_id=found.id),
    )


def _comment_form(line: lines.VisitLine) -> CommentForm:
    form = CommentForm(formdata=None)
    form.number.data = len(line.comments) + 1
    return form


def _shared_page(found: Visit, line: lines.VisitLine, form: CommentForm) -> str:
    return render_template(
        "coaching/visit.html", visit=line, own=found.person_id == viewer().id, form=form
    )
