"""The role passport as a tagged PDF (PDF/UA-1), set by typst from `passport.typ` like a certificate."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from lms.certificates import pdf, qr
from lms.certificates.passports.printed import PrintedPassport
from lms.texts import _

log = logging.getLogger(__name__)

SHEET = Path(__file__).parent.parent / "passport.typ"


def as_pdf(printed: PrintedPassport) -> bytes:
    """One A4 page. Letters that no font here has are replaced by a remark that says where to read them."""
    import typst

    remark = _("[see the check page]")
    printed = _each_text(printed, _cleaned)
    printed = replace(printed, name=printed.name.strip() or remark)
    try:
        return _set(printed)
    except typst.TypstError as problem:
        log.info("passport %s needs letters no font here has: %s", printed.code, problem)
    try:
        return _set(_each_text(printed, lambda text: text if pdf.can_write(text) else remark))
    except typst.TypstError as problem:
        log.error("passport %s cannot be set: %s", printed.code, problem)
        raise pdf.CannotBeSet from problem


def _set(printed: PrintedPassport) -> bytes:
    return pdf.compiled(SHEET, {"passport": json.dumps(_fields(printed))})


def _fields(printed: PrintedPassport) -> dict[str, Any]:
    withdrawn = bool(printed.withdrawn_on)
    return {
        "language": pdf.LANGUAGE,
        "title": _("Role passport: %(name)s, %(job)s", name=printed.name, job=printed.jobs),
        "issuer_name": printed.issuer_name,
        "issuer": pdf.with_direction(printed.issuer_name),
        "contact": printed.issuer_contact,
        "name": pdf.with_direction(printed.name),
        "jobs": printed.jobs,
        "summary": printed.summary,
        "lines": [[line.title, line.asks, line.has, line.since, line.shown_by] for line in printed.lines],
        "code": printed.grouped_code,
        "verify_url": printed.verify_url,
        "qr": qr.as_svg(printed.verify_url),
        "words": {
            "kind": _("Role passport"),
            "levels": _("Levels asked and held, of 4"),
            "columns": [_("Competency"), _("Asked"), _("Held"), _("Since"), _("Shown by")],
            "check": _("Check this passport at %(place)s", place=printed.verify_place),
            "issued_by": _("Made from the records of %(issuer)s", issuer=printed.issuer_name),
            "last_label": _("Withdrawn on") if withdrawn else _("As of"),
            "last_day": printed.withdrawn_on or printed.as_of,
        },
    }


def _cleaned(text: str) -> str:
    return "".join(" " if pdf.is_no_letter(sign) else sign for sign in text)


def _each_text(printed: PrintedPassport, change: Callable[[str], str]) -> PrintedPassport:
    """All that people typed goes through `change`."""
    return replace(
        printed,
        name=change(printed.name),
        jobs=change(printed.jobs),
        issuer_name=change(printed.issuer_name),
        issuer_contact=change(printed.issuer_contact),
        lines=tuple(replace(line, title=change(line.title)) for line in printed.lines),
    )
