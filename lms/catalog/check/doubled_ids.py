"""Ids are given once: each among its kind in the package, objectives in their course."""

from lms.catalog.findings import quoted
from lms.catalog.notes import Given
from lms.catalog.package_files import PackageReading

IDS = ("I02",)


def find(reading: PackageReading) -> None:
    seen: dict[tuple[str, str, str], Given] = {}
    for notes in reading.notes.values():
        for given in notes.given:
            first = seen.setdefault((given.kind, given.within, given.id), given)
            if first is not given:
                where = first.place
                reading.findings.add(
                    given.place,
                    "I02",
                    f"The id {quoted(given.id)} is taken in {where.file}:{where.line} already.",
                    "Choose another; an id is never given twice.",
                )
