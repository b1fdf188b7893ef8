"""What a line of a staff file says: texts in, values or a sentence out."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from lms.people import rules as people
from lms.people.models import Role
from lms.sheets import BEGINS_A_FORMULA
from lms.texts import _
from lms.web.forms import tidy

Value = TypeVar("Value")

NEEDED = ("email", "name", "job", "leader", "from")
KNOWN = (*NEEDED, "team", "until", "roles")
NOTHING = "-"
"""In a cell for a leader, a team or roles: take away what is there. An empty cell leaves it."""
_ALSO = {"e-mail": "email", "mail": "email", "e-mail address": "email", "email address": "email", "role": "roles"}
_FIRST_YEAR, _LAST_YEAR = 1950, 2200


class Fault(Exception):
    """Why a line, or the first line of the file, cannot be taken."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotUnderstood(Exception):
    """All that is wrong with one line."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Header:
    """Which column stands where, and which ones nobody asked for."""

    places: Mapping[str, int]
    unread: tuple[str, ...]
    width: int

    def cell(self, cells: list[str], column: str) -> str:
        place = self.places.get(column, -1)
        return cells[place] if 0 <= place < len(cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, understood. Empty texts and None leave what is there; NOTHING takes it away."""

    email: str
    name: str
    leader: str
    team: str
    roles: str
    job_id: int | None
    starts_on: date | None
    ends_on: date | None


def read_header(cells: list[str]) -> Header:
    """Raises Fault where a column is missing or stands twice."""
    names = [_column(cell) for cell in cells]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Fault(
            _(
                "The first line lacks %(missing)s. It needs email, name, job, leader and from, in any order.",
                missing=", ".join(missing),
            )
        )
    twice = next((name for name in KNOWN if names.count(name) > 1), None)
    if twice:
        raise Fault(_("The first line has the column %(name)s twice. Keep one of them.", name=twice))
    places = {name: names.index(name) for name in KNOWN if name in names}
    unread = tuple(cell[:60] for cell, name in zip(cells, names, strict=True) if cell and name not in KNOWN)
    return Header(places, unread, len(cells))


def _column(cell: str) -> str:
    name = " ".join(cell.casefold().replace("_", " ").split())
    return _ALSO.get(name, name)


def read_line(cells: list[str], header: Header, jobs: Mapping[str, int]) -> Line:
    """Raises NotUnderstood with all that is wrong with the line by itself."""
    if len(cells) > header.width:
        raise NotUnderstood([_("There are more cells than columns. Put a cell with the separator in it into quotation marks.")])
    texts = {name: str(tidy(header.cell(cells, name))) for name in header.places}
    wrong = [_like_a_formula(name, text) for name, text in texts.items() if _is_like_a_formula(text)]
    if wrong:
        raise NotUnderstood(wrong)

    def read(reading: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return reading()
        except Fault as fault:
            wrong.append(fault.sentence)
            return otherwise

    email = read(lambda: _email(texts["email"]), "")
    name = read(lambda: _name(texts["name"]), "")
    leader = read(lambda: _leader(texts["leader"], email), "")
    team = read(lambda: _team(texts.get("team", "")), "")
    roles = read(lambda: _roles(texts.get("roles", "")), "")
    job_id = read(lambda: _job(texts["job"], jobs), None)
    starts_on = read(lambda: _day(texts["from"], "from"), None)
    ends_on = read(lambda: _day(texts.get("until", ""), "until"), None)
    if starts_on and ends_on and ends_on < starts_on:
        wrong.append(_("The day until is before the day from."))
    if not texts["job"] and (texts["from"] or texts.get("until")):
        wrong.append(_("There is a day but no job. Write the job that begins or ends on it."))
    if wrong:
        raise NotUnderstood(wrong)
    return Line(
        email=email,
        name=name,
        leader=leader,
        team=team,
        roles=roles,
        job_id=job_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _is_like_a_formula(text: str) -> bool:
    return text.startswith(BEGINS_A_FORMULA) and text != NOTHING


def _like_a_formula(column: str, text: str) -> str:
    return _(
        "The cell %(column)s begins with %(sign)s, as a formula does. Write it as plain text.",
        column=column,
        sign=f"“{text[0]}”",
    )


def named_only(cells: list[str], header: Header) -> Line | None:
    """Of a line that cannot be taken: whom it is about and who leads them, if that much is plain."""
    leader = ""
    try:
        email = _email(str(tidy(header.cell(cells, "email"))))
    except Fault:
        return None
    with contextlib.suppress(Fault):
        leader = _leader(str(tidy(header.cell(cells, "leader"))), email)
    return Line(email=email, name="", leader=leader, team="", roles="", job_id=None, starts_on=None, ends_on=None)


def _email(text: str) -> str:
    if not text:
        raise Fault(_("The e-mail is missing."))
    address = people.normal_email(text)
    if not people.is_email(address):
        raise Fault(_("%(typed)s is no e-mail address.", typed=f"“{text[:80]}”"))
    return address


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > 120:
        raise Fault(_("The name is missing, or longer than 120 signs."))
    return name


def _leader(text: str, email: str) -> str:
    if text in ("", NOTHING):
        return text
    leader = people.normal_email(text)
    if not people.is_email(leader):
        raise Fault(_("The leader %(typed)s is no e-mail address.", typed=f"“{text[:80]}”"))
    if leader == email:
        raise Fault(_("Nobody leads themselves. Write somebody else, or leave the leader empty."))
    return leader


def _job(text: str, jobs: Mapping[str, int]) -> int | None:
    if not text:
        return None
    found = jobs.get(text.casefold())
    if found is None:
        raise Fault(_("There is no job %(typed)s. Write the id or the title of one.", typed=f"“{text[:80]}”"))
    return found


def _team(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > 120:
        raise Fault(_("The name of the team is longer than 120 signs."))
    return name


def _roles(text: str) -> str:
    if text in ("", NOTHING):
        return text
    named = sorted({word.casefold() for word in re.split(r"[\s,;/|+]+", text) if word})
    unknown = [word for word in named if word not in set(Role)]
    if unknown:
        raise Fault(
            _("There is no role %(typed)s. Known are %(known)s.", typed=f"“{unknown[0][:40]}”", known=", ".join(Role))
        )
    return " ".join(named)


def _day(text: str, column: str) -> date | None:
    """2027-05-03 or 3.5.2027; with strokes nobody could tell 3 May from 5 March."""
    if not text:
        return None
    turned = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    straight = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    parts = turned.groups()[::-1] if turned else straight.groups() if straight else None
    try:
        year, month, day = (int(part) for part in parts or ())
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise ValueError
        return date(year, month, day)
    except ValueError:
        raise Fault(
            _("%(typed)s in %(column)s is no day. Write it like 2027-05-03.", typed=f"“{text[:40]}”", column=column)
        ) from None
