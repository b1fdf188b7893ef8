"""U01 to U03: what the package gives, something in it uses."""

from collections.abc import Iterator

from lms.catalog.findings import Place, quoted
from lms.catalog.package_files import PackageReading

IDS = ("U01", "U02", "U03")

_RULE_OF = {"misconception": "U01", "competency": "U02", "scenario": "U03"}
_MEND_OF = {
    "misconception": "Name it at a wrong option, or take it out.",
    "competency": "Let a job require it, or take it out.",
    "scenario": "Name it at a module in course.yaml, or take it out.",
}


def find(reading: PackageReading) -> None:
    if not reading.is_whole:
        return
    for kind, name, place in _unused(reading):
        reading.findings.warn(
            place, _RULE_OF[kind], f"Nothing uses the {kind} {quoted(name)}.", _MEND_OF[kind]
        )


def _unused(reading: PackageReading) -> Iterator[tuple[str, str, Place]]:
    used = {(each.kind, each.id) for notes in reading.notes.values() for each in notes.used}
    for notes in reading.notes.values():
        for given in notes.given:
            if given.kind in _RULE_OF and (given.kind, given.id) not in used:
                yield given.kind, given.id, given.place
