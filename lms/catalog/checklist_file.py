"""Reads a checklist: what a coach watches for in one job, and sample cases to agree on first."""

import re
from dataclasses import dataclass, field

from lms.catalog.content import Checklist, ChecklistItem, SampleCase
from lms.catalog.findings import Place, quoted
from lms.catalog.notes import Notes
from lms.catalog.pages import Renderer
from lms.catalog.tags import Tags, part_id, tell_misplaced
from lms.catalog.tree import Block, Document, Part, is_tags
from lms.catalog.writing import look_over, tell_loose_text, title_of, title_part
from lms.competencies.framework import LEVELS

ANCHORS = (0, 2, 4)
"""The levels whose looks each item says; 1 and 3 lie between."""
SAMPLE = "sample-"
"""How the id of a case begins."""

_TOP_TAGS = ("job", "accept", "translates")
_ITEM_TAGS = ("competency", "accept")
_ANCHOR = re.compile(r"(\d+):\s+(?=\S)")


@dataclass(slots=True)
class AnchorDraft:
    level: int
    block: Block


@dataclass(slots=True)
class ChecklistItemDraft:
    """One thing to watch; `place` is its heading."""

    id: str | None
    place: Place
    part: Part
    competency: str | None
    anchors: list[AnchorDraft]


@dataclass(slots=True)
class SampleDraft:
    """A case to rate, with the levels that the authors agreed on."""

    id: str | None
    place: Place
    part: Part
    reference: dict[str, int]
    text: list[Block]
    reason: Block | None


@dataclass(slots=True)
class ChecklistDraft:
    document: Document
    id: str | None
    place: Place
    title: str
    job: str | None
    job_place: Place
    items: list[ChecklistItemDraft] = field(default_factory=list)
    samples: list[SampleDraft] = field(default_factory=list)


def read_checklist(document: Document, notes: Notes) -> ChecklistDraft | None:
    """The checklist of a file, or None when it has no title to hang anything on."""
    look_over(document, notes)
    top = title_part(document, notes)
    if top is None:
        return None
    draft = _begun(document, top, notes)
    tell_loose_text(document, top, "an item", notes)
    _tell_deep_headings(top, notes)
    sections = [(part, part_id(part, notes, "The section")) for part in top.parts if part.level == 2]
    _tell_doubled(sections, notes)
    for part, name in sections:
        if not (name or "").startswith(SAMPLE):
            draft.items.append(_item(document, part, name, notes))
    for part, name in sections:
        if (name or "").startswith(SAMPLE):
            draft.samples.append(_sample(document, part, name, draft, notes))
    if not draft.items:
        notes.findings.add(
            draft.place,
            "K01",
            "The checklist has nothing to watch for.",
            "Write ## what to watch {#name} with `competency: name` below.",
        )
    return draft


def _begun(document: Document, top: Part, notes: Notes) -> ChecklistDraft:
    name = part_id(top, notes, "The checklist")
    tags = Tags(top.tags, _TOP_TAGS, notes, repeat=("accept",))
    tags.accept(1, top.last_line)
    tell_misplaced(document, top, _TOP_TAGS, notes)
    job, job_place = tags.id_of("job")
    if tags.one("job") is None:
        notes.findings.add(
            top.place, "K02", "The checklist names no job.", "Write `job: name` under its heading."
        )
    if job_place is not None:
        notes.use("job", job, job_place)
    if tags.one("translates") is None:
        notes.give("checklist", name, top.id_place)
    return ChecklistDraft(document, name, top.place, title_of(top), job, job_place or top.place)


def _tell_deep_headings(top: Part, notes: Notes) -> None:
    for part in top.parts:
        for deeper in part.walk()[0 if part.level > 2 else 1 :]:
            notes.findings.add(
                deeper.place,
                "W05",
                f"The heading {quoted(deeper.heading)} is neither an item nor a sample.",
                "Each has one heading, ##.",
            )


def _tell_doubled(sections: list[tuple[Part, str | None]], notes: Notes) -> None:
    seen: dict[str, int] = {}
    for part, name in sections:
        if name and name in seen:
            notes.findings.add(
                part.id_place,
                "I02",
                f"The id {quoted(name)} stands in line {seen[name]} already.",
                "Give each item and sample its own.",
            )
        elif name:
            seen[name] = part.place.line


