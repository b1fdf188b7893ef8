"""What coaches hand in and may complete a course: a visit that is shared, and a rated sample case."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog.content import SampleCase
from lms.coaching import calibration, disputes, lines, queries, rules, sheet
from lms.coaching import service as coaching
from lms.coaching.disputes import Outcome, Verdict
from lms.coaching.models import Dispute, Visit
from lms.coaching.service import Ending
from lms.coaching.sheet import Cases
from lms.errors import NotFound
from lms.learning import reading, service
from lms.learning.coaching_forms import EndingForm, VerdictForm
from lms.learning.views.blueprint import blueprint
from lms.people import queries as people
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires


@dataclass(frozen=True, kw_only=True)
class SecondLook:
    """A questioned level that this visit settles, with the form that says how."""

    competency: str
    reason: str
    id: int
    form: VerdictForm


@blueprint.get("/coaching/observations/<int:visit_id>/share")
@requires(Role.COACH)
def share(visit_id: int) -> str | Response:
    visit = queries.find_draft(viewer().id, visit_id)
    if visit.shared:
        return redirect(url_for("coaching.visit", visit_id=visit_id), 303)
    form = EndingForm(formdata=None, data={"edition": str(visit.edition), **_stored(visit)})
    return _ending_page(visit, form, _second_looks(visit))


@blueprint.post("/coaching/observations/<int:visit_id>/share")
@requires(Role.COACH)
def shared(visit_id: int) -> Response:
    """Keep the end of the visit, and share it unless the coach chose to do so later."""
    visit = queries.find_draft(viewer().id, visit_id)
    there = redirect(url_for("coaching.visit", visit_id=visit_id), 303)
    if visit.shared:
        return there
    form, looks = EndingForm(), _second_looks(visit)
    verdicts_given = not form.complete or all([look.form.validate() for look in looks])
    if not form.validate() or not verdicts_given:
        return make_response(_ending_page(visit, form, looks), 422)
    ending = Ending(
        own_view=form.own_view.data or "",
        strength=form.strength.data or "",
        next_step=form.next_step.data or "",
        next_on=form.next_on.data,
    )
    if not coaching.end(visit, ending, edition=form.edition_number):
        form.edition.data = str(visit.edition)
        return make_response(_ending_page(visit, form, looks, other=visit), 409)
    if not form.complete:
        flash(_("Saved. Nothing is shared yet."))
        return there
    verdicts = {
        look.id: Verdict(outcome=Outcome(look.form.outcome.data or ""), because=look.form.because.data or "") for look in looks
    }
    service.share_observation(visit, verdicts=verdicts, now=clock.now())
    flash(_("Shared. %(name)s sees it now and may comment.", name=people.get(visit.person_id).name))
    return there


@blueprint.get("/coaching/calibration/<checklist>/<sample>")
@requires(Role.COACH)
def sample(checklist: str, sample: str) -> str:
    """One case. What its authors say of it is on the page only once the coach's own rating is stored."""
    at_hand = calibration.round_of(viewer().id, clock.today())
    cases = _cases(at_hand, checklist)
    return _sample_page(at_hand, cases, _case(cases, sample))


