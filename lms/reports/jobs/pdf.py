"""A job description as a tagged PDF (PDF/UA-1), set by typst from `job.typ`.

Everything a person typed goes in as data, never as source. What no font here has a letter for is
replaced by a remark.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from lms.catalog import job_changes, shelf
from lms.catalog.job_writing import read_text
from lms.certificates import pdf
from lms.errors import Refusal
from lms.jobs.job_text import JobText
from lms.markdown import TooMuch, fill_plain, parse
from lms.texts import _, day

log = logging.getLogger(__name__)

SHEET = Path(__file__).parent / "job.typ"
LANGUAGE = "en"


class CannotBeSet(Refusal):
    status = 503

    def __init__(self) -> None:
        super().__init__(_("The PDF could not be made. Open the job and print the page instead."))


def sheet(
    source: str,
    *,
    head: str,
    on: date,
    title: str,
    slots: Mapping[str, str],
    issuer: str,
    begins: Mapping[str, date],
) -> dict[str, Any]:
    """The data of the sheet: title, parts, touch points and levels of the version that holds.

    `begins` are the days from which levels count that do not count yet, by competency.
    """
    text = read_text(source) or JobText(id="", title=title)
    points = {point.id: point.title for point in shelf.current().map.touch_points}
    levels = shelf.current().framework.competencies
    return {
        "language": LANGUAGE,
        "title": title,
        "issuer": issuer,
        "head": _("%(head)s, %(day)s", head=head, day=day(on)),
        "parts": [{"heading": part.heading, "blocks": _blocks(part.text, slots)} for part in text.parts],
        "touch_points": [points[each] for each in text.touch_points if each in points],
        "levels": [
            {
                "title": job_changes.title_of(each.competency),
                "level": _level(each.level, begins.get(each.competency)),
                "anchor": levels[each.competency].levels[each.level] if each.competency in levels else "",
            }
            for each in sorted(text.requires, key=lambda each: -each.level)
        ],
        "words": {"touch_points": _("Touch points"), "levels": _("Levels this job asks for")},
    }


def _level(level: int, begins: date | None) -> str:
    if begins is None:
        return _("%(level)s of 4", level=level)
    return _("%(level)s of 4 from %(day)s", level=level, day=day(begins))


def as_pdf(fields: dict[str, Any]) -> bytes:
    """As many A4 pages as it takes."""
    import typst

    fields = _each_text(fields, _cleaned)
    try:
        return _set(fields)
    except typst.TypstError as problem:
        log.info("a job description needs letters no font here has: %s", problem)
    try:
        return _set(_each_text(fields, _writable))
    except typst.TypstError as problem:
        log.error("a job description cannot be set: %s", problem)
        raise CannotBeSet from problem


def _set(fields: dict[str, Any]) -> bytes:
    return pdf.compiled(SHEET, {"job": json.dumps(fields)})


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(each, change) for each in value]
    if isinstance(value, dict):
        return {key: _each_text(each, change) for key, each in value.items()}
    return value


def _cleaned(text: str) -> str:
    return "".join(
        " " if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Zl", "Zp") else sign for sign in text
    )


def _writable(text: str) -> str:
    return text if not text or pdf.can_write(text) else _("[see the page]")


def _blocks(text: str, slots: Mapping[str, str]) -> list[dict[str, Any]]:
    """Paragraphs, headings and list entries, in their order; entries that follow one another are one list."""
    try:
        tokens = parse(text)
    except TooMuch:
        return [{"kind": "text", "runs": [{"text": text, "strong": False, "emph": False}]}]
    found: list[dict[str, Any]] = []
    lists: list[str] = []
    heading = False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("ordered" if token.type.startswith("ordered") else "list")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type in ("fence", "code_block"):
            found.append({"kind": "text", "runs": [{"text": token.content, "strong": False, "emph": False}]})
        elif token.type == "inline":
            kind = "heading" if heading else lists[-1] if lists else "text"
            _add(found, kind, _runs(token.children or [], slots))
    return found


def _add(found: list[dict[str, Any]], kind: str, runs: list[dict[str, Any]]) -> None:
    if kind not in ("list", "ordered"):
        found.append({"kind": kind, "runs": runs})
    elif found and found[-1]["kind"] == kind:
        found[-1]["entries"].append(runs)
    else:
        found.append({"kind": kind, "entries": [runs]})


def _runs(children: list[Token], slots: Mapping[str, str]) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    strong = emph = 0
    for child in children:
        strong += (child.type == "strong_open") - (child.type == "strong_close")
        emph += (child.type == "em_open") - (child.type == "em_close")
        words = " " if child.type in ("softbreak", "hardbreak") else child.content
        if words and child.type in ("text", "code_inline", "softbreak", "hardbreak", "image", "html_inline"):
            runs.append({"text": fill_plain(words, slots), "strong": strong > 0, "emph": emph > 0})
    return runs
