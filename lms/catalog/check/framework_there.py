"""Everything stands on the framework and the misconceptions, so their files must be there."""

from lms.catalog.findings import Place
from lms.catalog.package_files import FRAMEWORK_FILE, MISCONCEPTIONS_FILE, PackageReading

IDS = ("F12",)


def find(reading: PackageReading) -> None:
    for file in (FRAMEWORK_FILE, MISCONCEPTIONS_FILE):
        if file not in reading.files and not reading.findings.of_file(file):
            reading.findings.add(
                Place(file),
                "F12",
                "The file is not there, and courses and jobs need it.",
                "Name the folder that holds it, or copy it from another package.",
            )
