"""A Markdown file as sections with positions: headings, their ids, their tags, their blocks.

`markdown-it` gives a flat list of tokens. Here they become blocks that know
their lines, and blocks become sections. All readers of Markdown stand on this.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from lms.catalog.findings import Findings, Place
from lms.markdown import TooMuch, parse

_ID = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_LOOSE_ID = re.compile(r"\{\s*#?[^{}]*\}\s*$")
_SPACES = re.compile(r"^[\s\u00a0]*$")


@dataclass(slots=True)
class Tag:
    """A fact in back-ticks. `key` is "#" for a name, the word before the colon, or the whole text."""

    text: str
    place: Place

    @property
    def key(self) -> str:
        if self.text.startswith("#"):
            return "#"
        return self.text.split(":", 1)[0].strip()

    @property
    def value(self) -> str:
        if self.text.startswith("#"):
            return self.text[1:].strip()
        return self.text.split(":", 1)[1].strip() if ":" in self.text else ""


@dataclass(slots=True)
class Block:
    """A block of Markdown: `kind` is the token's name without `_open`.

    `tokens` is the whole block, to be rendered; `inline` holds the signs of a
    heading or paragraph; `children` the blocks within a quote or list.
    """

    kind: str
    line: int
    end: int
    tokens: list[Token]
    markup: str = ""
    inline: Token | None = None
    children: list["Block"] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A heading with all that stands below it, up to the next of its level or above.

    `tags` are the facts right under the heading; `blocks` what follows them;
    `parts` the deeper headings.
    """

    level: int
    place: Place
    heading: str
    words: list[Token]
    id: str | None
    id_place: Place
    tokens: list[Token] = field(default_factory=list)
    last_line: int = 0
    tags: list[Tag] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def walk(self) -> "list[Part]":
        """This part and all below it, in the order of the file."""
        return [self, *(each for part in self.parts for each in part.walk())]


@dataclass(slots=True)
class Document:
    """One file: its top part (the `#` heading), its lines, and front matter if there is any."""

    file: str
    lines: list[str]
    top: Part
    tokens: list[Token]
    front_matter: str | None = None
    references: dict[str, int] = field(default_factory=dict)
    """The `[x]: address` lines: label and line."""

    def place(self, line: int, words: str = "", *, until: int | None = None) -> Place:
        """Where some words stand, looked for from a line on, at most down to `until`."""
        return find_place(self.file, self.lines, line, words, until=until)


def find_place(file: str, lines: list[str], line: int, words: str = "", *, until: int | None = None) -> Place:
    """The first place of the words in these lines (from 1); else the first sign of the line."""
    last = min(until if until is not None else line, len(lines))
    if words:
        for number in range(line, last + 1):
            column = lines[number - 1].find(words)
            if column >= 0:
                return Place(file, number, column + 1)
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return Place(file, max(line, 1), len(text) - len(text.lstrip()) + 1)


def read_document(file: str, text: str, findings: Findings) -> Document | None:
    """The file as a tree; None when it was made so that reading would take too long."""
    env: dict[str, Any] = {}
    try:
        tokens = parse(text, env)
    except TooMuch as problem:
        findings.add(
            Place(file, problem.line),
            "F11",
            f"The file cannot be read in time: {problem}.",
            "Split the text or make it simpler.",
        )
        return None
    lines = text.split("\n")
    front = next((token for token in tokens[:1] if token.type == "front_matter"), None)
    top = Part(
        level=0,
        place=Place(file),
        heading="",
        words=[],
        id=None,
        id_place=Place(file),
    )
    document = Document(
        file=file,
        lines=lines,
        top=top,
        tokens=tokens,
        front_matter=front.content if front else None,
        references={label: found["map"][0] + 1 for label, found in env.get("references", {}).items()},
    )
    _hang_parts(document, _blocks(tokens[1:] if front else tokens))
    return document


def _blocks(tokens: list[Token]) -> list[Block]:
    """Nests the flat tokens; markdown-it itself stops at twenty levels."""
    top: list[Block] = []
    open_blocks: list[tuple[Block, int]] = []
    for index, token in enumerate(tokens):
        if token.nesting == -1:
            block, begin = open_blocks.pop()
            block.tokens = tokens[begin : index + 1]
            continue
        if token.type == "inline":
            if open_blocks:
                open_blocks[-1][0].inline = token
            continue
        line, end = token.map if token.map else (0, 1)
        kind = token.type.removesuffix("_open")
        block = Block(kind, line + 1, end, [token], token.markup)
        (open_blocks[-1][0].children if open_blocks else top).append(block)
        if token.nesting == 1:
            open_blocks.append((block, index))
    return top


