from __future__ import annotations

from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older version
from wtforms.validators import DataRequired, InputRequired, Length

from lms import clock
from lms.competencies.framework import Competency, Framework
from lms.competencies.prior_learning import rules
from lms.competencies.prior_learning.service import NotReadable, WordsMissing
from lms.texts import _
from lms.web.day_field import DayField
from lms.web.forms import Form
from lms.web.uploads import file_too_large

_CLAIM = "claim_"


class ClaimField(SelectField):
    """The level somebody claims in one competency; what was not sent is not claimed."""

    competency = ""

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            self.data = "0"
        super().pre_validate(form)


class HandInForm(Form):
    """What was learned, where and when, what it shows, and a file. Claims are added by `hand_in_form`."""

    title = StringField(
        _("What did you learn?"),
        validators=[
            DataRequired(_("Say what it was: a course, a training, years in a job.")),
            Length(max=200, message=_("Use at most 200 characters.")),
        ],
    )
    place = StringField(
        _("Where, or with whom?"),
        validators=[
            DataRequired(_("Name the school, the company or the trainer.")),
            Length(max=200, message=_("Use at most 200 characters.")),
        ],
    )
    learned_on = DayField(_("When did it end?"), [InputRequired(_("Enter the day on which it ended."))])
    file = FileField(_("A paper that shows it"))

    def validate_learned_on(self, field: DayField) -> None:
        day: date | None = field.data
        if day is not None and not date(1950, 1, 1) <= day <= clock.today():
            raise ValidationError(_("Enter today or an earlier day."))

    def validate_file(self, field: FileField) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError(_("Choose the paper that shows it: a PDF, PNG or JPEG file under 5 MB."))
        size = field.data.stream.seek(0, 2)
        field.data.stream.seek(0)
        if size > rules.LARGEST:
            raise ValidationError(file_too_large(size, under=rules.LARGEST_MB))
        if rules.kind_of(self.content) is None:
            raise ValidationError(NotReadable().sentence)

    @property
    def content(self) -> bytes:
        self.file.data.stream.seek(0)
        content: bytes = self.file.data.stream.read(rules.LARGEST + 1)
        return content

    def claim(self, competency: Competency) -> Any:
        return self[_name(competency.id)]

    @property
    def claims(self) -> dict[str, int]:
        return {field.competency: int(field.data) for field in self._claims if field.data in ("1", "2")}

    @property
    def _claims(self) -> list[ClaimField]:
        return [field for field in self if isinstance(field, ClaimField)]

    def validate(self, extra_validators: object = None) -> bool:
        fine: bool = super().validate(extra_validators)
        if not self.claims:
            first = self._claims[0]
            first.errors = [*first.errors, _("Choose a level for at least one competency.")]
            return False
        return fine


def hand_in_form(framework: Framework) -> HandInForm:
    """The form with a choice for each competency."""
    choices = [SelectChoice("0", _("not this")), SelectChoice("1", _("level 1")), SelectChoice("2", _("level 2"))]
    fields = {_name(each.id): ClaimField(each.title, choices=choices) for each in framework.competencies.values()}
    form: HandInForm = type("HandInFormOfFramework", (HandInForm,), fields)()
    for each in framework.competencies.values():
        form.claim(each).competency = each.id
    return form


class ReviewForm(Form):
    """What HR says to it. Levels are added by `review_form`."""

    words = TextAreaField(
        _("Why?"),
        validators=[
            DataRequired(WordsMissing().sentence),
            Length(max=500, message=WordsMissing().sentence),
        ],
    )

    @property
    def accepted(self) -> dict[str, int]:
        return {field.competency: int(field.data) for field in self if hasattr(field, "competency")}

    def level(self, competency: str) -> Any:
        return self[_name(competency)]


def review_form(claims: dict[str, tuple[str, int]]) -> ReviewForm:
    """`claims`: by competency its title and the level that is claimed, which is the most one can accept."""
    fields = {}
    for competency, (title, level) in claims.items():
        choices = [SelectChoice("0", _("does not count"))]
        choices += [SelectChoice(str(number), _("level %(level)s", level=number)) for number in range(1, level + 1)]
        needed = InputRequired(_("Choose what it counts for in “%(title)s”.", title=title))
        fields[_name(competency)] = RadioField(title, choices=choices, validators=[needed])
    form: ReviewForm = type("ReviewFormOfClaims", (ReviewForm,), fields)()
    for competency in claims:
        form.level(competency).competency = competency
    return form


def _name(competency: str) -> str:
    return _CLAIM + competency.replace("-", "_")
