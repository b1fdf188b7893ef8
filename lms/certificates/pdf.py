"""The certificate as a tagged PDF (PDF/UA-1), set by typst from `certificate.typ`.

typst is loaded when the first PDF is asked for: most workers never make one, and it is not small.
Everything a person typed goes in as data, never as source.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flask import current_app

from lms.certificates import qr, rules
from lms.certificates.printed import Printed
from lms.errors import Refusal
from lms.texts import _

if TYPE_CHECKING:
    import typst

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
SHEET = HERE / "certificate.typ"
PROBE = HERE / "probe.typ"
FONTS = HERE / "fonts"
STANDARD: Literal["ua-1"] = "ua-1"
LANGUAGE = "en"


class CannotBeSet(Refusal):
    status = 503

    def __init__(self) -> None:
        super().__init__(_("The PDF could not be made. Open the certificate and print the page instead."))


def as_pdf(printed: Printed) -> bytes:
    """One A4 page. Letters that no font here has are replaced by a sentence that says where to read them."""
    import typst

    printed = _cleaned(printed)
    blank = not printed.name.strip()
    try:
        return _set(_fields(printed, name_missing=blank))
    except typst.TypstError as problem:
        log.info("certificate %s needs letters no font here has: %s", printed.code, problem)
    try:
        unwritable = blank or not can_write(printed.name)
        return _set(_fields(_writable(printed), name_missing=unwritable))
    except typst.TypstError as problem:
        log.error("certificate %s cannot be set: %s", printed.code, problem)
        raise CannotBeSet from problem


def _set(fields: dict[str, Any]) -> bytes:
    return compiled(SHEET, {"certificate": json.dumps(fields)})


def compiled(source: Path, inputs: dict[str, str]) -> bytes:
    """What typst makes of a sheet and its data, with our faces. Raises TypstError."""
    import typst

    return typst.compile(
        source,
        root=source.parent,
        font_paths=_fonts(str(Path(current_app.config["INSTANCE"]) / "fonts")),
        sys_inputs=inputs,
        pdf_standards=STANDARD,
    )


@lru_cache(maxsize=4)
def _fonts(own_folder: str) -> typst.Fonts:
    """Our faces and those of the optional folder, read once; none of the system, so that all machines agree."""
    import typst

    folders = [str(FONTS)] + ([own_folder] if Path(own_folder).is_dir() else [])
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _fields(printed: Printed, *, name_missing: bool = False) -> dict[str, Any]:
    withdrawn = bool(printed.withdrawn_on)
    title = _("Certificate of completion: %(course)s", course=printed.course_title)
    return {
        "language": LANGUAGE,
        "title": title if name_missing else f"{title}, {printed.name}",
        "issuer_name": printed.issuer_name,
        "issuer": with_direction(printed.issuer_name),
        "contact": printed.issuer_contact,
        "name": with_direction(printed.name),
        "name_missing": name_missing,
        "course_title": with_direction(printed.course_title),
        "assessed": printed.assessed,
        "levels": [{"title": level.title, "words": level.words} for level in printed.levels],
        "code": printed.grouped_code,
        "verify_url": printed.verify_url,
        "qr": qr.as_svg(printed.verify_url),
        "words": {
            "kind": _("Certificate of completion"),
            "passed": _("has completed and passed"),
            "facts": _(
                "Version %(version)s · %(day)s · %(time)s of learning",
                version=printed.version,
                day=printed.completed_on,
                time=printed.learning_time,
            ),
            "assessed": _("What was assessed"),
            "levels": _("Levels evidenced, of 4"),
            "check": _("Check this certificate at %(place)s", place=printed.verify_place),
            "issued_by": _("Issued by %(issuer)s", issuer=printed.issuer_name),
            "name_missing": _(
                "The name is written in letters that this file cannot show. The check page shows it."
            ),
            "last_label": _("Withdrawn on") if withdrawn else _("Current until"),
            "last_day": printed.withdrawn_on or printed.current_until,
        },
    }


def with_direction(text: str) -> dict[str, object]:
    return {
        "text": text,
        "from_right": rules.reads_from_right(text),
        "all_from_right": rules.reads_only_from_right(text),
    }


def _writable(printed: Printed) -> Printed:
    """The same with a remark in the place of each text that cannot be written."""
    remark = _("[see the check page]")
    return _each_text(printed, lambda text: text if can_write(text) else remark)


def _cleaned(printed: Printed) -> Printed:
    """Signs that are not for paper (controls, halves of letters, private ones) become spaces."""
    return _each_text(printed, lambda text: "".join(" " if is_no_letter(sign) else sign for sign in text))


def is_no_letter(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Co", "Zl", "Zp")


def _each_text(printed: Printed, change: Callable[[str], str]) -> Printed:
    """All that people typed goes through `change`."""
    return replace(
        printed,
        name=change(printed.name),
        course_title=change(printed.course_title),
        assessed=change(printed.assessed),
        issuer_name=change(printed.issuer_name),
        issuer_contact=change(printed.issuer_contact),
        levels=tuple(replace(level, title=change(level.title)) for level in printed.levels),
    )


def can_write(text: str) -> bool:
    """Is there a letter for every sign? The standard forbids empty boxes, so setting the text tells."""
    import typst

    try:
        compiled(PROBE, {"text": text})
    except typst.TypstError:
        return False
    return True