def _hang_parts(document: Document, blocks: list[Block]) -> None:
    """Hangs headings below each other by their level, and blocks below their heading."""
    path = [document.top]
    for block in blocks:
        if block.kind == "heading" and block.inline is not None:
            part = _part(document, block)
            while path[-1].level >= part.level:
                path.pop().last_line = part.place.line - 1
            path[-1].parts.append(part)
            path.append(part)
        else:
            path[-1].blocks.append(block)
    for part in path:
        part.last_line = len(document.lines)
    for part in document.top.walk():
        part.tags = _take_tags(document, part)


def _part(document: Document, block: Block) -> Part:
    inline = block.inline
    assert inline is not None
    level = int(block.tokens[0].tag[1])
    found = _ID.search(inline.content)
    words = list(inline.children or [])
    if found:
        _cut_end(words, found.group(0).strip())
    heading = inline.content[: found.start()] if found else inline.content
    return Part(
        level=level,
        place=document.place(block.line),
        heading=heading.strip(),
        words=words,
        id=found.group(1).strip() if found else None,
        id_place=document.place(block.line, "{#", until=block.end),
        tokens=block.tokens,
    )


def _cut_end(words: list[Token], end: str) -> None:
    """Cuts `{#id}` from the last text of a heading."""
    if words and words[-1].type == "text":
        content = words[-1].content.rstrip()
        if content.endswith(end):
            words[-1].content = content[: -len(end)].rstrip()


def looks_like_id(heading: str) -> bool:
    """The heading ends in braces that are not quite an id: `{ #x }`, `{x}`."""
    return bool(_LOOSE_ID.search(heading)) and not heading.rstrip().endswith("}}")


def _take_tags(document: Document, part: Part) -> list[Tag]:
    """Tags right under the heading, in a paragraph of their own."""
    if not part.blocks or part.level == 0:
        return []
    first = part.blocks[0]
    if first.kind != "paragraph" or not _codes_alone(first.inline):
        return []
    part.blocks.pop(0)
    assert first.inline is not None
    return tags_in(document, first.inline.children or [], first)


def _codes_alone(inline: Token | None) -> bool:
    children = (inline.children if inline else None) or []
    return any(child.type == "code_inline" for child in children) and all(
        child.type in ("code_inline", "softbreak", "hardbreak")
        or (child.type == "text" and _SPACES.match(child.content))
        for child in children
    )


def is_tags(block: Block) -> bool:
    """A paragraph that holds back-ticks alone."""
    return block.kind == "paragraph" and _codes_alone(block.inline)


def tags_in(document: Document, children: list[Token], block: Block) -> list[Tag]:
    """The back-ticks among some signs, each with its place; doubled ones are told apart."""
    tags: list[Tag] = []
    seen: dict[str, int] = {}
    for child in children:
        if child.type == "code_inline":
            nth = seen.get(child.content, 0)
            seen[child.content] = nth + 1
            tags.append(Tag(child.content, _code_place(document, child, block, nth)))
    return tags


def _code_place(document: Document, code: Token, block: Block, nth: int) -> Place:
    wanted = f"{code.markup}{code.content}{code.markup}"
    for number in range(block.line, min(block.end, len(document.lines)) + 1):
        text = document.lines[number - 1]
        column = text.find(wanted)
        while column >= 0:
            if nth == 0:
                return Place(document.file, number, column + 1)
            nth -= 1
            column = text.find(wanted, column + len(wanted))
    return document.place(block.line, code.content, until=block.end)


def split_trailing_tags(inline: Token) -> tuple[list[Token], list[Token]]:
    """Cuts the back-ticks that end a list entry, as far as they look like tags, from its words."""
    words = list(inline.children or [])
    codes: list[Token] = []
    while words:
        last = words[-1]
        if last.type == "code_inline" and _like_tag(last.content):
            codes.insert(0, last)
        elif not (last.type in ("softbreak",) or (last.type == "text" and not last.content.strip())):
            break
        words.pop()
    if words and words[-1].type == "text":
        words[-1].content = words[-1].content.rstrip()
    return words, codes


def _like_tag(text: str) -> bool:
    return text.startswith("#") or ": " in text or text.endswith(":")


def plain_words(children: list[Token]) -> str:
    """What a reader sees of some signs, without marks."""
    return "".join(
        child.content if child.type in ("text", "code_inline", "image") else " "
        for child in children
        if child.type not in ("em_open", "em_close", "strong_open", "strong_close")
        and not child.type.startswith("link_")
    ).strip()
