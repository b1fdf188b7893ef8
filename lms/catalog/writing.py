"""What holds for every Markdown file: no HTML, no tricks, one title, slots and links in their places."""

import re
from urllib.parse import unquote

from markdown_it.token import Token

from lms.catalog.findings import Place, nearest, quoted
from lms.catalog.notes import LinkUse, Notes
from lms.catalog.tree import Block, Document, Part, looks_like_id, plain_words
from lms.markdown import EMPTY_SLOTS, SLOT

MAX_LIST_DEPTH = 4
_TAB = re.compile(r"[ >]*\t")
_HTML = re.compile(r"<[!/?A-Za-z]")


def look_over(document: Document, notes: Notes) -> None:
    """Reports what no course file may hold, and notes its links and pictures."""
    for label, line in document.references.items():
        notes.findings.add(
            document.place(line),
            "W02",
            f"The line [{label.lower()}]: ... makes a link out of every [{label.lower()}].",
            "Write the address in the link: [words](address).",
        )
    code_lines = _look_at_tokens(document, notes)
    for number, text in enumerate(document.lines, 1):
        tab = _TAB.match(text)
        if tab and number not in code_lines:
            notes.findings.add(document.place(number), "W03", "A tab stands in the indent.", "Use spaces.")


def _look_at_tokens(document: Document, notes: Notes) -> set[int]:
    code_lines: set[int] = set()
    depth = 0
    for token in document.tokens:
        line = token.map[0] + 1 if token.map else 1
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            if depth == MAX_LIST_DEPTH + 1:
                notes.findings.add(
                    document.place(line),
                    "W09",
                    f"Lists are nested more than {MAX_LIST_DEPTH} deep.",
                    "Make the list flatter.",
                )
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type in ("fence", "code_block"):
            code_lines.update(range(line, (token.map or [0, 0])[1] + 1))
        elif token.type == "html_block":
            _html(document, token.content, line, notes)
        elif token.type == "heading_open" and token.markup in ("-", "="):
            notes.findings.add(
                document.place((token.map or [0, line])[1]),
                "W04",
                "A line of dashes right under a text makes a heading of it.",
                "Leave an empty line between them, or take the dashes out.",
            )
        elif token.type == "inline":
            _look_at_signs(document, token, notes)
    return code_lines


def _html(document: Document, content: str, line: int, notes: Notes) -> None:
    found = _HTML.search(content)
    words = content[found.start() :].split("\n")[0][:40] if found else content[:40]
    notes.findings.add(
        document.place(line, words.strip()),
        "W01",
        f"HTML stands in the text: {quoted(words)}.",
        "Take it out; Markdown has what you need. A lone < is written \\<.",
    )


def _look_at_signs(document: Document, inline: Token, notes: Notes) -> None:
    first, end = (inline.map[0] + 1, inline.map[1]) if inline.map else (1, 1)
    place = _Seeker(document, first, end)
    for token in inline.children or []:
        if token.type == "html_inline":
            notes.findings.add(
                place(token.content),
                "W01",
                f"HTML stands in the text: {quoted(token.content)}.",
                "Take it out; Markdown has what you need. A lone < is written \\<.",
            )
        elif token.type == "link_open":
            _link(str(token.attrGet("href") or ""), place, notes)
        elif token.type == "image":
            _picture(token, place, notes)
        elif token.type == "text":
            _slots(token.content, place, notes)
        elif token.type == "code_inline" and "{{" in token.content and ":" in token.content:
            notes.findings.add(
                place(token.content), "W11", "A slot stands in a tag.", "Slots go into text only."
            )


class _Seeker:
    """Finds the places of words one after the other, so that the second of two alike gets its own."""

    def __init__(self, document: Document, first: int, end: int) -> None:
        self._document, self._line, self._end, self._from = document, first, end, 0

    def __call__(self, words: str) -> Place:
        wanted = words.split("\n")[0]
        for number in range(self._line, self._end + 1):
            text = self._document.lines[number - 1] if number <= len(self._document.lines) else ""
            start = self._from if number == self._line else 0
            column = text.find(wanted, start) if wanted else -1
            if column >= 0:
                self._line, self._from = number, column + 1
                return Place(self._document.file, number, column + 1)
        return self._document.place(self._line)


def _link(address: str, place: _Seeker, notes: Notes) -> None:
    written = unquote(address)
    here = place(f"]({written}" if written else "](")
    if "{{" in written:
        notes.findings.add(here, "W11", "A slot stands in a link.", "Slots go into text only.")
        return
    notes.links.append(LinkUse(address, here))


def _picture(token: Token, place: _Seeker, notes: Notes) -> None:
    address = str(token.attrGet("src") or "")
    here = place("![")
    if not token.content.strip():
        notes.findings.add(
            here,
            "P02",
            "The picture has no words for those who cannot see it.",
            "Say in the brackets what it shows.",
        )
    notes.links.append(LinkUse(address, here, picture=True))


def _slots(text: str, place: _Seeker, notes: Notes) -> None:
    for found in SLOT.finditer(text):
        tell_slot(found.group(1), place(found.group(0)), notes)


def tell_slot(name: str, place: Place, notes: Notes) -> None:
    """A finding when there is no slot of this name."""
    if name not in EMPTY_SLOTS:
        notes.findings.add(
            place,
            "W10",
            f"There is no slot {quoted(name)}.",
            nearest(name, EMPTY_SLOTS) or f"There are {', '.join(EMPTY_SLOTS)}.",
        )


def title_part(document: Document, notes: Notes) -> Part | None:
    """The one `#` heading on the first line (in a job: after its front matter)."""
    heads = [part for part in document.top.parts if part.level == 1]
    for extra in heads[1:]:
        notes.findings.add(extra.place, "W05", "A second # heading stands here.", "Write ## for a section.")
    first = document.top.parts[0] if document.top.parts else None
    if not heads or first is not heads[0] or document.top.blocks:
        line = 1 if document.front_matter is None else _first_text(document)
        notes.findings.add(
            document.place(line),
            "W05",
            "The file does not begin with its title.",
            "Write it on the first line, like # A title.",
        )
    elif document.front_matter is None and heads[0].place.line != 1:
        notes.findings.add(heads[0].place, "W05", "The title is not on the first line.", "Move it up.")
    if not heads:
        return None
    _check_title(heads[0], notes)
    return heads[0]


def _first_text(document: Document) -> int:
    blocks: list[Block] = document.top.blocks
    return blocks[0].line if blocks else 1


def _check_title(part: Part, notes: Notes) -> None:
    if not plain_words(part.words):
        notes.findings.add(part.place, "W05", "The title is empty.", "Write it after the #.")
    if part.id is None and looks_like_id(part.heading):
        notes.findings.add(part.place, "I03", "The braces that end the heading hold no id.", "Write {#name}.")


def tell_loose_text(document: Document, part: Part, what: str, notes: Notes) -> None:
    """Text that stands where no page shows it."""
    for block in part.blocks[:1]:
        notes.findings.add(
            document.place(block.line),
            "W12",
            "Text stands before the first ## heading, where no page shows it.",
            f"Put it into {what}.",
        )


def title_of(part: Part) -> str:
    """A title in plain words, slots still open."""
    return plain_words(part.words)
