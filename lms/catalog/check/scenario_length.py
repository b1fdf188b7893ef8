"""S12: a scene is read between two choices, so it is short."""

from lms.catalog.findings import ERROR, WARNING
from lms.catalog.package_files import PackageReading

IDS = ("S12",)

MANY_WORDS = 200
"""A minute's reading."""
MOST_WORDS = 1_000


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for draft in course.scenarios:
            for scene in draft.scenes:
                words = sum(len(passage.plain.split()) for passage in scene.passages)
                if words > MANY_WORDS:
                    reading.findings.add(
                        scene.place,
                        "S12",
                        f"The scene has {words:,} words; {MANY_WORDS if words <= MOST_WORDS else MOST_WORDS:,} "
                        f"are {'enough' if words <= MOST_WORDS else 'the most'}.",
                        "Say what one sees and hears, and leave the rest out.",
                        ERROR if words > MOST_WORDS else WARNING,
                    )
