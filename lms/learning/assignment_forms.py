from __future__ import annotations

from datetime import date, timedelta

from flask import request
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms import clock
from lms.learning.dues import Basis, Choice, When
from lms.texts import _, later
from lms.web.day_field import DayField
from lms.web.forms import Form

BASES = {
    Basis.FIXED: later("one day for all"),
    Basis.JOB_START: later("the first day in the job"),
    Basis.APPOINTMENT: later("the day the appointment was recorded"),
    Basis.COMPLETION: later("the day another course was completed"),
}
CHOICES = {
    Choice.MOVED: later("Move it to another day"),
    Choice.EXCUSED: later("Excuse this person from it"),
    Choice.KEPT: later("Keep the day as it is"),
}
FARTHEST = timedelta(days=1100)
LONGEST = 730


def _soon_enough(day: date | None) -> None:
    if day is not None and day > clock.today() + FARTHEST:
        raise ValidationError(_("Enter a day within the next three years."))


class NumberOfDays(IntegerField):
    """A whole number, with words of ours where what was typed is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) <= LONGEST):
            raise ValueError(_("Enter a number of days from 0 to %(most)s.", most=LONGEST))
        self.data = int(typed)


class AssignmentForm(Form):
    """Who takes which course by when, and why. `to` is job:<id>, team:<id> or person:<id>."""

    to = SelectField(_("Who takes it?"), validate_choice=False)
    email = StringField(_("Or one person, by e-mail"), [Length(max=254)])
    course = SelectField(_("Which course?"), validate_choice=False)
    competency = HiddenField()
    basis = SelectField(
        _("Their day is counted from"),
        choices={each.value: _(text) for each, text in BASES.items()},
        validate_choice=False,
    )
    due_on = DayField(_("The day, where it is one for all"), name="on")
    days = NumberOfDays(_("Otherwise so many days later"))
    after = SelectField(_("Which other course?"), validate_choice=False)
    reason = TextAreaField(
        _("Because …"),
        [
            DataRequired(_("Write the reason. The learner reads it first.")),
            Length(max=300, message=_("Use at most 300 characters for the reason.")),
        ],
    )

    def validate_to(self, field: SelectField) -> None:
        if field.data and self.email.data:
            raise ValidationError(_("Choose from the list or enter an e-mail, not both."))
        if not field.data and not self.email.data:
            raise ValidationError(_("Select who takes the course."))
        if field.data and field.data not in _values(field):
            raise ValidationError(_("Select who takes the course."))

    def validate_course(self, field: SelectField) -> None:
        if field.data not in _values(field):
            raise ValidationError(_("Select the course."))

    def validate_basis(self, field: SelectField) -> None:
        if field.data not in _values(field):
            raise ValidationError(_("Select what the day is counted from."))

    def validate_due_on(self, field: DayField) -> None:
        if self.basis.data != Basis.FIXED:
            field.errors = []  # what stands there is not looked at
            return
        if field.data is None and not field.process_errors:
            raise ValidationError(_("Enter the day by which they complete it."))
        if field.data is not None and field.data <= clock.today():
            raise ValidationError(_("Enter a day after today."))
        _soon_enough(field.data)

    def validate_days(self, field: IntegerField) -> None:
        if self.basis.data == Basis.FIXED:
            field.errors = []  # what stands there is not looked at
        elif field.data is None and not field.process_errors:
            raise ValidationError(_("Enter how many days they have."))

    def validate_after(self, field: SelectField) -> None:
        if self.basis.data != Basis.COMPLETION:
            return
        if field.data not in _values(field):
            raise ValidationError(_("Select the course from whose completion the days are counted."))
        if field.data == self.course.data:
            raise ValidationError(_("Select another course than the one that is asked for."))

    @property
    def when(self) -> When:
        """Of a form that is valid; what belongs to another basis is left out."""
        basis = Basis(self.basis.data)
        fixed = basis is Basis.FIXED
        return When(
            basis=basis,
            due_on=self.due_on.data if fixed else None,
            due_days=None if fixed else self.days.data,
            after_course=self.after.data if basis is Basis.COMPLETION else None,
        )

    @classmethod
    def of_address(cls) -> AssignmentForm:
        """Filled from the address, for the preview; nothing is saved by it."""
        return cls(formdata=request.args, meta={"csrf": False})


class DecisionForm(Form):
    """Another day for one person, none at all, or the day as it is. `number` keeps one decision one."""

    number = IntegerField(validators=[InputRequired(), NumberRange(1)])
    choice = RadioField(
        _("What shall hold?"), choices={each.value: _(text) for each, text in CHOICES.items()}, validate_choice=False
    )
    due_on = DayField(_("The other day"), name="on")
    reason = TextAreaField(
        _("Reason"),
        [
            DataRequired(_("Write the reason. The learner reads it.")),
            Length(max=300, message=_("Use at most 300 characters for the reason.")),
        ],
    )

    def validate_choice(self, field: RadioField) -> None:
        if field.data not in {each.value for each in Choice}:
            raise ValidationError(_("Choose what shall hold."))

    def validate_due_on(self, field: DayField) -> None:
        if self.choice.data != Choice.MOVED:
            field.errors = []
            return
        if field.data is None and not field.process_errors:
            raise ValidationError(_("Enter the other day."))
        if field.data is not None and field.data <= clock.today():
            raise ValidationError(_("Enter a day after today."))
        _soon_enough(field.data)


class MoreTimeForm(Form):
    """Until when, and why."""

    until = DayField(_("Until when?"), [InputRequired(_("Enter the day by which you can complete it."))])
    reason = TextAreaField(
        _("Why?"),
        [
            DataRequired(_("Write in a sentence what keeps you from it.")),
            Length(max=300, message=_("Use at most 300 characters for the reason.")),
        ],
    )

    def __init__(self, *, after: date | None) -> None:
        super().__init__()
        self.after = after

    @property
    def wanted(self) -> date:
        """Of a form that is valid."""
        assert self.until.data
        return self.until.data

    def validate_until(self, field: DayField) -> None:
        if field.data is None:
            return
        if field.data <= clock.today():
            raise ValidationError(_("Enter a day after today."))
        if self.after is not None and field.data <= self.after:
            raise ValidationError(_("Enter a day after the one that holds now."))
        _soon_enough(field.data)


class AnswerForm(Form):
    """Granted or not, with a word for the learner."""

    granted = RadioField(
        _("Your answer"), choices={"yes": _("Grant the day"), "no": _("Do not grant it")}, validate_choice=False
    )
    words = TextAreaField(
        _("A word to them"),
        [Length(max=300, message=_("Use at most 300 characters."))],
    )

    def validate_granted(self, field: RadioField) -> None:
        if field.data not in ("yes", "no"):
            raise ValidationError(_("Choose whether to grant it."))

    def validate_words(self, field: TextAreaField) -> None:
        if self.granted.data == "no" and not field.data:
            raise ValidationError(_("Write why not, and what would help instead."))


def _values(field: SelectField) -> set[str]:
    """What may be chosen; choices in groups stand in a dictionary of their own."""
    chosen: set[str] = set()
    choices = field.choices
    assert isinstance(choices, dict)
    for value, text in choices.items():
        chosen |= set(text) if isinstance(text, dict) else {value}
    return chosen - {""}
