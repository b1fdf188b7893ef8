"""The words of a certificate, said once: the page, the PDF and the public check all read them here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import current_app

from lms import texts
from lms.certificates import rules
from lms.certificates.models import Certificate
from lms.texts import _, ngettext


@dataclass(frozen=True, kw_only=True)
class Level:
    """A competency with the level that was evidenced, as a number and in words."""

    title: str
    number: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Printed:
    """Every field that stands on the paper, ready to be read. `withdrawn_on` is empty while it is valid."""

    name: str
    course_title: str
    version: int
    completed_on: str
    learning_time: str
    assessed: str
    levels: tuple[Level, ...]
    issuer_name: str
    issuer_contact: str
    code: str
    grouped_code: str
    verify_url: str
    verify_place: str
    current_until: str
    withdrawn_on: str


def printed(certificate: Certificate) -> Printed:
    withdrawal = certificate.withdrawal
    url = verify_url(certificate.code)
    return Printed(
        name=certificate.name or _("[name erased]"),
        course_title=certificate.course_title,
        version=certificate.course_version,
        completed_on=texts.day(certificate.completed_on),
        learning_time=learning_time(certificate.minutes),
        assessed=certificate.assessed,
        levels=tuple(_level(each) for each in certificate.shown),
        issuer_name=certificate.issuer_name,
        issuer_contact=certificate.issuer_contact,
        code=certificate.code,
        grouped_code=rules.grouped(certificate.code),
        verify_url=url,
        verify_place=url.split("://", 1)[1].rsplit("/", 1)[0],
        current_until=texts.day(certificate.current_until),
        withdrawn_on=texts.day(withdrawal.withdrawn_at) if withdrawal else "",
    )


def verify_url(code: str) -> str:
    """Where a stranger checks this code; also what the QR code holds."""
    return f"{current_app.config['BASE_URL']}/verify/{code}"


def learning_time(minutes: int) -> str:
    """1 hour 42 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(num)d hour", "%(num)d hours", hours))
    if rest or not hours:
        parts.append(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return " ".join(parts)


def levels_in_short(levels: tuple[Level, ...]) -> str:
    """Level 2 in 7 competencies, level 1 in 7."""
    counts = sorted(Counter(level.number for level in levels).items(), reverse=True)
    if not counts:
        return _("None were asked for")
    (highest, number), *others = counts
    first = ngettext(
        "Level %(level)s in %(num)d competency",
        "Level %(level)s in %(num)d competencies",
        number,
        level=highest,
    )
    rest = [_("level %(level)s in %(number)s", level=level, number=number) for level, number in others]
    return ", ".join([first, *rest])


def _level(each: dict[str, object]) -> Level:
    number = int(str(each["level"]))
    return Level(title=str(each["title"]), number=number, words=_("level %(level)s", level=number))
