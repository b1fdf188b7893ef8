from __future__ import annotations

from datetime import date, timedelta

from wtforms import DateField, HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from lms import clock
from lms.texts import _
from lms.web.forms import Form

FARTHEST = timedelta(days=400)


class PlanForm(Form):
    """When ..., I will ..., by ...: three short fields."""

    course = HiddenField()
    module = HiddenField()
    when = StringField(
        validators=[
            DataRequired(_("Name the moment: who or what will you meet?")),
            Length(max=200, message=_("Use at most 200 characters for the moment.")),
        ]
    )
    will = StringField(
        validators=[
            DataRequired(_("Say what you will do, as you would tell a colleague.")),
            Length(max=200, message=_("Use at most 200 characters for what you will do.")),
        ]
    )
    by = DateField(validators=[InputRequired(_("Choose the day by which you will have done it."))])

    def validate_by(self, field: DateField) -> None:
        day: date | None = field.data
        if day is None or day < clock.today():
            raise ValidationError(_("Enter today or a later day."))
        if day > clock.today() + FARTHEST:
            raise ValidationError(_("Enter a day within the next year."))
