from __future__ import annotations

from datetime import date

from flask import request
from wtforms import IntegerField, SelectField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms import clock
from lms.jobs.service import EndsBeforeStart
from lms.jobs.waivers import WaiverEndsBeforeStart
from lms.texts import _
from lms.web.day_field import DayField
from lms.web.forms import Form


class AppointmentForm(Form):
    """A job from a day on. The names of the fields are those of the address of its preview."""

    job = SelectField(_("Job"), validate_choice=False)
    starts_on = DayField(_("First day"), [InputRequired(_("Enter the first day in this job."))], name="from")
    ends_on = DayField(_("Last day"), [Optional()], name="until")
    in_place_of = SelectMultipleField(coerce=int, name="ends", validate_choice=False)

    def offer(self, jobs: dict[str, str]) -> None:
        """The jobs that may be given, by key."""
        self.offered = jobs
        self.job.choices = {"": _("Select a job"), **jobs}

    @property
    def first_day(self) -> date:
        """Of a form that is valid."""
        assert self.starts_on.data
        return self.starts_on.data

    def validate_job(self, field: SelectField) -> None:
        if field.data not in self.offered:
            raise ValidationError(_("Select the job."))

    def validate_ends_on(self, field: DayField) -> None:
        starts_on: date | None = self.starts_on.data
        if starts_on and field.data and field.data < starts_on:
            raise ValidationError(EndsBeforeStart(starts_on).sentence)

    @classmethod
    def of_address(cls) -> AppointmentForm:
        """Filled from the address, for the preview; nothing is saved by it."""
        return cls(formdata=request.args, meta={"csrf": False})


class EndForm(Form):
    """The last day of an appointment."""

    on = DayField(_("Last day"), [InputRequired(_("Enter the last day in this job."))])

    def __init__(self, *, starts_on: date) -> None:
        super().__init__()
        self.starts = starts_on

    @property
    def last_day(self) -> date:
        """Of a form that is valid."""
        assert self.on.data
        return self.on.data

    def validate_on(self, field: DayField) -> None:
        if field.data and field.data < self.starts:
            raise ValidationError(EndsBeforeStart(self.starts).sentence)


class WaiverForm(Form):
    """Which competency is not asked for, why, and until when. `number` keeps one waiver one."""

    number = IntegerField(validators=[InputRequired(), NumberRange(1)])
    competency = SelectField(_("Competency"), validate_choice=False)
    reason = TextAreaField(
        _("Reason"),
        [
            DataRequired(_("Write the reason. The person reads it too.")),
            Length(max=300, message=_("Use at most 300 characters for the reason.")),
        ],
    )
    starts_on = DayField(_("First day"), [InputRequired(_("Enter the first day of the waiver."))], name="from")
    ends_on = DayField(_("Last day"), [InputRequired(_("Enter the last day. A waiver always has an end."))], name="until")

    def offer(self, competencies: dict[str, str]) -> None:
        self.offered = competencies
        self.competency.choices = {"": _("Select a competency"), **competencies}

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last, of a form that is valid."""
        assert self.starts_on.data
        assert self.ends_on.data
        return self.starts_on.data, self.ends_on.data

    def validate_competency(self, field: SelectField) -> None:
        if field.data not in self.offered:
            raise ValidationError(_("Select the competency."))

    def validate_ends_on(self, field: DayField) -> None:
        if field.data is None:
            return
        starts_on: date | None = self.starts_on.data
        if starts_on and field.data < starts_on:
            raise ValidationError(WaiverEndsBeforeStart(starts_on).sentence)
        if field.data < clock.today():
            raise ValidationError(_("Enter today or a later day as the last one."))
