"""Reads a module: objectives, opener, rules, examples, half-done example, practice, plan, free parts."""

from dataclasses import dataclass, field

from markdown_it.token import Token

from lms.catalog.content import KINDS, Link, Objective, Section
from lms.catalog.findings import Place, quoted
from lms.catalog.notes import Notes
from lms.catalog.pages import Renderer
from lms.catalog.tags import Tags, checked_id, part_id, tell_misplaced
from lms.catalog.tree import Block, Document, Part, Tag, split_trailing_tags, tags_in
from lms.catalog.writing import look_over, tell_loose_text, title_of, title_part

_COACHED = ("poor", "good", "half-done")
_SECTION_TAGS = ("for", "accept")
_OBJECTIVE_TAGS = ("#", "competency")
_BETWEEN_LINKS = " ·|,–—•\u00a0\t"


@dataclass(slots=True)
class ObjectiveDraft:
    id: str | None
    competency: str | None
    place: Place
    words: list[Token]


@dataclass(slots=True)
class SectionDraft:
    id: str | None
    kind: str
    part: Part
    for_jobs: tuple[str, ...]
    parts: list["SectionDraft"] = field(default_factory=list)


@dataclass(slots=True)
class ModuleDraft:
    """A module as its file says it, not yet rendered."""

    document: Document
    title: str
    objectives: list[ObjectiveDraft]
    sections: list[SectionDraft]
    objective_list: Block | None
    links: Block | None

    def section_ids(self) -> set[str]:
        return {each.id for section in self.sections for each in (section, *section.parts) if each.id}


def kind_of(section_id: str | None, kinds: tuple[str, ...]) -> str:
    """Told by the id or its beginning before a hyphen; any other is free text."""
    for kind in kinds:
        if section_id == kind or (section_id or "").startswith(f"{kind}-"):
            return kind
    return "free"


def read_module(document: Document, notes: Notes) -> ModuleDraft | None:
    """The module of a file, or None when it has no title to hang anything on."""
    look_over(document, notes)
    top = title_part(document, notes)
    if top is None:
        return None
    Tags(top.tags, ("accept", "translates"), notes, repeat=("accept",)).accept(1, top.last_line)
    tell_loose_text(document, top, "a section", notes)
    sections = _sections(document, top, notes)
    draft = ModuleDraft(
        document=document,
        title=title_of(top),
        objectives=[],
        sections=sections,
        objective_list=None,
        links=_links(sections),
    )
    for section in sections:
        if section.kind == "objectives":
            _read_objectives(document, section, draft, notes)
    return draft


def _sections(document: Document, top: Part, notes: Notes) -> list[SectionDraft]:
    sections: list[SectionDraft] = []
    seen: dict[str, Place] = {}
    for part in top.parts:
        if part.level > 2:
            _tell_level(part, notes)
            continue
        section = _section(document, part, KINDS, (), seen, notes)
        kinds = ("poor", "good") if section.kind == "example" else ()
        for below in part.parts:
            if below.level == 3:
                draft = _section(document, below, kinds, section.for_jobs, seen, notes)
                section.parts.append(draft)
            else:
                _tell_level(below, notes)
        sections.append(section)
    return sections


def _tell_level(part: Part, notes: Notes) -> None:
    notes.findings.add(
        part.place,
        "W05",
        f"The heading {quoted(part.heading)} skips a level.",
        "Sections are ##, what lies in them is ###.",
    )


def _section(
    document: Document,
    part: Part,
    kinds: tuple[str, ...],
    above: tuple[str, ...],
    seen: dict[str, Place],
    notes: Notes,
) -> SectionDraft:
    name = part_id(part, notes, "The section")
    if name and name in seen:
        notes.findings.add(
            part.id_place,
            "I02",
            f"The id {quoted(name)} stands in line {seen[name].line} already.",
            "Give each section its own.",
        )
    elif name:
        seen[name] = part.id_place
    tags = Tags(part.tags, _SECTION_TAGS, notes, repeat=_SECTION_TAGS)
    tags.accept(part.place.line, part.last_line)
    tell_misplaced(document, part, _SECTION_TAGS, notes)
    jobs = tuple(tag.value for tag in tags.all("for"))
    for tag in tags.all("for"):
        notes.use("job", checked_id(tag.value, tag.place, notes), tag.place)
    return SectionDraft(name, kind_of(name, kinds), part, jobs or above)


