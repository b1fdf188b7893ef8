"""What holds for every file of facts: slots that exist, accepted warnings, known ids."""

from typing import Annotated, Any

from pydantic import StringConstraints

from lms.catalog.notes import Notes
from lms.catalog.schema import Id, Strict, Text
from lms.catalog.tags import note_acceptance
from lms.catalog.writing import tell_slot
from lms.catalog.yaml_file import Facts, Path
from lms.markdown import SLOT


class AcceptFacts(Strict):
    """`accept: [{rule: M07, at: core-4, why: ...}]`."""

    rule: Annotated[str, StringConstraints(max_length=10)]
    at: Id
    why: Text


def look_over_facts(facts: Facts, notes: Notes) -> None:
    """Reports slots that do not exist in any text of the file."""
    for path, place in facts.values.items():
        value = value_at(facts.data, path)
        if isinstance(value, str) and "{{" in value:
            for found in SLOT.finditer(value):
                tell_slot(found.group(1), place, notes)


def value_at(data: Any, path: Path) -> Any:
    """The value at a path, or None where there is none (a key that stands twice)."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def note_acceptances(facts: Facts, accepted: list[AcceptFacts], notes: Notes) -> None:
    """Notes each acceptance for the lines of the entry it names; unknown entries are told."""
    for number, each in enumerate(accepted):
        place = facts.place("accept", number)
        found = next(
            (
                path[:-1]
                for path in facts.values
                if path[-1:] == ("id",) and value_at(facts.data, path) == each.at
            ),
            None,
        )
        if found is None:
            notes.findings.add(
                facts.place("accept", number, "at"),
                "A01",
                f'Nothing in this file has the id "{each.at}".',
                "Name an id of this file.",
            )
            continue
        lines = [at.line for path, at in facts.values.items() if path[: len(found)] == found]
        note_acceptance(notes, each.rule, each.why, place, min(lines), max(lines))
