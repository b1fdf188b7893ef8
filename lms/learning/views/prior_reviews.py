"""HR on what people learned elsewhere: what waits, and what it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import audit, clock
from lms.catalog import shelf
from lms.competencies.prior_learning import queries, service
from lms.competencies.prior_learning.models import PriorLearning
from lms.learning.prior_learning_forms import ReviewForm, review_form
from lms.learning.views.blueprint import blueprint
from lms.learning.views.prior_learning import in_words, prior_line
from lms.people import queries as people
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires

SHOWN = 20
"""So many of those that were reviewed already."""


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    name: str
    title: str
    url: str
    claims: str
    handed_in: date
    state: str


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """A claim with what one would see at that level."""

    competency: str
    title: str
    level: int
    anchor: str


@blueprint.get("/reports/prior-learning", endpoint="prior_reviews")
@requires(Role.HR)
def index() -> str:
    waiting, done = queries.waiting(), queries.reviewed(most=SHOWN)
    names = people.by_ids({each.person_id for each in (*waiting, *done)})
    return render_template(
        "learning/prior_reviews.html",
        waiting=[_waiting(each, names[each.person_id].name) for each in waiting],
        done=[_waiting(each, names[each.person_id].name) for each in done],
    )


@blueprint.get("/reports/prior-learning/<int:number>", endpoint="prior_review")
@requires(Role.HR)
def show(number: int) -> str:
    owner = queries.get(number).person_id
    audit.record_view(viewer_id=viewer().id, person_id=owner, on=clock.today())
    found = queries.get(number)
    return _page(found, review_form(_claims(found)))


@blueprint.post("/reports/prior-learning/<int:number>", endpoint="review_prior_learning")
@requires(Role.HR)
def create(number: int) -> Response:
    found = queries.get(number)
    form = review_form(_claims(found))
    if not form.validate():
        return make_response(_page(found, form), 422)
    service.review(found.id, accepted=form.accepted, words=form.words.data or "", by=viewer().id, now=clock.now())
    flash(_("Saved. The person reads it on their page."))
    return redirect(url_for("learning.prior_reviews"), 303)


def _page(found: PriorLearning, form: ReviewForm) -> str:
    owner = people.get(found.person_id)
    framework = shelf.current().framework
    return render_template(
        "learning/prior_review.html",
        form=form,
        number=found.id,
        line=prior_line(found),
        name=owner.name,
        person_url=url_for("reports.person", person_id=owner.id),
        own=owner.id == viewer().id,
        claims=[
            ClaimLine(
                competency=claim.competency,
                title=title,
                level=claim.level,
                anchor=framework.competencies[claim.competency].levels[claim.level]
                if claim.competency in framework.competencies
                else "",
            )
            for claim, (title, _level) in zip(found.claims, _claims(found).values(), strict=True)
        ],
    )


def _claims(found: PriorLearning) -> dict[str, tuple[str, int]]:
    known = shelf.current().framework.competencies
    return {
        claim.competency: (
            known[claim.competency].title if claim.competency in known else claim.competency,
            claim.level,
        )
        for claim in found.claims
    }


def _waiting(each: PriorLearning, name: str) -> WaitingLine:
    line = prior_line(each)
    claimed = {claim.competency: claim.level for claim in each.claims}
    return WaitingLine(
        name=name,
        title=each.title,
        url=url_for("learning.prior_review", number=each.id),
        claims=line.accepted or in_words(claimed),
        handed_in=line.handed_in,
        state=line.state,
    )
