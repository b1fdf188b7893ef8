"""Reads a quiz or a reserve: an item is a `##` heading, an option a list entry with its reason."""

import re
from dataclasses import dataclass, field

from markdown_it.token import Token

from lms.catalog.content import RIGHT, Item, Option, Void
from lms.catalog.findings import Place, nearest, quoted
from lms.catalog.notes import Notes
from lms.catalog.option_names import name_options
from lms.catalog.pages import Renderer
from lms.catalog.tags import Tags, checked_id, part_id, tell_misplaced
from lms.catalog.tree import Block, Document, Part, is_tags, plain_words, tags_in
from lms.catalog.writing import look_over, tell_loose_text, title_of, title_part

_ITEM_TAGS = ("objective", "rewords", "keep order", "void", "accept")
_OPTION_TAGS = ("#", "void")
_BOX = re.compile(r"\[( |x)\] (?=\S)")
_LOOSE_BOX = re.compile(r"\[\s*[xX✓]?\s*\]")
_BRACES = re.compile(r"(?<!\{)\s*\{([^{}]*)\}\s*$")


@dataclass(slots=True)
class OptionDraft:
    place: Place
    right: bool
    words: list[Token]
    misconception: str | None
    tag_name: str | None = None
    reason: Block | None = None
    void: Void | None = None
    name: str | None = None

    @property
    def plain(self) -> str:
        return plain_words(self.words)

    @property
    def plain_reason(self) -> str:
        if self.reason is None:
            return ""
        inlines = [token for token in self.reason.tokens if token.type == "inline"]
        return " ".join(plain_words(token.children or []) for token in inlines)


@dataclass(slots=True)
class ItemDraft:
    """One question as its file says it; `place` is its heading."""

    id: str | None
    place: Place
    part: Part
    objective: str | None
    objective_place: Place
    keep_order: bool
    rewords: str | None
    void: Void | None
    options: list[OptionDraft] = field(default_factory=list)
    situation: list[Block] = field(default_factory=list)
    closing: Block | None = None

    @property
    def question(self) -> str:
        return plain_words(self.part.words)


@dataclass(slots=True)
class QuizDraft:
    document: Document
    title: str
    items: list[ItemDraft]


def read_quiz(document: Document, notes: Notes) -> QuizDraft | None:
    look_over(document, notes)
    top = title_part(document, notes)
    if top is None:
        return None
    Tags(top.tags, ("accept", "translates"), notes, repeat=("accept",)).accept(1, top.last_line)
    tell_loose_text(document, top, "an item", notes)
    items = [_item(document, part, notes) for part in top.parts if part.level == 2]
    for part in top.parts:
        for deeper in part.walk()[0 if part.level > 2 else 1 :]:
            notes.findings.add(
                deeper.place,
                "W05",
                f"The heading {quoted(deeper.heading)} is no question.",
                "An item has one heading, ##.",
            )
    return QuizDraft(document, title_of(top), items)


def _item(document: Document, part: Part, notes: Notes) -> ItemDraft:
    name = part_id(part, notes, "The item")
    notes.give("item", name, part.id_place)
    tags = Tags(part.tags, _ITEM_TAGS, notes, repeat=("accept",))
    tags.accept(part.place.line, part.last_line)
    tell_misplaced(document, part, _ITEM_TAGS, notes)
    objective, objective_place = tags.id_of("objective")
    rewords, rewords_place = tags.id_of("rewords")
    if rewords_place:
        notes.use("item", rewords, rewords_place)
    if tags.one("objective") is None:
        notes.findings.add(
            part.place,
            "Q17",
            "The item names no objective.",
            "Write `objective: name` under its heading, with an empty line after it.",
        )
    item = ItemDraft(
        id=name,
        place=part.place,
        part=part,
        objective=objective,
        objective_place=objective_place or part.place,
        keep_order=tags.one("keep order") is not None,
        rewords=rewords,
        void=tags.void(),
    )
    _read_blocks(document, item, notes)
    name_options(item, notes)
    return item


def _read_blocks(document: Document, item: ItemDraft, notes: Notes) -> None:
    """The situation, the options, the closing quote; a second list tells of a reason not indented."""
    blocks = item.part.blocks
    first = next((i for i, block in enumerate(blocks) if _holds_boxes(block)), None)
    if first is None:
        item.situation = blocks
        return
    item.situation = blocks[:first]
    _read_options(document, item, blocks[first], notes)
    later = blocks[first + 1 :]
    for number, block in enumerate(later):
        if block.kind.endswith("_list"):
            _read_options(document, item, block, notes)
        if block.kind == "blockquote" and _ends_list(document, block, later[number + 1 :]):
            _tell_unindented(document, block, notes)
        elif block.kind == "blockquote" and item.closing is None:
            item.closing = block
        elif not block.kind.endswith("_list") and not is_tags(block):
            notes.findings.add(
                document.place(block.line),
                "W12",
                "Text stands below the options, where no page shows it.",
                "Put it above them, or make a closing quote of it with >.",
            )


def _holds_boxes(block: Block) -> bool:
    return block.kind.endswith("_list") and any(
        _LOOSE_BOX.match(entry.children[0].inline.content)
        for entry in block.children
        if entry.children and entry.children[0].inline is not None
    )


