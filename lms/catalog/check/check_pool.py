"""C05: a check has half as many items again as it asks, so that a second try meets fresh ones.

Rewordings stand in for items that were missed, and are not drawn.
"""

from lms.catalog.check.questions import live_items
from lms.catalog.package_files import PackageReading

IDS = ("C05",)

FEWEST_ASKED = 5
"""A check that asks fewer is a short one, and may ask all that it has."""


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        check = course.syllabus.entries.check if course.syllabus else None
        if check is None or check.questions < FEWEST_ASKED or (check.reserve and course.check_items is None):
            continue
        pools = [course.check_items, *(module.reserve for module in course.modules)]
        there = sum(item.rewords is None for pool in pools if pool is not None for item in live_items(pool))
        wanted = check.questions * 3 // 2
        if check.questions <= there < wanted:
            reading.findings.warn(
                course.place("check", "questions"),
                "C05",
                f"The check asks {check.questions} questions and has {there} to draw from; {wanted} are enough.",
                "Write more items into its own reserve or those of the modules.",
            )
