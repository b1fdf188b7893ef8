"""T01: a translation was made from the original as it stands now."""

import re

from lms.catalog.course_file import original_of
from lms.catalog.files import TEXT_ENDINGS, file_hash
from lms.catalog.findings import Place
from lms.catalog.package_files import PackageReading

IDS = ("T01",)

SIGNS = 12
_IN_TAG = re.compile(r"`translates:\s*([^`]*)`")
_IN_FACTS = re.compile(r"^translates:\s*[\"']?([^\"'\s#]*)", re.MULTILINE)


def find(reading: PackageReading) -> None:
    for path, content in reading.files.items():
        original = original_of(path)
        if original is None or original not in reading.files or not path.endswith(TEXT_ENDINGS):
            continue
        text = content.decode("utf-8", "replace")
        found = (_IN_FACTS if path.endswith(".yaml") else _IN_TAG).search(text)
        wanted = file_hash(original, reading.files[original])[:SIGNS]
        if found is None or found.group(1).strip() != wanted:
            reading.findings.warn(
                _place(path, text, found),
                "T01",
                f"The original {original.rsplit('/', 1)[-1]} has moved on since it was translated."
                if found
                else "The translation does not say from which original it was made.",
                f"Bring the words up to date, then write `translates: {wanted}`.",
            )


def _place(path: str, text: str, found: re.Match[str] | None) -> Place:
    if found is None:
        return Place(path)
    before = text[: found.start()]
    return Place(path, before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1)
