"""Reads `competencies.yaml`: groups, competencies, and what each level looks like."""

from lms.catalog.facts_file import AcceptFacts, look_over_facts, note_acceptances
from lms.catalog.findings import quoted
from lms.catalog.notes import Notes
from lms.catalog.schema import Id, Strict, Text, Title, hold_against
from lms.catalog.yaml_file import Facts, read_yaml
from lms.competencies.framework import LEVELS, Competency, Framework, Group


class CompetencyFacts(Strict):
    id: Id
    title: Title
    means: Text
    levels: dict[int, Text]
    matches: dict[str, list[Text]] = {}


class GroupFacts(Strict):
    id: Id
    title: Title
    competencies: list[CompetencyFacts]


class FrameworkFacts(Strict):
    groups: list[GroupFacts]
    accept: list[AcceptFacts] = []


def read_framework(text: str, notes: Notes) -> FrameworkFacts | None:
    facts = read_yaml(notes.file, text, notes.findings)
    held = hold_against(FrameworkFacts, facts, notes.findings) if facts else None
    if facts is None or held is None:
        return None
    look_over_facts(facts, notes)
    note_acceptances(facts, held.accept, notes)
    for number, group in enumerate(held.groups):
        notes.give("group of competencies", group.id, facts.place("groups", number, "id"))
        for nth, each in enumerate(group.competencies):
            path = ("groups", number, "competencies", nth)
            notes.give("competency", each.id, facts.place(*path, "id"))
            _tell_levels(facts, path, each, notes)
    return held


def _tell_levels(facts: Facts, path: tuple[str | int, ...], each: CompetencyFacts, notes: Notes) -> None:
    for level in LEVELS:
        if level not in each.levels:
            notes.findings.add(
                facts.key_place(*path, "levels"),
                "Y04",
                f"{quoted(each.id)} does not say what level {level} looks like.",
                f'Write "{level}: ...".',
            )
    for level in each.levels:
        if level not in LEVELS:
            notes.findings.add(
                facts.key_place(*path, "levels", level),
                "R02",
                f"There is no level {level}.",
                "Levels go from 0 to 4.",
            )


def make_framework(held: FrameworkFacts, *, revision: str) -> Framework:
    return Framework.of(
        tuple(
            Group(
                id=group.id,
                title=group.title,
                competencies=tuple(
                    Competency(
                        id=each.id,
                        title=each.title,
                        means=each.means,
                        levels=dict(sorted(each.levels.items())),
                        group=group.id,
                        matches={key: tuple(names) for key, names in each.matches.items()},
                    )
                    for each in group.competencies
                ),
            )
            for group in held.groups
        ),
        revision=revision,
    )
