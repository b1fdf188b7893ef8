"""Reads `misconceptions.yaml`: what wrong options stand for."""

from lms.catalog.content import Misconception, MisconceptionGroup, Misconceptions
from lms.catalog.facts_file import AcceptFacts, look_over_facts, note_acceptances
from lms.catalog.notes import Notes
from lms.catalog.schema import Id, Strict, Text, Title, hold_against
from lms.catalog.yaml_file import read_yaml


class MisconceptionFacts(Strict):
    id: Id
    belief: Text
    instead: Text


class GroupFacts(Strict):
    id: Id
    title: Title
    misconceptions: list[MisconceptionFacts]


class MisconceptionsFacts(Strict):
    groups: list[GroupFacts]
    accept: list[AcceptFacts] = []


def read_misconceptions(text: str, notes: Notes) -> MisconceptionsFacts | None:
    facts = read_yaml(notes.file, text, notes.findings)
    held = hold_against(MisconceptionsFacts, facts, notes.findings) if facts else None
    if facts is None or held is None:
        return None
    look_over_facts(facts, notes)
    note_acceptances(facts, held.accept, notes)
    for number, group in enumerate(held.groups):
        notes.give("group of misconceptions", group.id, facts.place("groups", number, "id"))
        for nth, each in enumerate(group.misconceptions):
            place = facts.place("groups", number, "misconceptions", nth, "id")
            notes.give("misconception", each.id, place)
    return held


def make_misconceptions(held: MisconceptionsFacts, *, revision: str) -> Misconceptions:
    return Misconceptions(
        groups=tuple(
            MisconceptionGroup(
                id=group.id,
                title=group.title,
                misconceptions=tuple(
                    Misconception(id=each.id, belief=each.belief, instead=each.instead, group=group.id)
                    for each in group.misconceptions
                ),
            )
            for group in held.groups
        ),
        revision=revision,
    )
