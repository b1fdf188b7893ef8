"""Tags: which are known at a place, what they say, and what is wrong with the others."""

import re
from collections.abc import Iterable
from datetime import date

from lms.catalog.content import Void
from lms.catalog.findings import Place, nearest, quoted
from lms.catalog.notes import Acceptance, Notes
from lms.catalog.schema import is_id
from lms.catalog.tree import Block, Document, Part, Tag, is_tags, tags_in

_RULE = re.compile(r"[A-Z][0-9]{2}")

ALL_KEYS = (
    *("accept", "translates", "for", "competency", "objective", "rewords", "keep order", "void"),
    *("when", "channel", "minutes", "mood", "pass_percent", "evidence_percent", "you", "with"),
    *("shows", "if", "else", "ending", "job"),
)


class Tags:
    """The tags of one place, sorted by key, with findings for those it does not know."""

    def __init__(
        self, tags: Iterable[Tag], known: Iterable[str], notes: Notes, *, repeat: Iterable[str] = ()
    ) -> None:
        self._notes = notes
        self._by_key: dict[str, list[Tag]] = {}
        known, repeat = tuple(known), tuple(repeat)
        for tag in tags:
            if tag.key not in known:
                self._unknown(tag, known)
            elif tag.key in self._by_key and tag.key not in repeat:
                notes.findings.add(
                    tag.place, "W06", f"The tag {quoted(tag.text)} stands here twice.", "Keep one."
                )
            else:
                self._by_key.setdefault(tag.key, []).append(tag)

    def _unknown(self, tag: Tag, known: tuple[str, ...]) -> None:
        names = [f"{key}: ..." if key not in ("#", "keep order") else key for key in known]
        offer = nearest(tag.key, known) or f"Known here: {', '.join(names)}."
        self._notes.findings.add(tag.place, "W06", f"The tag {quoted(tag.text)} is not known here.", offer)

    def one(self, key: str) -> Tag | None:
        found = self._by_key.get(key)
        return found[0] if found else None

    def all(self, key: str) -> list[Tag]:
        return self._by_key.get(key, [])

    def id_of(self, key: str) -> tuple[str | None, Place | None]:
        """The id a tag names, checked in its form, and its place."""
        tag = self.one(key)
        if tag is None:
            return None, None
        return checked_id(tag.value, tag.place, self._notes), tag.place

    def void(self) -> Void | None:
        """`void: date, reason`."""
        tag = self.one("void")
        if tag is None:
            return None
        day, _, reason = tag.value.partition(",")
        try:
            on = date.fromisoformat(day.strip())
        except ValueError:
            on = None
        if on is None or not reason.strip():
            self._notes.findings.add(
                tag.place,
                "W08",
                "A void needs its date and its reason.",
                "Write it like `void: 2027-03-02, the rule has changed`.",
            )
            return None
        return Void(on=on, reason=reason.strip())

    def accept(self, first_line: int, last_line: int) -> None:
        """`accept: Q07, reason`: notes which warnings the author accepts here."""
        for tag in self.all("accept"):
            rule, _, why = tag.value.partition(",")
            note_acceptance(self._notes, rule.strip(), why.strip(), tag.place, first_line, last_line)


def note_acceptance(notes: Notes, rule: str, why: str, place: Place, first_line: int, last_line: int) -> None:
    """Keeps an acceptance, or tells what it lacks."""
    if not _RULE.fullmatch(rule) or not why:
        notes.findings.add(
            place,
            "A01",
            "An accepted warning needs its rule and a reason.",
            "Write it like `accept: Q07, the word not is the point here`.",
        )
        return
    notes.acceptances.append(Acceptance(rule, first_line, last_line, place, why))


def checked_id(text: str, place: Place, notes: Notes) -> str | None:
    """An id in its form, or None with a finding."""
    if is_id(text):
        return text
    notes.findings.add(
        place,
        "I01",
        f"{quoted(text)} is no id.",
        "Use lower-case words and digits joined by hyphens, a letter first, at most 60 signs.",
    )
    return None


def part_id(part: Part, notes: Notes, what: str) -> str | None:
    """The id that ends a heading; a finding when it is missing or malformed."""
    if part.id is None:
        notes.findings.add(
            part.place,
            "I03",
            f"{what} {quoted(part.heading)} has no id.",
            "End the heading with one, like {#name}.",
        )
        return None
    return checked_id(part.id, part.id_place, notes)


def tell_misplaced(document: Document, part: Part, known: Iterable[str], notes: Notes) -> None:
    """Tags that run into text, or stand further down, are no tags: say so."""
    known = tuple(known)
    for number, block in enumerate(part.blocks):
        if block.kind != "paragraph" or block.inline is None:
            continue
        children = block.inline.children or []
        starts = children[:1] and children[0].type == "code_inline"
        if is_tags(block):
            _tell(document, block, known, notes, "Put it right under the heading.")
        elif starts and number == 0:
            _tell(document, block, known, notes, "Leave an empty line under the tags.")


def _tell(document: Document, block: Block, known: tuple[str, ...], notes: Notes, mend: str) -> None:
    assert block.inline is not None
    for tag in tags_in(document, block.inline.children or [], block):
        if tag.key in known and (":" in tag.text or tag.key in ("#", "keep order")):
            notes.findings.add(tag.place, "W07", f"The tag {quoted(tag.text)} stands within the text.", mend)