def _ends_list(document: Document, block: Block, later: list[Block]) -> bool:
    above = document.lines[block.line - 2].strip() if block.line > 1 else ""
    return bool(above) or any(_holds_boxes(each) for each in later)


def _tell_unindented(document: Document, block: Block, notes: Notes) -> None:
    notes.findings.add(
        document.place(block.line),
        "Q02",
        "This reason is not indented, so it ends the list of options.",
        "Put two spaces before the >.",
    )


def _read_options(document: Document, item: ItemDraft, block: Block, notes: Notes) -> None:
    if block.kind != "bullet_list" or block.markup != "-":
        notes.findings.add(
            document.place(block.line),
            "W13",
            "Options begin with a hyphen.",
            "Write - [ ] or - [x].",
        )
    for entry in block.children:
        option = _option(document, entry, notes)
        if option is not None:
            item.options.append(option)


def _option(document: Document, entry: Block, notes: Notes) -> OptionDraft | None:
    place = document.place(entry.line)
    first = entry.children[0] if entry.children else None
    if first is None or first.kind != "paragraph" or first.inline is None:
        notes.findings.add(place, "W13", "This option has no words.", "Write - [ ] and its text.")
        return None
    box = _BOX.match(first.inline.content)
    if box is None:
        notes.findings.add(
            place,
            "W13",
            "The option does not begin with its box.",
            "Write - [ ] for a wrong one, - [x] for a right one, with one space after it.",
        )
        loose = _LOOSE_BOX.match(first.inline.content)
        if loose is None:
            return None
    right = "x" in (box or _LOOSE_BOX.match(first.inline.content)).group(0).lower()  # type: ignore[union-attr]
    if "\n" in first.inline.content:
        notes.findings.add(
            document.place(first.line + 1),
            "W13",
            "The option runs over more than one line.",
            "Keep it on one line, with its reason below, begun with >.",
        )
    words = list(first.inline.children or [])
    misconception = _cut_misconception(document, first, words, notes)
    _cut_box(words)
    option = OptionDraft(place=place, right=right, words=words, misconception=misconception)
    if misconception and right:
        notes.findings.add(
            place, "Q16", "A right option has a misconception.", "Take it out, or change the box."
        )
    _read_below(document, entry, option, notes)
    return option


def _cut_box(words: list[Token]) -> None:
    if words and words[0].type == "text":
        words[0].content = _LOOSE_BOX.sub("", words[0].content, count=1).lstrip()


def _cut_misconception(document: Document, block: Block, words: list[Token], notes: Notes) -> str | None:
    last = words[-1] if words else None
    found = _BRACES.search(last.content) if last is not None and last.type == "text" else None
    if last is None or found is None:
        return None
    last.content = last.content[: found.start()]
    key, _, value = found.group(1).partition("=")
    place = document.place(block.line, found.group(0).strip(), until=block.end)
    if key.strip() != "misconception" or not value.strip():
        notes.findings.add(
            place,
            "W06",
            f"{quoted(found.group(0).strip())} is not known here.",
            nearest(key.strip(), ["misconception"]) or "A wrong option ends with {misconception=name}.",
        )
        return None
    name = checked_id(value.strip(), place, notes)
    notes.use("misconception", name, place)
    return name


def _read_below(document: Document, entry: Block, option: OptionDraft, notes: Notes) -> None:
    """The reason and, after an empty line, the tags."""
    for block in entry.children[1:]:
        if block.kind == "blockquote" and option.reason is None:
            option.reason = block
            _tell_swallowed(document, block, notes)
        elif is_tags(block) and block.inline is not None:
            tags = Tags(tags_in(document, block.inline.children or [], block), _OPTION_TAGS, notes)
            option.tag_name, _ = tags.id_of("#")
            option.void = tags.void()
        else:
            notes.findings.add(
                document.place(block.line),
                "W13",
                "An option has one line, its reason as one quote, and perhaps tags.",
                "Take this out, or put > before it.",
            )


def _tell_swallowed(document: Document, quote: Block, notes: Notes) -> None:
    """Tags right below a reason become part of the quote."""
    for block in quote.children:
        if block.inline is None:
            continue
        for tag in tags_in(document, block.inline.children or [], block):
            if tag.text.startswith("#") or tag.text.startswith("void:"):
                notes.findings.add(
                    tag.place,
                    "W07",
                    f"The tag {quoted(tag.text)} stands within the reason.",
                    "Leave an empty line above it.",
                )


def make_item(draft: ItemDraft, render: Renderer) -> Item:
    return Item(
        id=draft.id or "",
        question=render.line(draft.part.words),
        objective=draft.objective or "",
        options=tuple(_made_option(option, render) for option in draft.options),
        situation=render.prose(draft.situation),
        closing=render.tokens(draft.closing.tokens[1:-1]) if draft.closing else render.prose([]),
        keep_order=draft.keep_order,
        rewords=draft.rewords,
        void=draft.void,
    )


def _made_option(draft: OptionDraft, render: Renderer) -> Option:
    return Option(
        name=draft.name or RIGHT,
        text=render.line(draft.words),
        right=draft.right,
        reason=render.tokens(draft.reason.tokens[1:-1]) if draft.reason else render.prose([]),
        misconception=draft.misconception,
        void=draft.void,
    )