def _item(document: Document, part: Part, name: str | None, notes: Notes) -> ChecklistItemDraft:
    tags = Tags(part.tags, _ITEM_TAGS, notes, repeat=("accept",))
    tags.accept(part.place.line, part.last_line)
    tell_misplaced(document, part, _ITEM_TAGS, notes)
    competency, place = tags.id_of("competency")
    if tags.one("competency") is None:
        notes.findings.add(
            part.place,
            "K03",
            "The item names no competency.",
            "Write `competency: name` under its heading, with an empty line after it.",
        )
    if place is not None:
        notes.use("competency", competency, place)
    anchors: list[AnchorDraft] = []
    for block in part.blocks:
        if block.kind == "bullet_list":
            anchors += _anchors(document, block, notes)
        elif not is_tags(block):
            notes.findings.add(
                document.place(block.line),
                "W12",
                "Text stands beside the anchors, where no page shows it.",
                "Put it into an anchor, or take it out.",
            )
    _tell_anchors(part, anchors, document, notes)
    return ChecklistItemDraft(name, part.place, part, competency, anchors)


def _anchors(document: Document, block: Block, notes: Notes) -> list[AnchorDraft]:
    anchors: list[AnchorDraft] = []
    for entry in block.children:
        first = entry.children[0] if entry.children else None
        inline = first.inline if first is not None and first.kind == "paragraph" else None
        found = _ANCHOR.match(inline.content) if inline is not None else None
        if first is None or inline is None or found is None or len(entry.children) > 1:
            notes.findings.add(
                document.place(entry.line),
                "K04",
                "The entry is no anchor.",
                "Write it on one line, like - 2: Everyone has a word within 20 seconds.",
            )
            continue
        words = inline.children or []
        words[0].content = words[0].content[found.end() :]
        anchors.append(AnchorDraft(int(found.group(1)), first))
    return anchors


def _tell_anchors(part: Part, anchors: list[AnchorDraft], document: Document, notes: Notes) -> None:
    seen: set[int] = set()
    for anchor in anchors:
        if anchor.level not in ANCHORS or anchor.level in seen:
            notes.findings.add(
                document.place(anchor.block.line),
                "K04",
                f"The anchor {anchor.level} stands here twice."
                if anchor.level in seen
                else f"There is no anchor {anchor.level}.",
                "An item has three anchors: 0, 2 and 4.",
            )
        seen.add(anchor.level)
    for level in ANCHORS:
        if level not in seen:
            notes.findings.add(
                part.place,
                "K04",
                f"The item does not say what {level} looks like.",
                f"Write - {level}: what one sees or hears.",
            )


def _sample(
    document: Document, part: Part, name: str | None, checklist: ChecklistDraft, notes: Notes
) -> SampleDraft:
    known = tuple(item.id for item in checklist.items if item.id)
    tags = Tags(part.tags, (*known, "accept"), notes, repeat=("accept",))
    tags.accept(part.place.line, part.last_line)
    tell_misplaced(document, part, known, notes)
    reference: dict[str, int] = {}
    for item in known:
        tag = tags.one(item)
        if tag is None:
            continue
        if tag.value.isascii() and tag.value.isdigit() and int(tag.value) in LEVELS:
            reference[item] = int(tag.value)
        else:
            notes.findings.add(
                tag.place, "K05", f"{quoted(tag.value)} is no level.", "Write a level from 0 to 4."
            )
    if not any(tags.one(item) for item in known):
        notes.findings.add(
            part.place,
            "K05",
            "The sample gives no reference to rate against.",
            f"Write `{known[0] if known else 'item'}: 2` under its heading.",
        )
    quotes = [block for block in part.blocks if block.kind == "blockquote"]
    text = [block for block in part.blocks if block is not (quotes[-1] if quotes else None)]
    if not quotes:
        notes.findings.add(
            part.place,
            "K06",
            "The sample does not say why it is rated so.",
            "End it with the reason, as a quote begun with >.",
        )
    if not text:
        notes.findings.add(
            part.place, "K06", "The sample tells nothing.", "Write what happens, above the quote."
        )
    return SampleDraft(name, part.place, part, reference, text, quotes[-1] if quotes else None)


def make_checklist(draft: ChecklistDraft, render: Renderer) -> Checklist:
    return Checklist(
        id=draft.id or "",
        title=draft.title,
        job=draft.job or "",
        items=tuple(
            ChecklistItem(
                id=item.id or "",
                heading=render.line(item.part.words),
                competency=item.competency or "",
                anchors={
                    anchor.level: render.line(anchor.block.inline.children or [])
                    for anchor in item.anchors
                    if anchor.block.inline is not None
                },
            )
            for item in draft.items
        ),
        samples=tuple(
            SampleCase(
                id=sample.id or "",
                heading=render.line(sample.part.words),
                reference=sample.reference,
                text=render.prose(sample.text),
                reason=render.tokens(sample.reason.tokens[1:-1]) if sample.reason else render.prose([]),
            )
            for sample in draft.samples
        ),
    )
