"""S01, S02, S03, S05: every scene is reached, every road goes on and comes to an end, one to a good one."""

from lms.catalog import roads
from lms.catalog.conversation import begin
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading
from lms.catalog.scenario_file import ScenarioDraft, SceneDraft

IDS = ("S01", "S02", "S03", "S05")


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for draft in course.scenarios:
            _dead_ends(reading, draft)
            if not any(each.blocks for each in reading.findings.of_file(draft.document.file)):
                _roads(reading, draft)


def _dead_ends(reading: PackageReading, draft: ScenarioDraft) -> None:
    for scene in draft.scenes:
        if scene.kind and scene.replies:
            reading.findings.add(
                scene.place, "S02", "The ending has replies.", "Take them out, or take out `ending: ...`."
            )
        elif not scene.kind and not scene.replies:
            reading.findings.add(
                scene.place,
                "S02",
                f"The scene {quoted(scene.id or scene.part.heading)} is a dead end: it has no replies.",
                "Write two to five, or make an ending of it with `ending: mixed`.",
            )
        elif not scene.kind and all(reply.condition.clauses for reply in scene.replies):
            reading.findings.add(
                scene.place,
                "S02",
                "Every reply here has a condition, so that there may be nothing to say.",
                "Let one reply need nothing.",
            )


def _roads(reading: PackageReading, draft: ScenarioDraft) -> None:
    scenario = draft.bare()
    try:
        found = roads.explore(scenario)
        best = roads.best_way(scenario, begin(scenario)) if not found.circling else None
    except roads.TooManyCases:
        reading.findings.add(
            draft.place,
            "S05",
            f"The conditions make more than {roads.MOST_CASES:,} cases, too many to walk them all.",
            "Take some conditions out, or make two conversations of it.",
        )
        return
    _endless(reading, draft, found)
    for scene in draft.scenes:
        if scene.id not in found.reached and not found.circling:
            _unreached(reading, scene)
    if not found.circling and best is None:
        reading.findings.add(
            draft.place,
            "S03",
            "No path leads to a good ending, so nobody can pass.",
            "Let replies lead to a scene with `ending: good`, and look at the conditions on the way.",
        )


def _endless(reading: PackageReading, draft: ScenarioDraft, found: roads.Roads) -> None:
    for scene in draft.scenes:
        if scene.id in found.circling:
            reading.findings.add(
                scene.place,
                "S05",
                "From here `if` and `else` send on from scene to scene without end.",
                "Let one of these scenes be open to all.",
            )
        elif scene.id in found.endless:
            reading.findings.add(
                scene.place,
                "S05",
                f"Whoever comes to {quoted(scene.id or '')} may never come to an end.",
                "Let a reply lead out of the circle to an ending.",
            )


def _unreached(reading: PackageReading, scene: SceneDraft) -> None:
    what = "ending" if scene.kind else "scene"
    reading.findings.add(
        scene.place,
        "S01",
        f"Nobody comes to the {what} {quoted(scene.id or '')}.",
        "Let a reply lead here, look at the conditions on the way, or take it out.",
    )
