"""Reads a job aid: one page, found by its `when`."""

from dataclasses import dataclass

from lms.catalog.content import Aid
from lms.catalog.findings import Place
from lms.catalog.notes import Notes
from lms.catalog.pages import Renderer
from lms.catalog.tags import Tags, part_id, tell_misplaced
from lms.catalog.tree import Document, Part
from lms.catalog.writing import look_over, title_of, title_part

_TAGS = ("when", "accept", "translates")


@dataclass(slots=True)
class AidDraft:
    document: Document
    id: str | None
    place: Place
    title: str
    when: tuple[str, ...]
    part: Part


def read_aid(document: Document, notes: Notes) -> AidDraft | None:
    look_over(document, notes)
    part = title_part(document, notes)
    if part is None:
        return None
    name = part_id(part, notes, "The job aid")
    tags = Tags(part.tags, _TAGS, notes, repeat=("when", "accept"))
    tags.accept(1, part.last_line)
    tell_misplaced(document, part, _TAGS, notes)
    if not tags.all("when"):
        notes.findings.add(
            part.place,
            "M06",
            "The job aid does not say when it helps, so nobody finds it.",
            "Write `when: someone shouts` under its heading.",
        )
    if not tags.one("translates"):
        notes.give("aid", name, part.id_place)
    when = tuple(tag.value for tag in tags.all("when") if tag.value)
    return AidDraft(document, name, part.place, title_of(part), when, part)


def make_aid(draft: AidDraft, render: Renderer) -> Aid:
    tokens = [token for block in draft.part.blocks for token in block.tokens]
    for below in draft.part.parts:
        for part in below.walk():
            tokens += part.tokens + [token for block in part.blocks for token in block.tokens]
    return Aid(id=draft.id or "", title=draft.title, when=draft.when, body=render.tokens(tokens))
