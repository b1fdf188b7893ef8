"""M08: what was to be looked at again by a day is told once the day has passed."""

from lms.catalog.package_files import PackageReading

IDS = ("M08",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for module in course.modules:
            day = module.entry.review_by
            if day is not None and reading.today is not None and day < reading.today:
                reading.findings.warn(
                    course.place("modules", module.number, "review_by"),
                    "M08",
                    f"The module was to be reviewed by {day.isoformat()}.",
                    "Read it again, mend what has aged, and write the next date.",
                )
