from __future__ import annotations

from datetime import date

from wtforms import DateField, IntegerField, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms.texts import _, later
from lms.web.forms import Form

EVERY = {"week": later("Each week"), "month": later("Each month")}


class DayField(DateField):
    """Says in our words what cannot be read as a day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Choose a day that is in the calendar, for example 2027-06-01.")) from None


class AssignForm(Form):
    """`today` is handed in: a day that is over cannot be asked for."""

    by = DayField(validators=[InputRequired(message=_("Choose the day by which it should be done."))])
    reason = TextAreaField(
        validators=[
            DataRequired(message=_("Write the reason. The person reads it.")),
            Length(max=300, message=_("Write the reason in up to 300 characters.")),
        ]
    )

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    @property
    def day(self) -> date:
        """Of a form that was found good."""
        assert self.by.data is not None
        return self.by.data

    @property
    def words(self) -> str:
        return self.reason.data or ""

    def validate_by(self, field: DateField) -> None:
        if field.data is not None and field.data <= self._today:
            raise ValidationError(_("Choose a day after today."))


class NeedForm(Form):
    people = IntegerField(
        validators=[
            Optional(),
            NumberRange(min=1, max=999, message=_("Write a number from 1 to 999, or leave it empty.")),
        ]
    )


class ScheduleForm(Form):
    every = SelectField()
    recipient = SelectField(coerce=int)

    def __init__(self, recipients: dict[int, str]) -> None:
        super().__init__()
        self.every.choices = [(key, _(text)) for key, text in EVERY.items()]
        self.recipient.choices = list(recipients.items())
