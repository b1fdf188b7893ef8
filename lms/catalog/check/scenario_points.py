"""S13: what a scenario says it shows can be shown on its best path."""

from lms.catalog import roads
from lms.catalog.conversation import begin
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading
from lms.catalog.scenario_file import ScenarioDraft

IDS = ("S13",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for draft in course.scenarios:
            if not any(each.blocks for each in reading.findings.of_file(draft.document.file)):
                _points(reading, draft)


def _points(reading: PackageReading, draft: ScenarioDraft) -> None:
    scenario = draft.bare()
    best = roads.best_way(scenario, begin(scenario))
    points = dict(best.points) if best else {}
    for shown in scenario.shows:
        if points.get(shown.competency, 0) <= 0:
            reading.findings.add(
                draft.place,
                "S13",
                f"The best path earns nothing in {quoted(shown.competency)}, so nobody can show it here.",
                "Let a reply on the shortest way to the good ending show it, or take `shows` out.",
            )
