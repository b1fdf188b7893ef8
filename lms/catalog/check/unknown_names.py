"""What a file names must be there: competencies, misconceptions, jobs, courses, and so on."""

from lms.catalog.findings import nearest, quoted
from lms.catalog.package_files import FRAMEWORK_FILE, MAP_FILE, MISCONCEPTIONS_FILE, PackageReading

RULE_OF = {
    "competency": "R01",
    "misconception": "R03",
    "job": "R04",
    "course": "R05",
    "module": "R06",
    "scenario": "R07",
    "item": "R08",
    "touch point": "R09",
}
IDS = tuple(RULE_OF.values())


def find(reading: PackageReading) -> None:
    known = _known(reading)
    for notes in reading.notes.values():
        for used in notes.used:
            names = known.get(used.kind)
            if names is not None and used.id not in names:
                reading.findings.add(
                    used.place,
                    RULE_OF[used.kind],
                    f"There is no {used.kind} {quoted(used.id)}.",
                    nearest(used.id, names) or _where(used.kind),
                )


def _known(reading: PackageReading) -> dict[str, set[str]]:
    """The names of each kind; a kind whose file cannot be read is left out, or all would be unknown."""
    known: dict[str, set[str]] = {kind: set() for kind in RULE_OF}
    for notes in reading.notes.values():
        for given in notes.given:
            known.setdefault(given.kind, set()).add(given.id)
    known["job"] |= reading.job_files
    known["course"] = set(reading.courses)
    for course in reading.courses.values():
        known["module"] |= {module.entry.id for module in course.modules}
    if reading.framework is None:
        del known["competency"]
    if reading.misconceptions is None:
        del known["misconception"]
    if reading.map is None and MAP_FILE in reading.files:
        del known["touch point"]
    if any(course.syllabus is None for course in reading.courses.values()):
        del known["module"], known["item"]
    return known


def _where(kind: str) -> str:
    places = {
        "competency": f"They stand in {FRAMEWORK_FILE}.",
        "misconception": f"They stand in {MISCONCEPTIONS_FILE}.",
        "job": "They stand in jobs/, one a file.",
        "touch point": f"They stand in {MAP_FILE}.",
        "scenario": "They stand in the folders scenarios/ of the courses.",
    }
    return places.get(kind, "Look for it in course.yaml.")
