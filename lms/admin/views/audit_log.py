"""What was done, by whom and about whom; the log holds numbers, the page says whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for

from lms import audit
from lms.admin import queries
from lms.admin.views.blueprint import blueprint, page_number
from lms.admin.words import act_in_words
from lms.people.models import Role
from lms.texts import _
from lms.web.access import requires

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    number: int
    at: datetime
    by: str
    act: str
    about: str
    details: str


@blueprint.get("/audit", endpoint="audit")
@requires(Role.ADMIN)
def entries() -> str:
    number, about = page_number(), _about()
    found = audit.entries(number, about=about)
    names = queries.names_of({each for entry in found for each in (entry.by_id, entry.about_id) if each})
    lines = [
        Entry(
            number=entry.number,
            at=entry.at,
            by=names.get(entry.by_id or 0, "") or (_("person %(number)d", number=entry.by_id) if entry.by_id else _("the operator, or by itself")),
            act=act_in_words(entry.act),
            about=names.get(entry.about_id or 0, "") or (_("person %(number)d", number=entry.about_id) if entry.about_id else ""),
            details=", ".join(f"{name} {value}" for name, value in sorted(entry.details.items())),
        )
        for entry in found
    ]
    earlier = url_for("admin.audit", page=number - 1 if number > 2 else None, about=about) if number > 1 else ""
    later = url_for("admin.audit", page=number + 1, about=about) if len(found) == PAGE else ""
    return render_template("admin/audit.html", entries=lines, earlier_url=earlier, later_url=later, about=about)


def _about() -> int | None:
    text = request.args.get("about", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
