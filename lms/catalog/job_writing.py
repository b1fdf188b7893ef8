"""A job description as written words, from its Markdown file and back into one."""

from __future__ import annotations

import json
import re

from lms.catalog.files import normal
from lms.catalog.findings import Findings
from lms.catalog.job_file import JobFacts
from lms.catalog.schema import hold_against
from lms.catalog.tree import Document, Part, read_document
from lms.catalog.yaml_file import read_yaml
from lms.jobs.description import Required
from lms.jobs.job_text import Accepted, JobText, WrittenPart

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ]*[A-Za-z0-9]")
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off"}
_LAST = WrittenPart(id="last", heading="Last", text="The end.")


def read_text(source: str) -> JobText | None:
    """What stands in a file; None where its front matter or its sections cannot be told apart."""
    findings = Findings()
    document = read_document("job.md", normal(source.encode()).decode(), findings)
    if document is None or document.front_matter is None:
        return None
    facts = read_yaml("job.md", document.front_matter, findings)
    held = hold_against(JobFacts, facts, findings) if facts else None
    top = next((part for part in document.top.parts if part.level == 1), None)
    if held is None or top is None or len(document.top.parts) > 1:
        return None
    return JobText(
        id=held.id,
        title=held.title,
        status=held.status,
        requires=tuple(
            Required(competency=competency, level=each.level, need=each.need, weight=each.weight)
            for competency, each in held.requires.items()
        ),
        touch_points=tuple(held.touch_points),
        serves=tuple(held.serves),
        parts=tuple(_part(document, part) for part in top.parts),
        opening=_lines(
            document, top.place.line + 1, top.parts[0].place.line - 1 if top.parts else top.last_line
        ),
        accepted=tuple(Accepted(rule=each.rule, at=each.at, why=each.why) for each in held.accept),
    )


def _part(document: Document, part: Part) -> WrittenPart:
    heading = document.lines[part.place.line - 1].lstrip()
    named = f"{{#{part.id}}}" if part.id else ""
    words = heading.removeprefix("#" * part.level).strip().removesuffix(named).strip()
    return WrittenPart(
        id=part.id or "", heading=words, text=_lines(document, part.place.line + 1, part.last_line)
    )


def _lines(document: Document, first: int, last: int) -> str:
    """The lines from one to another, without empty ones at either end."""
    return re.sub(r"^(?:[ \t]*\n)+|\s+$", "", "\n".join(document.lines[first - 1 : last]))


def write(text: JobText) -> str:
    """The file that says this, as course-format.md has it."""
    lines = ["---", f"id: {text.id}", f"title: {_scalar(text.title)}"]
    lines += ["requires:"] if text.requires else ["requires: {}"]
    lines += [
        f"  {each.competency}: {{level: {each.level}, need: {each.need}, weight: {each.weight}}}"
        for each in text.requires
    ]
    if text.touch_points:
        lines.append(f"touch_points: [{', '.join(text.touch_points)}]")
    if text.serves:
        lines.append(f"serves: [{', '.join(text.serves)}]")
    if text.status != "live":
        lines.append(f"status: {text.status}")
    if text.accepted:
        lines.append("accept:")
        lines += [
            f"  - {{rule: {_scalar(each.rule)}, at: {each.at}, why: {_scalar(each.why)}}}"
            for each in text.accepted
        ]
    lines += ["---", f"# {text.title}"]
    if text.opening:
        lines += [text.opening, ""]
    for part in text.parts:
        lines += [f"## {part.heading} {{#{part.id}}}"] + ([part.text] if part.text else []) + [""]
    return "\n".join(lines).rstrip() + "\n"


def keeps(text: JobText) -> bool:
    """Does the file say what was meant? A line that begins with # would tear a section in two."""
    return read_text(write(text)) == text


def broken_parts(text: JobText) -> tuple[str, ...]:
    """The ids of those sections that would swallow or tear apart what follows them."""
    return tuple(
        part.id for part in text.parts if not keeps(JobText(id=text.id, title="Title", parts=(part, _LAST)))
    )


def _scalar(words: str) -> str:
    plain = _PLAIN.fullmatch(words) and words.casefold() not in _WORDS_OF_YAML
    return words if plain else json.dumps(words, ensure_ascii=False)
