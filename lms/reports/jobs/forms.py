"""The forms of job descriptions: writing one, beginning one, publishing one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older version
from wtforms.validators import Length, Optional, Regexp

from lms.catalog.schema import is_id
from lms.competencies.framework import Framework
from lms.jobs.description import DESIRABLE, ESSENTIAL, Required
from lms.jobs.job_text import JobText, WrittenPart
from lms.texts import _, later
from lms.web.forms import Form

MOST_SIGNS = 20_000
MOST_PARTS = 20
GRACE_DAYS = (0, 30, 60, 90)
LATEST_GRACE = timedelta(days=730)

FIRST_PARTS = ("purpose", "responsible", "serving")
HEADINGS = {
    "purpose": later("Customer purpose"),
    "responsible": later("Responsible for"),
    "serving": later("Whom you serve"),
}
_NUMBER = r"^\d{1,9}$"


def _choices(*values: str) -> Any:
    """Their words stand in the template."""
    return [SelectChoice(value) for value in values]


def _lines(value: Any) -> Any:
    """Browsers end lines as the network does; files do not."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class TextField(TextAreaField):
    """Markdown of many lines, however long; too long is told, and what was typed stays."""

    def __init__(self, **kwargs: Any) -> None:
        too_long = _("This text has more than %(most)s signs. Make it shorter.", most=f"{MOST_SIGNS:,}")
        filters = [_lines]
        super().__init__(filters=filters, validators=[Length(max=MOST_SIGNS, message=too_long)], **kwargs)


class JobForm(Form):
    """One job description. The fields of levels and further parts are added for each framework and job."""

    title = StringField(
        validators=[Length(min=1, max=90, message=_("Write the title of the job, up to 90 signs."))]
    )
    status = RadioField(choices=_choices("live", "retired"), default="live", validators=[Optional()])
    purpose = TextAreaField()
    responsible = TextAreaField()
    serving = TextAreaField()
    touch_points = SelectMultipleField(validate_choice=False)
    serves = SelectMultipleField(validate_choice=False)
    edition = HiddenField(
        validators=[Regexp(_NUMBER, message=_("Open the draft again and send it from there."))]
    )
    version = HiddenField(
        validators=[Regexp(_NUMBER, message=_("Open the draft again and send it from there."))]
    )

    def part_fields(self) -> list[tuple[Field, Field]]:
        """The further parts: heading and text."""
        return [
            (self[f"heading_{at}"], self[f"text_{at}"]) for at in range(MOST_PARTS) if f"heading_{at}" in self
        ]

    def level_of(self, competency: str) -> int:
        return int(self[f"level_{competency}"].data or 0)

    def text(self, key: str, framework: Framework, before: JobText | None) -> JobText:
        """What was typed. What the form does not show (acceptances, an opening) stays as it was."""
        return JobText(
            id=key,
            title=self.title.data or "",
            status=self.status.data or "live",
            requires=self._requires(framework, before),
            touch_points=_chosen(self.touch_points, before.touch_points if before else ()),
            serves=_chosen(self.serves, before.serves if before else ()),
            parts=self._parts(before),
            opening=before.opening if before else "",
            accepted=before.accepted if before else (),
        )

    def _requires(self, framework: Framework, before: JobText | None) -> tuple[Required, ...]:
        """In the order they stood in, new ones after them in that of the framework."""
        order = [each.competency for each in before.requires] if before else []
        return tuple(
            Required(
                competency=key,
                level=self.level_of(key),
                need=self[f"need_{key}"].data or ESSENTIAL,
                weight=int(self[f"weight_{key}"].data or 1),
            )
            for key in dict.fromkeys((*order, *framework.competencies))
            if f"level_{key}" in self and self.level_of(key)
        )

    def _parts(self, before: JobText | None) -> tuple[WrittenPart, ...]:
        parts = []
        for part_id in FIRST_PARTS:
            kept = before.part(part_id) if before else None
            heading = kept.heading if kept else _(HEADINGS[part_id])
            parts.append(WrittenPart(id=part_id, heading=heading, text=self[part_id].data or ""))
        taken = {part.id for part in parts}
        for at, (title, text) in enumerate(self.part_fields()):
            if not title.data and not text.data:
                continue
            part_id = self[f"id_{at}"].data or ""
            if not is_id(part_id) or part_id in taken:
                part_id = _free_id(title.data or "", taken)
            taken.add(part_id)
            parts.append(WrittenPart(id=part_id, heading=title.data or "", text=text.data or ""))
        return tuple(parts)


