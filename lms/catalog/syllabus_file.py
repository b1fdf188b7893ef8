"""Reads `course.yaml`: the syllabus of a course."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from lms.catalog.content import EVERYONE
from lms.catalog.facts_file import AcceptFacts, look_over_facts, note_acceptances
from lms.catalog.findings import quoted
from lms.catalog.notes import Notes
from lms.catalog.schema import AtLevel, Count, Day, FilePath, Id, Percent, Strict, Title, hold_against
from lms.catalog.yaml_file import Facts, Path, read_yaml


class ModuleEntry(Strict):
    id: Id
    file: FilePath
    quiz: FilePath
    reserve: FilePath | None = None
    aid: FilePath | None = None
    scenarios: list[Id] = []
    minutes: Annotated[int, Field(ge=1, le=60)]
    pass_percent: Percent = 80
    shows: list[AtLevel]
    prepares: list[AtLevel] = []
    review_by: Day | None = None
    status: Literal["live", "withdrawn"] = "live"


class CheckEntry(Strict):
    id: Id
    questions: Annotated[int, Field(ge=1, le=60)] = 10
    pass_percent: Percent = 80
    after_hours: Annotated[int, Field(ge=0, le=1000)] = 24
    reserve: FilePath | None = None


class AlsoNeedsEntry(Strict):
    scenarios: list[Id] = []
    plan: bool = True
    observation_level: Annotated[int, Field(ge=0, le=4)] = 0
    sample_ratings: Count = 0


class RenewalEntry(Strict):
    questions: Count = 0
    scenario_runs: Count = 0
    observations: Count = 0
    observations_given: Count = 0
    sample_ratings: Count = 0


class CertificateEntry(Strict):
    current_for_months: Annotated[int, Field(ge=1, le=120)]
    renewal: RenewalEntry = RenewalEntry()


class CourseFacts(Strict):
    id: Id
    title: Title
    about: Annotated[str, StringConstraints(max_length=300)] = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    version: Annotated[int, Field(ge=1, le=100_000)] = 1
    status: Literal["live", "retired"] = "live"
    for_jobs: Annotated[list[Id], Field(min_length=1)]
    requires_courses: list[Id] = []
    modules: Annotated[list[ModuleEntry], Field(min_length=1, max_length=40)]
    check: CheckEntry | None = None
    also_needs: AlsoNeedsEntry = AlsoNeedsEntry()
    certificate: CertificateEntry | None = None
    accept: list[AcceptFacts] = []


@dataclass(slots=True)
class Syllabus:
    """The facts of a course and their places."""

    entries: CourseFacts
    facts: Facts


def read_syllabus(text: str, notes: Notes) -> Syllabus | None:
    facts = read_yaml(notes.file, text, notes.findings)
    held = hold_against(CourseFacts, facts, notes.findings) if facts else None
    if facts is None or held is None:
        return None
    look_over_facts(facts, notes)
    note_acceptances(facts, held.accept, notes)
    _note_course(facts, held, notes)
    for number, module in enumerate(held.modules):
        _note_module(facts, ("modules", number), module, notes)
    return Syllabus(held, facts)


def _note_course(facts: Facts, held: CourseFacts, notes: Notes) -> None:
    if held.id != notes.course:
        notes.findings.add(
            facts.place("id"),
            "I04",
            f"The id {quoted(held.id)} is not the folder's name {quoted(notes.course)}.",
            "Give both the same name.",
        )
    notes.give("course, module or check", held.id, facts.place("id"))
    _use_all(facts, ("requires_courses",), held.requires_courses, "course", notes)
    _use_all(facts, ("also_needs", "scenarios"), held.also_needs.scenarios, "scenario", notes)
    if held.check is not None:
        notes.give("course, module or check", held.check.id, facts.place("check", "id"))
    if EVERYONE in held.for_jobs:
        if len(held.for_jobs) > 1:
            notes.findings.add(
                facts.place("for_jobs"),
                "Y05",
                f"{quoted(EVERYONE)} stands beside other jobs.",
                "Write everyone alone, or the jobs.",
            )
        return
    _use_all(facts, ("for_jobs",), held.for_jobs, "job", notes)


def _use_all(facts: Facts, path: Path, names: list[str], kind: str, notes: Notes) -> None:
    for number, name in enumerate(names):
        notes.use(kind, name, facts.place(*path, number))


def _note_module(facts: Facts, path: Path, module: ModuleEntry, notes: Notes) -> None:
    notes.give("course, module or check", module.id, facts.place(*path, "id"))
    _use_all(facts, (*path, "scenarios"), module.scenarios, "scenario", notes)
    for key, highest in (("shows", 2), ("prepares", 4)):
        for number, (competency, level) in enumerate(getattr(module, key)):
            place = facts.place(*path, key, number)
            notes.use("competency", competency, place)
            if not 1 <= level <= highest:
                notes.findings.add(
                    place,
                    "R02",
                    f"A module cannot {'show' if key == 'shows' else 'prepare for'} level {level}.",
                    f"Write a level from 1 to {highest}.",
                )
