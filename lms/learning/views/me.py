"""My page: what I can show, by what, who looked, and all of it to take away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import Response, jsonify, render_template, url_for

from lms import audit, clock
from lms.catalog import shelf
from lms.certificates import lines as certificates
from lms.coaching import pairs
from lms.coaching.pairs import Practice
from lms.competencies import queries as competencies
from lms.learning import account_of_me, job_changes, my_dues, pausing, queries, raised_levels, reading
from lms.learning.levels import levels
from lms.learning.lines import PlanLine
from lms.learning.reading import Words
from lms.learning.views.blueprint import blueprint
from lms.learning.views.observed import observed
from lms.people import queries as people
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class WaiverLine:
    title: str
    until: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ViewLine:
    name: str
    role: str
    on: date


@blueprint.get("/me")
@signed_in
def me() -> str:
    mine, words = viewer(), reading.words()
    duties, evidence = reading.my_duties(), competencies.evidence_of(mine.id)
    change, let_off = job_changes.coming(mine.id, clock.today()), reading.my_waivers()
    found = levels(
        duties.levels,
        competencies.levels_of_one(mine.id),
        evidence,
        waived=let_off,
        reader=mine.id,
        today=clock.today(),
    )
    titles = shelf.current().framework.competencies
    return render_template(
        "learning/me.html",
        name=mine.name,
        job_titles=", ".join(job.title for job in duties.jobs),
        levels=found,
        certificates=certificates.lines_of(mine.id),
        plans=[
            PlanLine(
                situation=each.situation,
                act=each.act,
                by=each.by_day,
                kept_url=url_for("learning.kept", plan_id=each.id),
                shared=each.shared,
                share_url=url_for("learning.shared_plan", plan_id=each.id),
            )
            for each in queries.progress_of(mine.id).open_plans
        ],
        change=job_changes.told(change, words) if change else None,
        raised=raised_levels.sentences(mine.id, clock.today()),
        dues=list(my_dues.of(mine.id, words).values()),
        waivers=[
            WaiverLine(title=titles[competency].title, until=each.until, reason=each.reason)
            for competency, each in let_off.items()
            if competency in titles
        ],
        paused=pausing.is_paused(mine.id),
        observed=observed(mine.id, evidence),
        practices=_practices(mine.id, words),
        views=_views(mine.id),
    )


@blueprint.get("/me/export")
@signed_in
def export() -> Response:
    response = jsonify(account_of_me.all_about(viewer().id))
    response.headers["Content-Disposition"] = "attachment; filename=salesfit-about-me.json"
    return response


def _practices(person_id: int, words: Words) -> list[Practice]:
    """With whom one practises, with the module by its title."""
    found = pairs.practices_of(person_id, clock.today())
    titles = {each.module: shelf.current().module(each.module) for each in found}
    return [
        replace(each, module=words.plain(module.title) if (module := titles[each.module]) else each.module)
        for each in found
    ]


def _views(person_id: int) -> list[ViewLine]:
    views = audit.views_of(person_id)
    names = people.by_ids({view.viewer_id for view in views})
    roles = people.roles_of(names)
    words = {"hr": _("HR"), "coach": _("coach"), "admin": _("admin"), "executive": _("executive"), "trainer": _("trainer")}
    return [
        ViewLine(
            name=names[view.viewer_id].name,
            role=next((words[role] for role in roles.get(view.viewer_id, ())), _("leader")),
            on=view.viewed_on,
        )
        for view in views
        if view.viewer_id in names
    ]
