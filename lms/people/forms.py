from __future__ import annotations

from wtforms import BooleanField, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from lms.people import rules
from lms.texts import _
from lms.web.forms import Form

TEXTS = {
    "short": _("Use at least 10 characters. Three or four words you like are easy to keep in mind."),
    "long": _("Use at most 200 characters."),
    "familiar": _("Many people use this password, so it is soon guessed. Choose another."),
    "personal": _("This is too close to your name or e-mail. Choose another."),
}


class SignInForm(Form):
    email = StringField(validators=[InputRequired(_("Enter your e-mail.")), Length(max=254)])
    password = PasswordField(validators=[InputRequired(_("Enter your password.")), Length(max=1000)])
    keep = BooleanField()


class ForgottenForm(Form):
    """The key says that two presses of the button were one wish."""

    email = StringField(validators=[InputRequired(_("Enter your e-mail.")), Length(max=254)])
    key = HiddenField(validators=[Regexp(r"^[0-9a-f]{16,64}$", message=_("Open this page again and send it from there."))])


class PasswordForm(Form):
    password = PasswordField(validators=[InputRequired(_("Enter a new password."))])

    def __init__(self, *, email: str, name: str) -> None:
        super().__init__()
        self._email, self._name = email, name

    def validate_password(self, field: PasswordField) -> None:
        problem = rules.password_problem(field.data or "", email=self._email, name=self._name)
        if problem:
            raise ValidationError(TEXTS[problem])
