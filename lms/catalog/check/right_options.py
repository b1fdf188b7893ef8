"""Q01: exactly one option is right, or several are and at least one is not."""

from lms.catalog.package_files import PackageReading

IDS = ("Q01",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for item in course.items():
            right = [option for option in item.options if option.right]
            if item.options and not right:
                reading.findings.add(item.place, "Q01", "No option is right.", "Mark one with - [x].")
            elif len(item.options) > 1 and len(right) == len(item.options):
                reading.findings.add(
                    item.place,
                    "Q01",
                    "All options are right, so there is nothing to choose.",
                    "Mark at least one with - [ ].",
                )
            elif right and all(option.void for option in right) and item.void is None:
                reading.findings.add(
                    item.place,
                    "Q01",
                    "Every right option is void.",
                    "Set the whole item aside: `void: date, reason` under its heading.",
                )
