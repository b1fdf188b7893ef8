"""Pictures are there, are what their names say, and are small enough for a phone."""

from lms.catalog.findings import Place, nearest, quoted
from lms.catalog.notes import LinkUse, Notes
from lms.catalog.package_files import PackageReading
from lms.catalog.pages import is_outside, target_of
from lms.catalog.pictures import LARGE, TYPES, picture_facts

IDS = ("P01", "P03", "P05")


def find(reading: PackageReading) -> None:
    for notes in reading.notes.values():
        for link in notes.links:
            if link.picture:
                _shown(reading, notes, link)
    for path, content in reading.files.items():
        steps = path.split("/")
        if len(steps) >= 3 and steps[1] == "images":
            _stored(reading, path, content)


def _shown(reading: PackageReading, notes: Notes, link: LinkUse) -> None:
    folder = f"{notes.course}/images/"
    path = "" if is_outside(link.address) else target_of(notes.file, link.address)[0]
    if not notes.course or not path.startswith(folder) or "/" in path.removeprefix(folder):
        reading.findings.add(
            link.place,
            "P01",
            f"The picture {quoted(link.address)} does not lie in the course's folder images/.",
            "Put it there and write ../images/name.png.",
        )
    elif path not in reading.files and not reading.findings.of_file(path):
        pictures = [each for each in reading.files if each.startswith(folder)]
        reading.findings.add(
            link.place,
            "P01",
            f"There is no picture {quoted(link.address)}.",
            nearest(path, pictures) or "Put it into images/.",
        )


def _stored(reading: PackageReading, path: str, content: bytes) -> None:
    facts = picture_facts(content)
    expected = TYPES.get(path.rsplit(".", 1)[-1])
    if facts is None or expected is None:
        reading.findings.add(
            Place(path), "P03", "This is no PNG, JPEG or WebP picture.", "Save it as one of these."
        )
    elif facts.kind != expected:
        reading.findings.add(
            Place(path),
            "P03",
            f"The picture is {facts.kind}, its name says {expected}.",
            "Give the name its right ending.",
        )
    elif len(content) > LARGE:
        reading.findings.warn(
            Place(path),
            "P05",
            f"The picture has {len(content) / 1000:,.0f} kB; over {LARGE // 1000} kB is slow on a phone.",
            "Save it smaller.",
        )
