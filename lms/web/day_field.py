"""A field for a day, with words of ours where what was typed is none, such as 31/02."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import DateField

from lms.texts import _


class DayField(DateField):
    """As browsers send it, 2027-06-30; also 30/06/2027 and 30.6.2027, for browsers that show a text field."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
        super().__init__(label, validators, format=formats, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([each.strip() for each in valuelist if each.strip()])
        except ValueError:
            raise ValueError(_("There is no such day. Enter one such as 2027-06-30.")) from None
        day: date | None = self.data
        if day is not None and not 1950 <= day.year <= 2150:
            self.data = None
            raise ValueError(_("Enter a day between 1950 and 2150."))
