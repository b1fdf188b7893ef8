"""Reads `experience-map.yaml`: the stages of the customer's road and its touch points."""

from lms.catalog.content import ExperienceMap, Stage, TouchPoint
from lms.catalog.facts_file import AcceptFacts, look_over_facts, note_acceptances
from lms.catalog.notes import Notes
from lms.catalog.schema import Id, Strict, Text, Title, hold_against
from lms.catalog.yaml_file import Facts, read_yaml

ANYONE = "anyone"


class TouchPointFacts(Strict):
    id: Id
    title: Title
    owner: Id
    helpers: list[Id] = []
    standard: Text
    if_fails: Text
    feedback: bool = False
    modules: list[Id] = []


class StageFacts(Strict):
    id: Id
    title: Title
    touch_points: list[TouchPointFacts]


class MapFacts(Strict):
    stages: list[StageFacts]
    accept: list[AcceptFacts] = []


def read_map(text: str, notes: Notes) -> MapFacts | None:
    facts = read_yaml(notes.file, text, notes.findings)
    held = hold_against(MapFacts, facts, notes.findings) if facts else None
    if facts is None or held is None:
        return None
    look_over_facts(facts, notes)
    note_acceptances(facts, held.accept, notes)
    for number, stage in enumerate(held.stages):
        notes.give("stage", stage.id, facts.place("stages", number, "id"))
        for nth, point in enumerate(stage.touch_points):
            _note_ids(facts, ("stages", number, "touch_points", nth), point, notes)
    return held


def _note_ids(facts: Facts, path: tuple[str | int, ...], point: TouchPointFacts, notes: Notes) -> None:
    notes.give("touch point", point.id, facts.place(*path, "id"))
    if point.owner != ANYONE:
        notes.use("job", point.owner, facts.place(*path, "owner"))
    for number, job in enumerate(point.helpers):
        notes.use("job", job, facts.place(*path, "helpers", number))
    for number, module in enumerate(point.modules):
        notes.use("module", module, facts.place(*path, "modules", number))


def make_map(held: MapFacts, *, revision: str) -> ExperienceMap:
    return ExperienceMap(
        stages=tuple(
            Stage(
                id=stage.id,
                title=stage.title,
                touch_points=tuple(_made(point) for point in stage.touch_points),
            )
            for stage in held.stages
        ),
        revision=revision,
    )


def _made(point: TouchPointFacts) -> TouchPoint:
    return TouchPoint(
        id=point.id,
        title=point.title,
        owner=point.owner,
        standard=point.standard,
        if_fails=point.if_fails,
        helpers=tuple(point.helpers),
        feedback=point.feedback,
        modules=tuple(point.modules),
    )
