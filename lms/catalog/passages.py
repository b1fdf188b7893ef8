"""Reads what a scenario tells: paragraphs, who speaks in them, and when they are shown."""

from collections.abc import Collection
from dataclasses import dataclass

from markdown_it.token import Token

from lms.catalog.conditions import Asked, read_condition
from lms.catalog.content import ALWAYS, Condition, Passage
from lms.catalog.findings import quoted
from lms.catalog.notes import Notes
from lms.catalog.pages import Renderer
from lms.catalog.tree import Block, Document, is_tags, plain_words, tags_in


@dataclass(slots=True)
class PassageDraft:
    block: Block
    speaker: str = ""
    condition: Condition = ALWAYS

    @property
    def plain(self) -> str:
        inlines = [token for token in self.block.tokens if token.type == "inline"]
        return " ".join(plain_words(token.children or []) for token in inlines)


def read_passages(
    document: Document, blocks: list[Block], asked: Asked, notes: Notes, *, known: Collection[str]
) -> list[PassageDraft]:
    """The blocks as passages; tags that stand among them are told, for there they are none."""
    found: list[PassageDraft] = []
    for block in blocks:
        if is_tags(block):
            _tell_misplaced(document, block, known, notes, "Put it right under the heading, all tags together.")
        else:
            found.append(_passage(document, block, asked, known, notes))
    return found


def _passage(document: Document, block: Block, asked: Asked, known: Collection[str], notes: Notes) -> PassageDraft:
    draft = PassageDraft(block)
    children = block.inline.children if block.kind == "paragraph" and block.inline else None
    if not children or block.inline is None:
        return draft
    tags = tags_in(document, children, block)
    if children[0].type == "code_inline" and tags[0].key == "if":
        draft.condition = read_condition(tags[0], asked, notes)
        del children[0]
        _cut_space(children)
        if children and children[0].type == "code_inline":
            _tell_misplaced(document, block, known, notes, "Leave an empty line under the tags.")
    elif children[0].type == "code_inline":
        _tell_misplaced(document, block, known, notes, "Leave an empty line under the tags.")
    draft.speaker = _cut_speaker(children)
    return draft


def _cut_space(children: list[Token]) -> None:
    while children and children[0].type == "softbreak":
        del children[0]
    if children and children[0].type == "text":
        children[0].content = children[0].content.lstrip()
        if not children[0].content:
            del children[0]


def _cut_speaker(children: list[Token]) -> str:
    """`**Ms Okoro:** "..."`: the name goes before the speech, not into it."""
    if len(children) < 4 or [token.type for token in children[:3]] != ["strong_open", "text", "strong_close"]:
        # markdown-it puts an empty text before what is strong
        if children and children[0].type == "text" and not children[0].content:
            del children[0]
            return _cut_speaker(children)
        return ""
    words = children[1].content.rstrip()
    if not words.endswith(":"):
        return ""
    del children[:3]
    _cut_space(children)
    return words[:-1]


def _tell_misplaced(document: Document, block: Block, known: Collection[str], notes: Notes, mend: str) -> None:
    assert block.inline is not None
    for tag in tags_in(document, block.inline.children or [], block):
        if tag.key in known and ":" in tag.text:
            notes.findings.add(tag.place, "W07", f"The tag {quoted(tag.text)} stands within the text.", mend)


def make_passages(drafts: list[PassageDraft], render: Renderer) -> tuple[Passage, ...]:
    return tuple(
        Passage(text=render.tokens(draft.block.tokens), speaker=draft.speaker, condition=draft.condition)
        for draft in drafts
    )