def _read_objectives(document: Document, section: SectionDraft, draft: ModuleDraft, notes: Notes) -> None:
    lists = [block for block in section.part.blocks if block.kind.endswith("_list")]
    if not lists:
        return
    draft.objective_list = lists[0]
    for entry in lists[0].children:
        first = entry.children[0] if entry.children else None
        if first is None or first.inline is None:
            continue
        words, codes = split_trailing_tags(first.inline)
        tags = Tags(tags_in(document, codes, first), _OBJECTIVE_TAGS, notes)
        name, name_place = tags.id_of("#")
        competency, competency_place = tags.id_of("competency")
        place = document.place(first.line)
        _tell_missing(tags.one("#"), tags.one("competency"), place, notes)
        notes.give("objective", name, name_place or place, notes.course)
        notes.use("competency", competency, competency_place or place)
        draft.objectives.append(ObjectiveDraft(name, competency, place, words))


def _tell_missing(name: Tag | None, competency: Tag | None, place: Place, notes: Notes) -> None:
    missing = [text for tag, text in ((name, "`#name`"), (competency, "`competency: ...`")) if tag is None]
    if missing:
        notes.findings.add(
            place,
            "M04",
            f"The objective has no tag {' and '.join(missing)}.",
            "End the line with both.",
        )


def _links(sections: list[SectionDraft]) -> Block | None:
    """The paragraph of mere links that ends the file."""
    if not sections:
        return None
    last = sections[-1].parts[-1] if sections[-1].parts else sections[-1]
    block = last.part.blocks[-1] if last.part.blocks else None
    if block is None or block.kind != "paragraph" or block.inline is None:
        return None
    depth = links = 0
    for token in block.inline.children or []:
        if token.type == "link_open":
            depth, links = depth + 1, links + 1
        elif token.type == "link_close":
            depth -= 1
        elif depth == 0 and token.content.strip(_BETWEEN_LINKS):
            return None
    return block if links else None


def make_objectives(draft: ModuleDraft, render: Renderer) -> tuple[Objective, ...]:
    return tuple(
        Objective(id=each.id or "", text=render.line(each.words), competency=each.competency or "")
        for each in draft.objectives
    )


def make_links(draft: ModuleDraft, render: Renderer) -> tuple[Link, ...]:
    """The links that end the module, each with the kind of page it leads to."""
    if draft.links is None or draft.links.inline is None:
        return ()
    links: list[Link] = []
    words: list[Token] | None = None
    written = ""
    for token in draft.links.inline.children or []:
        if token.type == "link_open":
            words, written = [], str(token.attrGet("href") or "")
        elif token.type == "link_close" and words is not None:
            page, address = render.page(written), render.address(written)
            if address is not None:
                kind = page.kind if page else ""
                links.append(Link(text=render.line(words), address=address, kind=kind))
            words = None
        elif words is not None:
            words.append(token)
    return tuple(links)


def make_sections(draft: ModuleDraft, render: Renderer) -> tuple[Section, ...]:
    return tuple(_made(section, 2, draft, render) for section in draft.sections)


def _made(section: SectionDraft, level: int, draft: ModuleDraft, render: Renderer) -> Section:
    aside = (draft.links, draft.objective_list)
    blocks = [block for block in section.part.blocks if not any(block is each for each in aside)]
    coach: list[Block] = []
    if section.kind in _COACHED:
        coach = [block for block in blocks if block.kind == "blockquote"]
        blocks = [block for block in blocks if block.kind != "blockquote"]
    tokens = [token for block in blocks for token in block.tokens]
    for deeper in _deeper(section.part, level):
        tokens += deeper.tokens + [token for block in deeper.blocks for token in block.tokens]
    quote = [token for block in coach for token in block.tokens[1:-1]]
    return Section(
        id=section.id or "",
        kind=section.kind,
        heading=render.line(section.part.words),
        level=level,
        for_jobs=section.for_jobs,
        body=render.tokens(tokens),
        coach=render.tokens(quote) if quote else None,
        subsections=tuple(_made(part, level + 1, draft, render) for part in section.parts),
    )


def _deeper(part: Part, level: int) -> list[Part]:
    """Headings that are no sections of their own: `####` and below."""
    if level == 2:
        return []
    return [each for below in part.parts for each in below.walk()]
