"""What I learned elsewhere: handing it in, and what HR said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import audit, clock
from lms.catalog import shelf
from lms.competencies.prior_learning import queries, rules, service
from lms.competencies.prior_learning.models import PriorLearning
from lms.learning.prior_learning_forms import HandInForm, hand_in_form
from lms.learning.views.blueprint import blueprint
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import signed_in
from lms.web.uploads import takes_file


@dataclass(frozen=True, kw_only=True)
class PriorLine:
    """Something handed in. `state`: waits, accepted or declined; `words` are those of HR."""

    title: str
    place: str
    on: date
    claims: str
    paper: str
    paper_url: str
    handed_in: date
    state: str
    accepted: str
    words: str
    reviewed: date | None


@blueprint.get("/me/prior-learning", endpoint="prior_learning")
@signed_in
def index() -> str:
    lines = [prior_line(each) for each in queries.handed_in_by(viewer().id)]
    return render_template("learning/prior_learning.html", lines=lines)


@blueprint.get("/me/prior-learning/new", endpoint="new_prior_learning")
@signed_in
def new() -> str:
    return _form_page(hand_in_form(shelf.current().framework))


@blueprint.post("/me/prior-learning", endpoint="hand_in")
@signed_in
@takes_file(under=rules.LARGEST_MB)
def create() -> Response:
    form = hand_in_form(shelf.current().framework)
    learned_on: date | None = form.learned_on.data
    if not form.validate() or learned_on is None:
        return make_response(_form_page(form), 422)
    service.hand_in(
        viewer().id,
        title=form.title.data or "",
        place=form.place.data or "",
        learned_on=learned_on,
        claims=form.claims,
        file_name=form.file.data.filename,
        content=form.content,
        now=clock.now(),
    )
    flash(_("Handed in. HR looks at it, and you read here what they say."))
    return redirect(url_for("learning.prior_learning"), 303)


@blueprint.get("/prior-learning/<int:number>/paper", endpoint="prior_paper")
@signed_in
def paper(number: int) -> Response:
    """For the person and HR alone; as a file to keep, never as a page of ours."""
    everyone = viewer().has(Role.HR)
    owner = queries.get(number, of=None if everyone else viewer().id).person_id
    audit.record_view(viewer_id=viewer().id, person_id=owner, on=clock.today())
    found = queries.paper_of(number, of=None if everyone else viewer().id)
    response = make_response(found.content)
    response.mimetype = found.mimetype
    response.headers["Content-Disposition"] = f"attachment; filename={found.name}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def prior_line(each: PriorLearning) -> PriorLine:
    review = each.review
    return PriorLine(
        title=each.title,
        place=each.place,
        on=each.learned_on,
        claims=in_words({claim.competency: claim.level for claim in each.claims}),
        paper=each.paper.name,
        paper_url=url_for("learning.prior_paper", number=each.id),
        handed_in=clock.day_of(each.handed_in_at),
        state="waits" if review is None else "accepted" if review.accepted else "declined",
        accepted=in_words(review.accepted) if review else "",
        words=review.words if review else "",
        reviewed=clock.day_of(review.reviewed_at) if review else None,
    )


def in_words(levels: dict[str, int]) -> str:
    """Active listening, level 2; Bad news, level 1."""
    titles = {key: each.title for key, each in shelf.current().framework.competencies.items()}
    return "; ".join(
        _("%(title)s, level %(level)s", title=titles.get(key, key), level=level) for key, level in levels.items()
    )


def _form_page(form: HandInForm) -> str:
    return render_template(
        "learning/prior_learning_new.html", form=form, groups=shelf.current().framework.groups
    )