def job_form(
    framework: Framework, before: JobText | None, *, filled: bool, parts: int | None = None
) -> JobForm:
    """The form for this job. `filled`: with what it says now; otherwise with what was sent, which may
    have `parts` further parts."""
    further = [part for part in before.parts if part.id not in FIRST_PARTS] if before else []
    number = min(max(len(further), parts or 0) + 1, MOST_PARTS) if parts is None else min(parts, MOST_PARTS)
    fields: dict[str, Any] = {name: TextField() for name in FIRST_PARTS}
    for at in range(number):
        fields[f"id_{at}"] = HiddenField()
        fields[f"heading_{at}"] = StringField(
            validators=[Length(max=90, message=_("Write a heading of up to 90 signs."))]
        )
        fields[f"text_{at}"] = TextField()
    fields |= _level_fields(framework)
    made: type[JobForm] = type("JobForm", (JobForm,), fields)
    return made(data=_data(before, further)) if filled else made()


def _level_fields(framework: Framework) -> dict[str, Any]:
    levels = _choices(*(str(level) for level in range(5)))
    needs = [SelectChoice(ESSENTIAL, _("essential")), SelectChoice(DESIRABLE, _("desirable"))]
    wrong = _("Choose one of the levels 0 to 4.")
    return {
        name: field
        for key in framework.competencies
        for name, field in (
            (
                f"level_{key}",
                RadioField(
                    choices=levels, default="0", validators=[_one_of("01234", wrong)], validate_choice=False
                ),
            ),
            (f"need_{key}", SelectField(choices=needs, default=ESSENTIAL)),
            (
                f"weight_{key}",
                SelectField(choices=_choices(*(str(each) for each in range(1, 6))), default="1"),
            ),
        )
    }


def _one_of(values: str, message: str) -> Regexp:
    return Regexp(rf"^[{values}]$", message=message)


def _data(before: JobText | None, further: Sequence[WrittenPart]) -> dict[str, Any]:
    if before is None:
        return {}
    data: dict[str, Any] = {"title": before.title, "status": before.status}
    data |= {name: part.text for name in FIRST_PARTS if (part := before.part(name))}
    data |= {"touch_points": list(before.touch_points), "serves": list(before.serves)}
    for each in before.requires:
        data[f"level_{each.competency}"] = str(each.level)
        data[f"need_{each.competency}"] = each.need
        data[f"weight_{each.competency}"] = str(each.weight)
    for at, part in enumerate(further):
        data |= {f"id_{at}": part.id, f"heading_{at}": part.heading, f"text_{at}": part.text}
    return data


def _chosen(field: Field, before: Sequence[str]) -> tuple[str, ...]:
    """In the order they stood in, new ones after them; ids only, for they go into the file's front matter."""
    chosen = [each for each in field.data or [] if is_id(each)]
    return tuple(dict.fromkeys([each for each in before if each in chosen] + chosen))


def key_of(title: str) -> str:
    """The short name of a job that is called this: "Night porter" is night-porter; "" where none can be made."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return key if is_id(key) else ""


def _free_id(heading: str, taken: set[str]) -> str:
    first = key_of(heading)[:50].strip("-") or "part"
    names = (first, *(f"{first}-{number}" for number in range(2, 100)))
    return next(name for name in names if name not in taken)


class NewJobForm(Form):
    title = StringField(
        validators=[Length(min=1, max=90, message=_("Write the title of the job, up to 90 signs."))]
    )
    sample = RadioField(default="", validate_choice=False)


class DraftForm(Form):
    """Something is done with the whole draft: it is discarded, or takes the file's words."""

    edition = HiddenField(
        validators=[Regexp(_NUMBER, message=_("Open the draft again and send it from there."))]
    )


class PublishForm(Form):
    edition = HiddenField(
        validators=[Regexp(_NUMBER, message=_("Open the draft again and publish from there."))]
    )
    version = HiddenField(
        validators=[Regexp(_NUMBER, message=_("Open the draft again and publish from there."))]
    )
    note = TextAreaField(
        filters=[_lines],
        validators=[
            Length(min=1, max=500, message=_("Write why, in one or two sentences, up to 500 signs."))
        ],
    )
    grace = RadioField(
        default="30", validators=[Optional()], choices=_choices(*(str(days) for days in GRACE_DAYS), "date")
    )
    day = DateField(validators=[Optional()])

    def counts_from(self, today: date) -> date | None:
        """The day on which the levels that go up begin to count; None for at once."""
        if self.grace.data == "date":
            chosen = self.day.data
            return chosen if chosen is not None and chosen > today else None
        days = int(self.grace.data or 0)
        return today + timedelta(days=days) if days else None

    def says_when(self, today: date) -> bool:
        """With the choice of a date there is one, from today on and within two years."""
        if self.grace.data != "date":
            return True
        if self.day.errors or self.day.data is None or not today <= self.day.data <= today + LATEST_GRACE:
            self.day.errors = [_("Enter a date from today on, at most two years ahead.")]
            return False
        return True
