"""Reads the replies of a scene: a link, tags, what happens, and the coach's note."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it.token import Token

from lms.catalog.conditions import Asked, read_condition
from lms.catalog.content import ALWAYS, Condition, Effect, Reply
from lms.catalog.findings import Place, nearest, quoted
from lms.catalog.notes import Notes
from lms.catalog.pages import Renderer
from lms.catalog.passages import PassageDraft, make_passages, read_passages
from lms.catalog.tags import Tags
from lms.catalog.tree import Block, Document, Tag, is_tags, plain_words, tags_in
from lms.markdown import NO_PROSE, Prose

_TAGS = ("#", "if")
_EFFECT = re.compile(r"([a-z][a-z0-9-]*) ([+-])(\d)")
_LOOSE_EFFECT = re.compile(r"([A-Za-z][\w-]*?)\s*:?\s*([+\-−–—])\s*(\d+)")
_WRITE = 'Write - ["What you say."](#scene), then its tags, with `#name` among them.'


@dataclass(slots=True)
class ReplyDraft:
    place: Place
    words: list[Token]
    to: str
    to_place: Place
    name: str | None = None
    effects: list[Effect] = field(default_factory=list)
    mood: int = 0
    condition: Condition = ALWAYS
    happens: list[PassageDraft] = field(default_factory=list)
    note: Block | None = None

    @property
    def plain(self) -> str:
        return plain_words(self.words)

    @property
    def points(self) -> int:
        return sum(effect.points for effect in self.effects)


def holds_replies(block: Block) -> bool:
    """Does an entry of this list begin with a link to a scene?"""
    return block.kind.endswith("_list") and any(
        _links_to_scene(entry.children[0].inline.children or [])
        for entry in block.children
        if entry.children and entry.children[0].inline is not None
    )


def _links_to_scene(children: list[Token]) -> bool:
    words = [token for token in children if token.type != "text" or token.content]
    return bool(words) and words[0].type == "link_open" and str(words[0].attrGet("href")).startswith("#")


def read_replies(
    document: Document, block: Block, competencies: Collection[str], asked: Asked, notes: Notes
) -> list[ReplyDraft]:
    if block.kind != "bullet_list" or block.markup != "-":
        notes.findings.add(document.place(block.line), "S07", "Replies begin with a hyphen.", _WRITE)
    found = (_reply(document, entry, competencies, asked, notes) for entry in block.children)
    return [reply for reply in found if reply is not None]


def _reply(
    document: Document, entry: Block, competencies: Collection[str], asked: Asked, notes: Notes
) -> ReplyDraft | None:
    place = document.place(entry.line)
    first = entry.children[0] if entry.children else None
    children = first.inline.children if first is not None and first.kind == "paragraph" and first.inline else None
    if first is None or not children or not _links_to_scene(children):
        notes.findings.add(place, "S07", "The reply does not begin with a link to a scene.", _WRITE)
        return None
    words, rest = _split(children)
    to = unquote(str(next(token for token in children if token.type == "link_open").attrGet("href"))[1:])
    to_place = document.place(first.line, f"](#{to}", until=first.end)
    draft = ReplyDraft(place, words, to, to_place)
    if not draft.plain:
        notes.findings.add(place, "S07", "The reply has no words.", _WRITE)
    _look_beside(document, first, rest, notes)
    tags = tags_in(document, rest, first)
    below = entry.children[1:]
    if below and is_tags(below[0]) and below[0].inline is not None:
        tags += tags_in(document, below[0].inline.children or [], below[0])
        below = below[1:]
    _read_tags(tags, draft, competencies, asked, notes)
    notes.give("reply", draft.name, place, within=document.file)
    _read_below(document, below, draft, asked, notes)
    return draft


def _split(children: list[Token]) -> tuple[list[Token], list[Token]]:
    """The words of the link, and what stands after it."""
    start = next(number for number, token in enumerate(children) if token.type == "link_open")
    end = next(number for number, token in enumerate(children) if token.type == "link_close")
    return children[start + 1 : end], children[end + 1 :]


def _look_beside(document: Document, first: Block, rest: list[Token], notes: Notes) -> None:
    for token in rest:
        if token.type in ("code_inline", "softbreak", "hardbreak"):
            continue
        if token.type != "link_open" and not token.content.strip():
            continue
        words = token.content.strip()[:40]
        notes.findings.add(
            document.place(first.line, words, until=first.end),
            "W07" if token.type != "link_open" else "S07",
            "Something else than tags stands right after the reply.",
            "Put all its words into the link, and leave an empty line between its tags and what happens.",
        )
        return


def _read_tags(
    tags: list[Tag], draft: ReplyDraft, competencies: Collection[str], asked: Asked, notes: Notes
) -> None:
    facts: list[Tag] = []
    for tag in tags:
        if _LOOSE_EFFECT.fullmatch(tag.text):
            _read_effect(tag, draft, competencies, notes)
        else:
            facts.append(tag)
    known = Tags(facts, _TAGS, notes)
    draft.name, _ = known.id_of("#")
    if known.one("#") is None:
        notes.findings.add(
            draft.place, "I03", "The reply has no name.", "Write a tag like `#name` right after its link."
        )
    condition = known.one("if")
    if condition is not None:
        draft.condition = read_condition(condition, asked, notes)


def _read_effect(tag: Tag, draft: ReplyDraft, competencies: Collection[str], notes: Notes) -> None:
    """`competency +2` or `mood -1`."""
    found = _EFFECT.fullmatch(tag.text)
    if found is None:
        loose = _LOOSE_EFFECT.fullmatch(tag.text)
        dash = loose is not None and loose[2] not in "+-"
        mend = "Write a hyphen, not a dash." if dash else "Write it like `active-listening +2`."
        notes.findings.add(tag.place, "S09", f"The effect {quoted(tag.text)} cannot be read.", mend)
        return
    name, number = found[1], int(found[2] + found[3])
    least, most = (-3, 3) if name == "mood" else (-1, 2)
    if not least <= number <= most:
        notes.findings.add(
            tag.place, "S09", f"The effect {quoted(tag.text)} is too strong.", f"Write a number from {least} to +{most}."
        )
    elif name == "mood":
        draft.mood = number
    elif name not in competencies:
        notes.findings.add(
            tag.place,
            "S09",
            f"The scenario does not show {quoted(name)}.",
            nearest(name, competencies) or f"Add `shows: {name}@2` under its title, or take this out.",
        )
    elif any(effect.competency == name for effect in draft.effects):
        notes.findings.add(tag.place, "W06", f"The reply has two effects on {quoted(name)}.", "Keep one.")
    else:
        draft.effects.append(Effect(competency=name, points=number))


def _read_below(document: Document, blocks: list[Block], draft: ReplyDraft, asked: Asked, notes: Notes) -> None:
    """What happens, as paragraphs; last the coach's note, as a quote."""
    quotes = [number for number, block in enumerate(blocks) if block.kind == "blockquote"]
    if quotes:
        draft.note = blocks[quotes[0]]
        _tell_swallowed(document, draft.note, notes)
        for block in blocks[quotes[0] + 1 :]:
            notes.findings.add(
                document.place(block.line),
                "S07",
                "Something stands below the coach note.",
                "A reply ends with its note: one quote, after what happens.",
            )
    told = blocks[: quotes[0]] if quotes else blocks
    draft.happens = read_passages(document, told, asked, notes, known=_TAGS)


def _tell_swallowed(document: Document, quote: Block, notes: Notes) -> None:
    """Tags right below a note become part of it."""
    for block in quote.children:
        for tag in tags_in(document, (block.inline.children if block.inline else None) or [], block):
            if tag.text.startswith("#") or tag.key == "if" or _EFFECT.fullmatch(tag.text):
                notes.findings.add(
                    tag.place, "W07", f"The tag {quoted(tag.text)} stands within the coach note.", "Put it after the link."
                )


def make_reply(draft: ReplyDraft, render: Renderer | None) -> Reply:
    return Reply(
        name=draft.name or "",
        text=render.line(draft.words) if render else Prose(draft.plain),
        to=draft.to,
        effects=tuple(draft.effects),
        mood=draft.mood,
        condition=draft.condition,
        happens=make_passages(draft.happens, render) if render else (),
        note=render.tokens(draft.note.tokens[1:-1]) if render and draft.note else NO_PROSE,
    )
