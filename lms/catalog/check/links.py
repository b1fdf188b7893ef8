"""Links lead somewhere: out by https, mailto or tel, or to a file of the package."""

from lms.catalog.findings import nearest, quoted
from lms.catalog.notes import LinkUse
from lms.catalog.package_files import PackageReading
from lms.catalog.pages import Pages, is_outside, target_of
from lms.markdown import outside_address

IDS = ("L01", "L02", "L03", "L04", "L05")


def find(reading: PackageReading) -> None:
    pages = reading.pages()
    anchors = _anchors(reading)
    for notes in reading.notes.values():
        for link in notes.links:
            if link.picture:
                continue
            if is_outside(link.address):
                _outside(reading, link)
            else:
                _inside(reading, notes.file, link, pages, anchors)


def _anchors(reading: PackageReading) -> dict[str, set[str]]:
    return {
        module.module.document.file: module.module.section_ids()
        for course in reading.courses.values()
        for module in course.modules
        if module.module is not None
    }


def _outside(reading: PackageReading, link: LinkUse) -> None:
    if outside_address(link.address) is None:
        reading.findings.add(
            link.place,
            "L02",
            f"The link {quoted(link.address)} begins with something else than https:, mailto: or tel:.",
            "Use one of these, or a path within the package.",
        )


def _in_unread_course(reading: PackageReading, path: str) -> bool:
    course = reading.courses.get(path.split("/")[0])
    return course is not None and course.syllabus is None


def _inside(
    reading: PackageReading, file: str, link: LinkUse, pages: Pages, anchors: dict[str, set[str]]
) -> None:
    path, anchor = target_of(file, link.address)
    if path.startswith("..") or link.address.startswith("/"):
        reading.findings.add(
            link.place,
            "L03",
            f"The link {quoted(link.address)} leaves the package.",
            "Write a path from this file to another one, like ../aids/10-name.md.",
        )
    elif path in reading.files and _in_unread_course(reading, path):
        reading.findings.add(
            link.place,
            "L05",
            f"The link leads into the course {quoted(path.split('/')[0])}, whose course.yaml cannot be read.",
            "Mend that course first.",
        )
    elif path not in pages and not (path == file and anchor in anchors.get(path, set())):
        reading.findings.add(
            link.place,
            "L01",
            f"The link {quoted(link.address)} leads nowhere.",
            nearest(path, pages) or "Link to a module, quiz, job aid, scenario or job that is there.",
        )
    elif anchor and path in anchors and anchor not in anchors[path]:
        reading.findings.add(
            link.place,
            "L04",
            f"There is no section {quoted(anchor)} in {path}.",
            nearest(anchor, anchors[path]) or "Link to a section's id.",
        )
