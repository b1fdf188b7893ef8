"""Job descriptions of the tiny package with a word or a level changed, as their files."""

from __future__ import annotations

from dataclasses import replace

from lms.catalog.job_writing import read_text, write
from lms.jobs import versions
from lms.jobs.description import Required
from lms.jobs.job_text import JobText, WrittenPart


def written(key: str) -> JobText:
    """What is published of this job."""
    text = read_text(versions.newest([key])[key].source)
    assert text is not None
    return text


def of(key: str, *, purpose: str = "", levels: dict[str, int] | None = None, title: str = "") -> str:
    """The file of a published job with another purpose, other levels (0 takes one out) or another title."""
    text = written(key)
    parts = tuple(
        replace(part, text=purpose) if part.id == "purpose" and purpose else part for part in text.parts
    )
    required = {each.competency: each for each in text.requires}
    for competency, level in (levels or {}).items():
        before = required.pop(competency, Required(competency=competency, level=1))
        if level:
            required[competency] = replace(before, level=level)
    return write(replace(text, parts=parts, requires=tuple(required.values()), title=title or text.title))


def empty(key: str) -> str:
    parts = tuple(
        WrittenPart(id=part, heading=part.capitalize(), text="")
        for part in ("purpose", "responsible", "serving")
    )
    return write(JobText(id=key, title=key.replace("-", " ").capitalize(), parts=parts))
