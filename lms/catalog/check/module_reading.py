"""M09: a module reads easily for someone tired, or for whom English is a second language."""

from lms.catalog.check.module_words import prose
from lms.catalog.check.reading_level import AIM, HIGHEST, grade
from lms.catalog.findings import HINT, WARNING
from lms.catalog.package_files import PackageReading

IDS = ("M09",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for module in course.modules:
            found = grade(prose(module.module)) if module.module else 0.0
            if module.module and found > AIM:
                reading.findings.add(
                    module.module.document.place(1),
                    "M09",
                    f"The module reads like grade {found:.1f}; {AIM} is the aim, {HIGHEST} the most.",
                    "Shorten sentences, and take shorter words.",
                    WARNING if found > HIGHEST else HINT,
                )
