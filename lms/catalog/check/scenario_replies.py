"""S04, S10: two to five replies in a scene, and each says what follows and why."""

from lms.catalog.package_files import PackageReading
from lms.catalog.scenario_file import SceneDraft

IDS = ("S04", "S10")


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for draft in course.scenarios:
            for scene in draft.scenes:
                _count(reading, scene)
                _consequences(reading, scene)


def _count(reading: PackageReading, scene: SceneDraft) -> None:
    count = len(scene.replies)
    if scene.replies and not scene.kind and not 2 <= count <= 5:
        reading.findings.add(
            scene.place,
            "S10",
            f"The scene has {count} {'reply' if count == 1 else 'replies'}.",
            "Write two to five; with one there is nothing to decide.",
        )


def _consequences(reading: PackageReading, scene: SceneDraft) -> None:
    for reply in scene.replies:
        if not any(passage.plain for passage in reply.happens):
            reading.findings.add(
                reply.place,
                "S04",
                "The reply has no consequence.",
                "Below an empty line, indented by two spaces, write what happens.",
            )
        if reply.note is None:
            reading.findings.add(
                reply.place, "S04", "The reply has no coach note.", "Write it below what happens, begun with two spaces and >."
            )
