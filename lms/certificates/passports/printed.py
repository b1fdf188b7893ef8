"""The words of a role passport, said once: the page, the PDF and the public check all read them here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms import texts
from lms.certificates import rules
from lms.certificates.passports.models import Passport
from lms.certificates.printed import verify_url
from lms.competencies.models import Kind
from lms.texts import _, later, ngettext

_KINDS = {
    Kind.QUIZ: later("quiz %(day)s"),
    Kind.SCENARIO: later("scenario %(day)s"),
    Kind.OBSERVATION: later("observation %(day)s"),
    Kind.REFRESHER: later("refresher %(day)s"),
    Kind.IMPROVEMENT: later("improvement %(day)s"),
    Kind.PRIOR_LEARNING: later("earlier learning %(day)s"),
}


@dataclass(frozen=True, kw_only=True)
class PassportLine:
    """One competency: what the job asked, what was held, since when, and by which kinds of evidence."""

    title: str
    asks: str
    has: str
    is_met: bool
    since: str
    shown_by: str


@dataclass(frozen=True, kw_only=True)
class PrintedPassport:
    """Every field that stands on the page, ready to be read. `withdrawn_on` is empty while it holds."""

    name: str
    jobs: str
    summary: str
    as_of: str
    lines: tuple[PassportLine, ...]
    issuer_name: str
    issuer_contact: str
    code: str
    grouped_code: str
    verify_url: str
    verify_place: str
    withdrawn_on: str


def printed(passport: Passport) -> PrintedPassport:
    url = verify_url(passport.code)
    levels: list[dict[str, Any]] = passport.levels
    asked = [each for each in levels if each["asks"] and not each["waived_until"]]
    as_of = texts.day(passport.made_on)
    return PrintedPassport(
        name=passport.name,
        jobs="; ".join(
            _("%(title)s, version %(version)s", title=each["title"], version=each["version"]) for each in passport.jobs
        ),
        summary=ngettext(
            "On %(day)s: holds %(held)s of the %(num)d level that the job asks for.",
            "On %(day)s: holds %(held)s of the %(num)d levels that the job asks for.",
            len(asked),
            day=as_of,
            held=sum(each["has"] >= each["asks"] for each in asked),
        ),
        as_of=as_of,
        lines=tuple(_line(each, passport.made_on) for each in levels),
        issuer_name=passport.issuer_name,
        issuer_contact=passport.issuer_contact,
        code=passport.code,
        grouped_code=rules.grouped(passport.code),
        verify_url=url,
        verify_place=url.split("://", 1)[1].rsplit("/", 1)[0],
        withdrawn_on=texts.day(passport.withdrawal.withdrawn_at) if passport.withdrawal else "",
    )


def _line(each: Mapping[str, Any], made_on: date) -> PassportLine:
    return PassportLine(
        title=each["title"],
        asks=_asks(each),
        has=_has(each, made_on),
        is_met=bool(each["asks"]) and each["has"] >= each["asks"],
        since=_day(each["since"]),
        shown_by=_shown_by(each),
    )


def _asks(each: Mapping[str, Any]) -> str:
    if each["waived_until"]:
        return _("waived until %(day)s", day=_day(each["waived_until"]))
    return _("level %(level)s", level=each["asks"]) if each["asks"] else _("not asked")


def _has(each: Mapping[str, Any], made_on: date) -> str:
    if not each["has"]:
        return _("none yet")
    if date.fromisoformat(each["until"]) < made_on:
        return _("level %(level)s, due for refresh", level=each["has"])
    return _("level %(level)s", level=each["has"])


def _shown_by(each: Mapping[str, Any]) -> str:
    parts = [_(_KINDS[Kind(kind)], day=_day(on)) for kind, on in each["shown_by"]]
    if each["one_observer"]:
        parts.append(_("one observer"))
    return ", ".join(parts)


def _day(iso: str | None) -> str:
    return texts.day(date.fromisoformat(iso)) if iso else ""
