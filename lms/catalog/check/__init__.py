"""The check over all that authors write: reads everything, then tells every problem in one run.

Readers report what they cannot read. What needs a look across files or at the
craft of questions is a rule here, one idea a file: `IDS` names the rules it
tells, `find` adds their findings. A new rule joins `RULES`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lms.catalog.check import (
    absolute_words,
    all_of_the_above,
    check_pool,
    checklist_items,
    difficult_customers,
    doubled_ids,
    enough_questions,
    evidence,
    framework_there,
    grammar_cue,
    jargon,
    key_position,
    links,
    longest_key,
    module_minutes,
    module_parts,
    module_reading,
    negative_stem,
    objective_competencies,
    objective_verbs,
    objectives_asked,
    option_count,
    option_order,
    pictures,
    quiz_reading,
    reasons,
    review_dates,
    right_options,
    same_stem,
    scenario_length,
    scenario_points,
    scenario_replies,
    scenario_roads,
    similar_options,
    syllabus_files,
    translations,
    unfocused_stem,
    unknown_names,
    unused,
    vague_frequency,
    word_echo,
    wrong_options,
)
from lms.catalog.check.accepted import without_accepted
from lms.catalog.files import Files, read_folder
from lms.catalog.findings import ERROR, HINT, WARNING, Finding, Findings, Place
from lms.catalog.package_files import (
    Made,
    PackageReading,
    make_things,
    read_package,
    thing_of,
)
from lms.catalog.pages import Page, is_outside, target_of
from lms.catalog.things import FRAMEWORK, MISCONCEPTIONS, Thing

RULES = (
    framework_there,
    syllabus_files,
    doubled_ids,
    unknown_names,
    links,
    pictures,
    module_parts,
    enough_questions,
    right_options,
    reasons,
    option_count,
    wrong_options,
    objectives_asked,
    scenario_replies,
    scenario_length,
    scenario_roads,
    scenario_points,
    jargon,
    similar_options,
    longest_key,
    all_of_the_above,
    negative_stem,
    absolute_words,
    vague_frequency,
    word_echo,
    grammar_cue,
    unfocused_stem,
    option_order,
    key_position,
    quiz_reading,
    same_stem,
    module_minutes,
    review_dates,
    module_reading,
    objective_verbs,
    objective_competencies,
    check_pool,
    difficult_customers,
    evidence,
    checklist_items,
    translations,
    unused,
)
IDS = tuple(name for rule in RULES for name in rule.IDS)

_FOUNDATION = (FRAMEWORK, MISCONCEPTIONS)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check found, and the things that may be published."""

    findings: tuple[Finding, ...]
    made: Mapping[Thing, Made]
    reading: PackageReading

    @property
    def errors(self) -> int:
        return sum(finding.severity == ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding.severity == WARNING for finding in self.findings)

    @property
    def hints(self) -> int:
        return sum(finding.severity == HINT for finding in self.findings)

    @property
    def passed(self) -> bool:
        return self.errors == 0

    def findings_of(self, thing: Thing | None) -> tuple[Finding, ...]:
        """What was found about one thing; None for the package as a whole."""
        return tuple(finding for finding in self.findings if thing_of(finding.file) == thing)

    def links_out_of(self, thing: Thing) -> dict[str, Page]:
        """Where the links of a thing lead that lead to another one."""
        pages = self.reading.pages()
        found: dict[str, Page] = {}
        for notes in self.reading.notes.values():
            if thing_of(notes.file) == thing:
                for link in notes.links:
                    path = "" if is_outside(link.address) else target_of(notes.file, link.address)[0]
                    if path in pages and thing_of(path) != thing:
                        found[path] = pages[path]
        return found


def check(*folders: str | Path, today: date | None = None) -> CheckReport:
    """Reads package folders as one package and tells every problem. Raises nothing on bad input.

    Without `today` nothing is called overdue.
    """
    findings = Findings()
    files: dict[str, bytes] = {}
    for folder in folders:
        for path, content in read_folder(Path(folder), findings).items():
            if path in files:
                findings.add(Place(path), "F13", "The file stands in two of the folders.", "Keep one.")
            files.setdefault(path, content)
    return check_files(files, findings, today)


def check_files(files: Files, findings: Findings | None = None, today: date | None = None) -> CheckReport:
    """The same over files in memory."""
    reading = read_package(files, findings if findings is not None else Findings())
    reading.today = today
    for rule in RULES:
        rule.find(reading)
    found = without_accepted(reading, IDS)
    return CheckReport(found, make_things(reading, _broken(found, reading)), reading)


def _broken(findings: Iterable[Finding], reading: PackageReading) -> frozenset[Thing]:
    """Things with an error. Without a sound framework nothing that names it can be trusted."""
    errors = [finding for finding in findings if finding.blocks]
    broken = {thing for finding in errors if (thing := thing_of(finding.file)) is not None}
    everything = {thing for path in reading.files if (thing := thing_of(path)) is not None}
    foundation = {Thing(kind, kind) for kind in _FOUNDATION}
    if any(thing_of(finding.file) is None for finding in errors) or not everything >= foundation:
        return frozenset(broken | everything)
    if broken & foundation:
        broken |= everything - foundation
    return frozenset(broken)
