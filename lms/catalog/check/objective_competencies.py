"""M11: what an objective trains is a competency that its module shows."""

from lms.catalog.findings import nearest, quoted
from lms.catalog.package_files import PackageReading

IDS = ("M11",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for module in course.modules:
            shown = [competency for competency, _ in module.entry.shows]
            for objective in module.module.objectives if module.module else ():
                if objective.competency and objective.competency not in shown:
                    reading.findings.add(
                        objective.place,
                        "M11",
                        f"The module does not show {quoted(objective.competency)}.",
                        nearest(objective.competency, shown)
                        or f"Name one that it shows ({', '.join(shown)}), or add it to `shows`.",
                    )
