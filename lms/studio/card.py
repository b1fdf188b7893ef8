"""The company card with where each of its words is used, and what a change would look like there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import slot_uses
from lms.catalog.slot_uses import Use
from lms.company import queries, service
from lms.company.models import SLOTS
from lms.learning import reading
from lms.markdown import EMPTY_SLOTS, SLOT
from lms.people.models import Role
from lms.people.session import viewer
from lms.studio.forms import CardForm
from lms.texts import _
from lms.web.access import requires, signed_in

SAMPLES_OF_A_SLOT = 3

blueprint = Blueprint("company", __name__, template_folder="templates")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One thing that uses a slot; `url` is empty where it has no page, or the page would tell the questions."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class SlotUses:
    name: str
    empty: bool
    reads: str
    """What stands there while it is empty."""
    places: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A sentence as it would read."""

    sentence: Markup
    place: Place


@dataclass(frozen=True, kw_only=True)
class SlotPreview:
    name: str
    samples: tuple[Sample, ...]


@blueprint.get("/company")
@signed_in
def card() -> str:
    return _page(CardForm(data=_as_form(queries.card())))


@blueprint.post("/company")
@requires(Role.HR)
def save() -> Response:
    """Saves the card, or with the button "Preview" shows what it would say and saves nothing."""
    form = CardForm()
    if not form.validate():
        return make_response(_page(form), 422)
    if "preview" in request.form:
        return make_response(_page(form, preview=_preview(form.values())))
    service.save_card(form.values(), edition=int(form.edition.data or 0), by=viewer().id, now=clock.now())
    flash(_("The company card is saved. Courses show the new words from now on."))
    return redirect(url_for("company.card"))


def _page(form: CardForm, *, preview: tuple[SlotPreview, ...] | None = None) -> str:
    kept = queries.card()
    return render_template(
        "studio/card.html",
        card=kept,
        form=form,
        can_edit=current_user.has(Role.HR),
        uses={each.name: each for each in _uses_by_slot(kept.slots)},
        preview=preview,
    )


def _uses_by_slot(slots: Mapping[str, str]) -> tuple[SlotUses, ...]:
    found = slot_uses.uses()
    return tuple(
        SlotUses(
            name=name,
            empty=not slots.get(name),
            reads=EMPTY_SLOTS[name],
            places=tuple(_place(use) for use in found if use.slot == name),
        )
        for name in SLOTS
    )


def _preview(typed: Mapping[str, str]) -> tuple[SlotPreview, ...]:
    """What was changed, or all of it where nothing was."""
    found, saved = slot_uses.uses(), queries.card().slots
    changed = [name for name in SLOTS if typed.get(name, "") != saved.get(name, "")]
    return tuple(
        SlotPreview(
            name=name,
            samples=tuple(
                Sample(sentence=_filled(use.sentence, typed), place=_place(use))
                for use in [use for use in found if use.slot == name][:SAMPLES_OF_A_SLOT]
            ),
        )
        for name in changed or SLOTS
    )


def _filled(sentence: str, typed: Mapping[str, str]) -> Markup:
    """Plain text with the company's words marked; both are escaped, so neither can be code."""

    def word(slot: str) -> str:
        return str(Markup("<mark>{}</mark>").format(typed.get(slot) or EMPTY_SLOTS[slot]))

    parts = SLOT.split(sentence)  # texts and names of slots in turn
    texts = (word(part) if at % 2 and part in EMPTY_SLOTS else str(escape(part)) for at, part in enumerate(parts))
    return Markup("".join(texts))  # noqa: S704  every part was escaped above


def _place(use: Use) -> Place:
    return Place(kind=use.kind, title=reading.words().plain(use.title), url=_address(use))


def _address(use: Use) -> str:
    if use.kind == slot_uses.MODULE:
        return url_for("learning.module", course_id=use.course, module_id=use.key)
    if use.kind in (slot_uses.QUIZ, slot_uses.CHECK):
        return url_for("learning.quiz", course_id=use.course, module_id=use.key)
    if use.kind == slot_uses.AID:
        return url_for("learning.aid", aid_id=use.key)
    if use.kind == slot_uses.SCENARIO:
        return url_for("learning.scenario", scenario_id=use.key)
    if use.kind == slot_uses.JOB:
        return url_for("jobs.job", key=use.key)
    return ""


def _as_form(card: queries.Card) -> dict[str, str]:
    own = {"issuer_name": card.issuer_name, "issuer_contact": card.issuer_contact}
    return {**card.slots, **own, "edition": str(card.edition)}
