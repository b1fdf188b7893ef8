"""Q16: a wrong option says what someone who chooses it believes."""

from lms.catalog.package_files import PackageReading

IDS = ("Q16",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for item in course.items():
            for option in item.options:
                if not option.right and option.misconception is None:
                    reading.findings.warn(
                        option.place,
                        "Q16",
                        "The wrong option names no misconception.",
                        "End its line with {misconception=name}.",
                    )
