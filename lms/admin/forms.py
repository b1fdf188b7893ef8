from __future__ import annotations

import secrets

from wtforms import BooleanField, DateField, FileField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from lms.people.models import Role, Team
from lms.texts import _, later
from lms.web.forms import Form

OPEN_AGAIN = later("Open this page again and send it from there.")
ROLES = {
    Role.COACH: later("Coach: observes and helps"),
    Role.TRAINER: later("Trainer: writes courses"),
    Role.HR: later("HR: sees everyone's levels, edits jobs"),
    Role.EXECUTIVE: later("Executive: sees counts of groups"),
    Role.ADMIN: later("Admin: looks after people and this installation"),
}


class PersonForm(Form):
    name = StringField(_("Name"), [InputRequired(_("Write the person's name.")), Length(max=120, message=_("Write a name of up to 120 signs."))])
    email = StringField(_("E-mail"), [InputRequired(_("Write the person's e-mail.")), Length(max=254, message=_("Write an e-mail of up to 254 signs."))])
    team = SelectField(_("Team"), coerce=int)
    leader = StringField(_("E-mail of whoever leads them"), [Length(max=254)])
    works_percent = IntegerField(
        _("Working hours, in percent of full time"),
        [InputRequired(_("Write a number from 1 to 100.")), NumberRange(1, 100, _("Write a number from 1 to 100."))],
        default=100,
    )
    coach = BooleanField()
    trainer = BooleanField()
    hr = BooleanField()
    executive = BooleanField()
    admin = BooleanField()
    correct_certificates = BooleanField(_("Correct the name on their certificates too; the codes stay"))
    edition = HiddenField(validators=[Regexp(r"^\d{1,9}$", message=OPEN_AGAIN)], default="0")

    def __init__(self, teams: list[Team], **values: object) -> None:
        super().__init__(**values)
        self.team.choices = [(0, _("No team")), *((team.id, team.name) for team in teams)]

    def roles(self) -> frozenset[Role]:
        return frozenset(role for role in Role if self[role.value].data)


class KeyForm(Form):
    """A button that may be pressed twice: the key says that it was one wish."""

    key = HiddenField(validators=[Regexp(r"^[0-9a-f]{16,64}$", message=OPEN_AGAIN)])

    def renew(self) -> None:
        self.key.data = secrets.token_hex(12)


class CoachForm(Form):
    email = StringField(_("E-mail of the coach"), [InputRequired(_("Write the e-mail of the coach.")), Length(max=254)])


class LeaveForm(Form):
    starts_on = DateField(_("First day"), [InputRequired(_("Enter the first day."))])
    ends_on = DateField(_("Last day"), [InputRequired(_("Enter the last day."))])


class LeavingForm(Form):
    on = DateField(_("Last day in the company"), [InputRequired(_("Enter the last day."))])


class ReturnForm(Form):
    with_jobs = BooleanField(_("Give back the jobs that ended on that day"))


class TeamForm(Form):
    name = StringField(_("Name"), [Length(max=200)])
    was = HiddenField(validators=[Length(max=200)])


class ErasureForm(Form):
    sure = BooleanField(_("Yes, erase it for good"), [InputRequired(_("Tick the box if you are sure. This cannot be undone."))])


class RetentionForm(Form):
    attempts = IntegerField(_("Answers and replies, and the evidence they gave"))
    observations = IntegerField(_("What was seen at work, and the evidence of it"))
    certificates = IntegerField(_("All about a person, after they left"))
    edition = HiddenField(validators=[Regexp(r"^\d{1,9}$", message=OPEN_AGAIN)], default="0")

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        for name in ("attempts", "observations", "certificates"):
            words = _("Write a number of months from 1 to 600.")
            self[name].validators = [InputRequired(words), NumberRange(1, 600, words)]


class ImportForm(Form):
    file = FileField(_("Staff file"))
    key = HiddenField(validators=[Regexp(r"^[0-9a-f]{16,64}$", message=OPEN_AGAIN)])


