"""Options have names, not numbers: which name each goes by, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.content import RIGHT
from lms.catalog.findings import quoted
from lms.catalog.notes import Notes

if TYPE_CHECKING:
    from lms.catalog.quiz_file import ItemDraft


def name_options(item: ItemDraft, notes: Notes) -> None:
    """A tag names an option; else a wrong one goes by its misconception, a lone right one is `right`."""
    lone = sum(option.right for option in item.options) == 1
    seen: dict[str, int] = {}
    for option in item.options:
        option.name = option.tag_name or _own_name(option.right, lone, option.misconception)
        if option.name is None:
            notes.findings.add(
                option.place,
                "I03",
                "Nothing tells this option apart from the others.",
                "Write a tag like `#name` below its reason, after an empty line.",
            )
        elif option.name in seen:
            notes.findings.add(
                option.place,
                "I02",
                f"The option goes by {quoted(option.name)}, as the one in line {seen[option.name]} does.",
                "Give both a tag like `#name` below the reason, after an empty line.",
            )
        else:
            seen[option.name] = option.place.line


def _own_name(right: bool, lone: bool, misconception: str | None) -> str | None:
    if right:
        return RIGHT if lone else None
    return misconception
