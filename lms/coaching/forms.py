from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, DateField, EmailField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older version
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from lms import clock
from lms.coaching.lines import CHANNEL_WORDS
from lms.texts import _
from lms.web.forms import Form

NOT_SEEN = "not-seen"
FARTHEST = timedelta(days=400)


def choices(pairs: Iterable[tuple[object, str]]) -> list[Any]:
    """What may be selected: values with their words."""
    return [SelectChoice(str(value), words) for value, words in pairs]


def _channels() -> list[Any]:
    return choices((key, _(words)) for key, words in CHANNEL_WORDS.items())


class Counter(IntegerField):
    """A number that travels with the form; nonsense is nothing."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


class SettingForm(Form):
    """Where somebody is watched."""

    job = SelectField(_("In which job?"), validators=[Optional()])
    situation = StringField(
        _("What is going on?"),
        validators=[
            DataRequired(_("Say in a few words what is going on.")),
            Length(max=200, message=_("Use at most 200 characters for what is going on.")),
        ],
    )
    channel = SelectField(_("How do they meet the customer?"), choices=_channels)
    touch_point = SelectField(
        _("At which touch point of the job?"), validators=[InputRequired(_("Select the touch point."))]
    )
    while_helping = BooleanField(_("They were helping a colleague to do it"))
    number = Counter()


class ItemForm(Form):
    """What was seen of one item, then its level."""

    seen = TextAreaField(
        _("What did you see or hear?"),
        validators=[Length(max=2000, message=_("Use at most 2,000 characters for what you saw."))],
    )
    level = StringField(_("Which level did you see?"))
    edition = Counter()

    def validate_level(self, field: Any) -> None:
        if field.data not in {NOT_SEEN, *"01234"}:
            raise ValidationError(_("Choose a level, or “not seen today”."))
        if field.data != NOT_SEEN and not self.seen.data:
            raise ValidationError(_("Describe what you saw before choosing a level."))

    @property
    def number(self) -> int | None:
        """The level that was chosen; None for not seen."""
        return None if self.level.data == NOT_SEEN else int(self.level.data or 0)


class CommentForm(Form):
    text = TextAreaField(
        _("Your comment"),
        validators=[
            DataRequired(_("Write your comment first.")),
            Length(max=2000, message=_("Use at most 2,000 characters.")),
        ],
    )
    number = Counter()


class DisputeForm(Form):
    reason = TextAreaField(
        _("Why do you see it otherwise?"),
        validators=[
            DataRequired(_("Say in a sentence or two why you see it otherwise.")),
            Length(max=500, message=_("Use at most 500 characters for your reason.")),
        ],
    )
    asked = SelectField(_("Who should take a second look?"), coerce=str, validators=[Optional()])
    number = Counter()


class ObserverForm(Form):
    asked = SelectField(
        _("Ask for a second look"), coerce=str, validators=[InputRequired(_("Select a coach."))]
    )


class ImprovementForm(Form):
    touch_point = SelectField(_("Which touch point?"), validators=[InputRequired(_("Select the touch point."))])
    what = TextAreaField(
        _("What did you change?"),
        validators=[
            DataRequired(_("Say what you changed, and what is better for customers now.")),
            Length(max=500, message=_("Use at most 500 characters for what you changed.")),
        ],
    )
    made_on = DateField(_("Since when?"), validators=[InputRequired(_("Choose the day on which it began."))])
    competency = SelectField(_("What does it show?"), validators=[InputRequired(_("Select what it shows."))])

    def validate_made_on(self, field: DateField) -> None:
        day: date | None = field.data
        if day is None or day > clock.today():
            raise ValidationError(_("Enter today or an earlier day."))


class AnswerForm(Form):
    """The leader's answer; a reason belongs to a no."""

    answer = StringField()
    because = StringField(validators=[Length(max=500, message=_("Use at most 500 characters."))])


class PracticeForm(Form):
    """What is practised, and until when."""

    module = SelectField(_("Module"), validators=[InputRequired(_("Select a module."))])
    until = DateField(_("Until"), validators=[InputRequired(_("Choose the day until which you practise."))])

    def validate_until(self, field: DateField) -> None:
        day: date | None = field.data
        if day is None or not clock.today() <= day <= clock.today() + FARTHEST:
            raise ValidationError(_("Enter today or a day within the next year."))


class InviteForm(PracticeForm):
    email = EmailField(
        _("E-mail of your colleague"), validators=[DataRequired(_("Enter the e-mail address of your colleague."))]
    )


class PairForm(PracticeForm):
    one = SelectField(_("First person"), coerce=str, validators=[InputRequired(_("Select both people."))])
    other = SelectField(_("Second person"), coerce=str, validators=[InputRequired(_("Select both people."))])

    def validate_other(self, field: Any) -> None:
        if field.data == self.one.data:
            raise ValidationError(_("Select two different people."))