@blueprint.post("/coaching/calibration/<checklist>/<sample>")
@requires(Role.COACH)
def sample_rated(checklist: str, sample: str) -> Response:
    at_hand = calibration.round_of(viewer().id, clock.today())
    cases = _cases(at_hand, checklist)
    case = _case(cases, sample)
    levels = {item.id: request.form.get(f"level-{item.id}", "") for item in cases.items(case)}
    if any(level not in {*"01234"} for level in levels.values()) or not levels:
        return make_response(_sample_page(at_hand, cases, case, chosen=levels, problem=True), 422)
    text = request.form.get("number", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else at_hand.number
    numbers = {item: int(level) for item, level in levels.items()}
    service.rate_sample(viewer().id, checklist, sample, numbers, number=number, now=clock.now())
    return redirect(url_for("learning.sample", checklist=checklist, sample=sample), 303)


def _stored(visit: Visit) -> dict[str, object]:
    return {
        "own_view": visit.own_view,
        "strength": visit.strength,
        "next_step": visit.next_step,
        "next_on": visit.next_on,
    }


def _second_looks(visit: Visit) -> list[SecondLook]:
    seen = {rating.competency for rating in coaching.seen_in(visit)}
    found: list[Dispute] = disputes.to_settle(visit.observer_id, visit.person_id, seen)
    return [
        SecondLook(
            competency=lines.competency_title(each.competency),
            reason=each.reason,
            id=each.id,
            form=VerdictForm(prefix=f"look-{each.id}"),
        )
        for each in found
    ]


def _ending_page(visit: Visit, form: EndingForm, looks: list[SecondLook], *, other: Visit | None = None) -> str:
    items = sheet.items_of(visit)
    return render_template(
        "coaching/share.html",
        name=people.get(visit.person_id).name,
        visit=visit,
        form=form,
        looks=looks,
        other=other,
        seen=coaching.seen_in(visit),
        items=len(items),
        last=lines.heading_of(items[-1]) if items else "",
    )


def _cases(at_hand: calibration.Round, checklist: str) -> Cases:
    """The cases of the round at hand, or those with which it may begin; raises NotFound."""
    if at_hand.cases is not None:
        if at_hand.cases.checklist.id != checklist:
            raise calibration.AnotherListBegun(at_hand.cases.checklist.title)
        return at_hand.cases
    found = next((each for each in sheet.cases(rules.SAMPLES_ASKED) if each.checklist.id == checklist), None)
    if found is None:
        raise NotFound(checklist)
    return found


def _case(cases: Cases, sample: str) -> SampleCase:
    found = cases.sample(sample)
    if found is None:
        raise NotFound(sample)
    return found


def _sample_page(
    at_hand: calibration.Round, cases: Cases, case: SampleCase, *, chosen: dict[str, str] | None = None, problem: bool = False
) -> str:
    words = reading.words()
    stored = at_hand.rated.get(case.id)
    place = [each.id for each in cases.samples].index(case.id)
    rest = [each for each in cases.samples if each.id not in at_hand.rated and each.id != case.id]
    return render_template(
        "coaching/sample.html",
        title=words.plain(case.heading),
        text=words.rich(case.text),
        checklist=cases.checklist.title,
        place=place + 1,
        total=len(cases.samples),
        number=at_hand.number,
        items=[
            SampleItem(
                id=item.id,
                title=words.plain(item.heading),
                competency=lines.competency_title(item.competency),
                options=lines.level_options(item),
                chosen=(chosen or {}).get(item.id, ""),
                yours=stored.levels[item.id] if stored else None,
                theirs=stored.reference[item.id] if stored else None,
                agreement=_agreement(stored.levels[item.id] - stored.reference[item.id]) if stored else "",
            )
            for item in cases.items(case)
        ],
        rated=stored is not None,
        rated_at=stored.rated_at if stored else None,
        reason=words.rich(case.reason) if stored else "",
        problem=_("Choose a level for each item of the case.") if problem else "",
        next_url=url_for("learning.sample", checklist=cases.checklist.id, sample=rest[0].id) if rest else "",
        done_url=url_for("coaching.calibration"),
    )


@dataclass(frozen=True, kw_only=True)
class SampleItem:
    """An item of a case; `theirs` and the agreement are there only once the rating is stored."""

    id: str
    title: str
    competency: str
    options: list[lines.LevelOption]
    chosen: str
    yours: int | None
    theirs: int | None
    agreement: str


def _agreement(difference: int) -> str:
    """How near a rating comes to the reference, in words."""
    if difference == 0:
        return _("You agree with the reference.")
    if difference == 1:
        return _("One level above the reference: near enough.")
    if difference == -1:
        return _("One level below the reference: near enough.")
    if difference > 0:
        return _("%(levels)s levels above the reference. Compare the words of the levels once more.", levels=difference)
    return _("%(levels)s levels below the reference. Compare the words of the levels once more.", levels=-difference)
