"""Plans: made at the end of a module, and said to be kept."""

from __future__ import annotations

from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms import clock
from lms.learning import reading, service
from lms.learning.forms import PlanForm
from lms.learning.views.blueprint import blueprint
from lms.learning.views.quiz import owner, reading_course
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in


@blueprint.post("/plans")
@signed_in
def plans() -> Response:
    form = PlanForm()
    course = reading.get_course(form.course.data or "")
    module = reading.get_module(course, form.module.data or "")
    by_day: date | None = form.by.data
    if not form.validate() or by_day is None:
        words = reading.words()
        page = render_template(
            "learning/plan.html",
            course=reading_course(course, words),
            module=owner(course, module.id, words),
            plan_form=form,
            prompt=words.rich(module.plan.body) if module.plan else Markup(""),
            coach="",
        )
        return make_response(page, 422)
    service.make_plan(
        viewer().id,
        course.id,
        module.id,
        situation=form.when.data or "",
        act=form.will.data or "",
        by_day=by_day,
        now=clock.now(),
    )
    flash(_("Your plan is saved. It stands on your page until you have kept it."))
    return redirect(url_for("learning.course", course_id=course.id), 303)


@blueprint.post("/plans/<int:plan_id>/shared")
@signed_in
def shared_plan(plan_id: int) -> Response:
    """The form says what shall be, so that sending it twice changes nothing more."""
    plan = service.share_plan(viewer().id, plan_id, shared=request.form.get("share") == "yes")
    flash(
        _("Shared. Your coach and your leader can read this plan.") if plan.shared else _("Only you read this plan now.")
    )
    return redirect(url_for("learning.me"), 303)


@blueprint.post("/plans/<int:plan_id>/kept")
@signed_in
def kept(plan_id: int) -> Response:
    service.keep_plan(viewer().id, plan_id, now=clock.now())
    flash(_("Kept. Well worth it: that is how skills become habits."))
    return redirect(url_for("learning.me"), 303)
