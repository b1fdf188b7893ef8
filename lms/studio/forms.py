from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import Length, Regexp

from lms.company.models import SLOTS
from lms.texts import _
from lms.web.forms import Form


class CardForm(Form):
    promise = StringField(validators=[Length(max=140, message=_("Write the promise in one sentence, up to 140 characters."))])
    offer = StringField(validators=[Length(max=140, message=_("Write the offer in one sentence, up to 140 characters."))])
    manner = StringField(validators=[Length(max=140, message=_("Write the manner in one sentence, up to 140 characters."))])
    support_phone = StringField(validators=[Length(max=40, message=_("Write one phone number, up to 40 characters."))])
    reply_standard = StringField(validators=[Length(max=60, message=_("Write a time such as “four working hours”, up to 60 characters."))])
    issuer_name = StringField(validators=[Length(max=120, message=_("Write the company's name, up to 120 characters."))])
    issuer_contact = StringField(validators=[Length(max=200, message=_("Write one e-mail or phone number, up to 200 characters."))])
    edition = HiddenField(validators=[Regexp(r"^\d{1,9}$", message=_("Open the card again and send it from there."))])

    def values(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in (*SLOTS, "issuer_name", "issuer_contact")}
