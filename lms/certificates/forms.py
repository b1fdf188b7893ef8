from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from lms.texts import _
from lms.web.forms import Form

SAY_WHY = _("Say why in one sentence, up to 500 characters. The holder reads it.")


class WithdrawalForm(Form):
    reason = TextAreaField(
        _("Why is it taken back?"),
        validators=[DataRequired(SAY_WHY), Length(max=500, message=SAY_WHY)],
    )


class PublicNameForm(Form):
    initials_only = BooleanField(_("Show only my initials on the public page"))


class NameOnPaperForm(Form):
    name = StringField(
        _("Name on the paper"),
        validators=[
            DataRequired(_("Type the name as it stands on the paper.")),
            Length(max=200, message=_("Type the name as it stands on the paper.")),
        ],
    )


class PassportWithdrawalForm(Form):
    """The holder need not say why."""

    reason = TextAreaField(_("Why is it taken back?"), validators=[Length(max=500, message=SAY_WHY)])

    def __init__(self, *, needs_reason: bool = False) -> None:
        super().__init__()
        self._needs_reason = needs_reason

    def validate_reason(self, field: TextAreaField) -> None:
        if self._needs_reason and not (field.data or "").strip():
            raise ValidationError(SAY_WHY)
