"""Reads a job description: requirements in its front matter, purpose and duties as Markdown."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from lms.catalog.facts_file import AcceptFacts, look_over_facts, note_acceptances
from lms.catalog.findings import Place, quoted
from lms.catalog.notes import Notes
from lms.catalog.pages import Renderer
from lms.catalog.schema import Id, Strict, Title, hold_against
from lms.catalog.tags import Tags, part_id, tell_misplaced
from lms.catalog.tree import Document, Part
from lms.catalog.writing import look_over, title_part
from lms.catalog.yaml_file import Facts, read_yaml
from lms.jobs import description

_FIRST = ("purpose", "responsible", "serving")


class RequiredFacts(Strict):
    level: Annotated[int, Field(ge=1, le=4)]
    need: Literal["essential", "desirable"] = "essential"
    weight: Annotated[int, Field(ge=1, le=5)] = 1


class JobFacts(Strict):
    id: Id
    title: Title
    requires: dict[Id, RequiredFacts]
    touch_points: list[Id] = []
    serves: list[Id] = []
    status: Literal["live", "retired"] = "live"
    accept: list[AcceptFacts] = []


@dataclass(slots=True)
class JobDraft:
    document: Document
    facts: JobFacts
    parts: list[tuple[str, Part]]


def read_job(document: Document, notes: Notes) -> JobDraft | None:
    """The description of a file; its id is the file's name."""
    look_over(document, notes)
    if document.front_matter is None:
        _tell_no_front_matter(document, notes)
        return None
    facts = read_yaml(document.file, document.front_matter, notes.findings, first_line=2)
    held = hold_against(JobFacts, facts, notes.findings) if facts else None
    top = title_part(document, notes)
    parts = _parts(document, top, notes) if top else []
    if facts is None or held is None:
        return None
    look_over_facts(facts, notes)
    note_acceptances(facts, held.accept, notes)
    _note_ids(document, facts, held, notes)
    return JobDraft(document, held, parts)


def _tell_no_front_matter(document: Document, notes: Notes) -> None:
    begun = bool(document.lines) and document.lines[0].strip() == "---"
    notes.findings.add(
        Place(document.file),
        "J11",
        "The front matter has no second line of dashes."
        if begun
        else "The file does not begin with its front matter.",
        "Write --- on the first line and again below the facts.",
    )


def _note_ids(document: Document, facts: Facts, held: JobFacts, notes: Notes) -> None:
    stem = document.file.rsplit("/", 1)[-1].removesuffix(".md")
    if held.id != stem:
        notes.findings.add(
            facts.place("id"),
            "I04",
            f"The id {quoted(held.id)} is not the file's name {quoted(stem)}.",
            "Give both the same name.",
        )
    notes.give("job", held.id, facts.place("id"))
    for competency in held.requires:
        notes.use("competency", competency, facts.key_place("requires", competency))
    for number, point in enumerate(held.touch_points):
        notes.use("touch point", point, facts.place("touch_points", number))
    for number, job in enumerate(held.serves):
        notes.use("job", job, facts.place("serves", number))


def _parts(document: Document, top: Part, notes: Notes) -> list[tuple[str, Part]]:
    Tags(top.tags, ("translates",), notes)
    parts: list[tuple[str, Part]] = []
    for part in top.parts:
        name = part_id(part, notes, "The section")
        Tags(part.tags, ("accept",), notes).accept(part.place.line, part.last_line)
        tell_misplaced(document, part, ("accept",), notes)
        if name and any(name == earlier for earlier, _ in parts):
            notes.findings.add(
                part.id_place,
                "I02",
                f"The id {quoted(name)} stands in this file already.",
                "Give each section its own.",
            )
        parts.append((name or "", part))
    _tell_order([name for name, _ in parts], top, parts, notes)
    return parts


def _tell_order(names: list[str], top: Part, parts: list[tuple[str, Part]], notes: Notes) -> None:
    for number, wanted in enumerate(_FIRST):
        if wanted not in names:
            notes.findings.add(
                top.place,
                "J12",
                f"The section {{#{wanted}}} is missing.",
                f"Write ## ... {{#{wanted}}}; purpose comes first, then responsible and serving.",
            )
        elif set(_FIRST) <= set(names) and names.index(wanted) != number:
            notes.findings.add(
                parts[names.index(wanted)][1].place,
                "J12",
                f"The section {{#{wanted}}} stands out of order.",
                "Purpose comes first, then responsible, then serving.",
            )


def make_job(draft: JobDraft, render: Renderer, *, source: str, revision: str) -> description.JobDescription:
    facts = draft.facts
    return description.JobDescription(
        id=facts.id,
        title=facts.title,
        status=facts.status,
        requires=tuple(
            description.Required(competency=competency, level=each.level, need=each.need, weight=each.weight)
            for competency, each in facts.requires.items()
        ),
        touch_points=tuple(facts.touch_points),
        serves=tuple(facts.serves),
        sections=tuple(_made(name, part, render) for name, part in draft.parts),
        source=source,
        revision=revision,
    )


def _made(name: str, part: Part, render: Renderer) -> description.Part:
    tokens = [token for block in part.blocks for token in block.tokens]
    for below in part.parts:
        for deeper in below.walk():
            tokens += deeper.tokens + [token for block in deeper.blocks for token in block.tokens]
    return description.Part(id=name, heading=render.line(part.words), body=render.tokens(tokens))
