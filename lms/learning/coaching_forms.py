"""The forms about coaching that may complete a course: the end of a visit, and a rated sample case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from lms import clock
from lms.texts import _
from lms.web.forms import Form

FARTHEST = timedelta(days=400)
STANDS, SET_ASIDE = "stands", "set-aside"


def _up_to(most: int) -> Length:
    return Length(max=most, message=_("Use at most %(most)s characters.", most=most))


class Day(DateField):
    """A day, or nothing yet."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            super().process_formdata(valuelist)


class EndingForm(Form):
    """What the two agreed. A draft may hold half of it; sharing asks for all."""

    own_view = TextAreaField(_("How do they see it themselves?"), validators=[_up_to(2000)])
    strength = TextAreaField(_("What went well, in their words or acts?"), validators=[_up_to(1000)])
    next_step = StringField(_("One next step"), validators=[_up_to(500)])
    next_on = Day(_("By"))
    edition = HiddenField()
    later = HiddenField()

    @property
    def edition_number(self) -> int:
        text = self.edition.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

    @property
    def complete(self) -> bool:
        return not self.later.data

    def validate_own_view(self, field: Any) -> None:
        self._ask(field, _("Ask for their own view first, and write it here."))

    def validate_strength(self, field: Any) -> None:
        self._ask(field, _("Name one thing that went well."))

    def validate_next_step(self, field: Any) -> None:
        self._ask(field, _("Agree one next step."))

    def validate_next_on(self, field: Any) -> None:
        day: date | None = field.data
        if self.complete and day is None and not field.errors:
            raise ValidationError(_("Choose the day by which the next step is done."))
        if day is not None and not clock.today() - FARTHEST <= day <= clock.today() + FARTHEST:
            raise ValidationError(_("Enter a day within the next year."))
        if self.complete and day is not None and day < clock.today():
            raise ValidationError(_("Enter today or a later day."))

    def _ask(self, field: Any, sentence: str) -> None:
        if self.complete and not field.data:
            raise ValidationError(sentence)


class VerdictForm(Form):
    """Whether the level that was questioned stands, after this second look."""

    outcome = StringField()
    because = TextAreaField(_("Why?"), validators=[_up_to(500)])

    def validate_outcome(self, field: Any) -> None:
        if field.data not in (STANDS, SET_ASIDE):
            raise ValidationError(_("Say whether the first level stands."))

    def validate_because(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Say in a sentence why; both of them read it."))
