"""What a published version of somebody's job will ask for: one sentence a level, before it counts."""

from __future__ import annotations

from datetime import date

from lms.catalog import shelf
from lms.competencies import queries as competencies
from lms.jobs import versions
from lms.texts import _, day


def sentences(person_id: int, today: date) -> list[str]:
    """The earliest first; two statements for any number of them, and one where there are none."""
    coming = versions.coming(person_id, today)
    if not coming:
        return []
    held = competencies.levels_of_one(person_id)
    return [
        _told(
            _title(each.competency),
            each.level,
            each.counts_from,
            held[each.competency].level if each.competency in held else 0,
        )
        for each in coming
    ]


def _told(title: str, level: int, on: date, has: int) -> str:
    begin = _(
        "From %(day)s your job asks for level %(level)s in %(title)s.", day=day(on), level=level, title=title
    )
    if has >= level:
        rest = _("You have shown it already.")
    else:
        rest = _("You have level %(has)s now.", has=has) if has else _("You have shown nothing of it yet.")
    return f"{begin} {rest}"


def _title(competency: str) -> str:
    found = shelf.current().framework.competencies.get(competency)
    return found.title[:1].lower() + found.title[1:] if found else competency
