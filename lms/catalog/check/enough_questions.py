"""C04: a check has as many items as it asks."""

from lms.catalog.package_files import PackageReading

IDS = ("C04",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        check = course.syllabus.entries.check if course.syllabus else None
        if check is None or (check.reserve and course.check_items is None):
            continue
        own = list(course.check_items.items) if course.check_items else []
        reserve = [item for module in course.modules if module.reserve for item in module.reserve.items]
        there = sum(1 for item in own + reserve if item.void is None and item.rewords is None)
        if there < check.questions:
            reading.findings.add(
                course.place("check", "questions"),
                "C04",
                f"The check asks {check.questions} questions; its files hold {there}.",
                "Write more items, or ask fewer.",
            )
