"""The files of a package in memory: read from a folder once, or taken from a published revision.

A folder is written by people and may hold anything. Nothing that leads out of
it is followed, nothing that could wait for ever is opened, and sizes are told
before contents are read.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from lms.catalog.findings import Findings, Place, quoted

MAX_TEXT = 256 * 1024
MAX_PICTURE = 200 * 1000
MAX_COURSE_BYTES = 20 * 1024 * 1024
MAX_COURSE_FILES = 500
MAX_PACKAGE_FILES = 20_000
MAX_LINE = 2_000
TEXT_ENDINGS = (".md", ".yaml")
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp")

Files = Mapping[str, bytes]
"""Contents by path; paths start at the package's folder and use forward slashes."""

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
_PASSED_OVER = re.compile(r"\..*|.*~|README\.md|__pycache__|#.*#")
_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_folder(folder: Path, findings: Findings) -> dict[str, bytes]:
    """All files of a package folder that can be read; a finding for each that cannot."""
    files: dict[str, bytes] = {}
    if not folder.is_dir():
        findings.add(Place("."), "F01", f"There is no folder {quoted(str(folder))}.", "Name another folder.")
        return files
    counts: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for path, entry in _entries(folder, "", findings):
        course = path.split("/", 1)[0] if "/" in path else ""
        size = entry.stat(follow_symlinks=False).st_size
        counts[course] = counts.get(course, 0) + 1
        sizes[course] = sizes.get(course, 0) + size
        if len(files) >= MAX_PACKAGE_FILES:
            findings.add(Place("."), "F09", f"The folder holds more than {MAX_PACKAGE_FILES:,} files.")
            break
        if _fits(path, size, findings) and counts[course] <= MAX_COURSE_FILES:
            content = _content(folder / path, path, findings)
            if content is not None:
                files[path] = content
    _check_totals(counts, sizes, findings)
    return files


def _entries(folder: Path, below: str, findings: Findings) -> Iterable[tuple[str, os.DirEntry[str]]]:
    """Plain files below a folder, in order; links and special files are told and passed over."""
    try:
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError as problem:
        findings.add(Place(below or "."), "F01", f"The folder cannot be read ({problem.strerror}).")
        return
    for entry in entries:
        if _PASSED_OVER.fullmatch(entry.name):
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        mode = _mode(entry)
        if stat.S_ISLNK(mode):
            findings.add(
                Place(_safe(path)),
                "F02",
                "A link to another file is not followed.",
                "Put the file itself here.",
            )
        elif not _NAME.fullmatch(entry.name):
            findings.add(
                Place(_safe(path)),
                "F04",
                f"The name {quoted(_safe(entry.name))} has other signs than a-z, 0-9, hyphen and dot.",
                "Rename it.",
            )
        elif stat.S_ISDIR(mode):
            if path.count("/") < 6:
                yield from _entries(folder / entry.name, path, findings)
        elif stat.S_ISREG(mode):
            yield path, entry
        else:
            findings.add(Place(path), "F02", "This is no plain file (a pipe or device).", "Take it out.")


def _mode(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return 0


def _safe(name: str) -> str:
    """A name that is not UTF-8 can still be printed."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _fits(path: str, size: int, findings: Findings) -> bool:
    if path.endswith(TEXT_ENDINGS) and size > MAX_TEXT:
        findings.add(
            Place(path),
            "F05",
            f"The file has {size / 1024:,.0f} kB; a text may have {MAX_TEXT // 1024} kB.",
            "Split it.",
        )
        return False
    if path.endswith(PICTURE_ENDINGS) and size > MAX_PICTURE:
        findings.add(
            Place(path),
            "P04",
            f"The picture has {size / 1000:,.0f} kB; it may have {MAX_PICTURE // 1000} kB.",
            "Save it smaller.",
        )
        return False
    return path.endswith(TEXT_ENDINGS + PICTURE_ENDINGS) or size <= MAX_TEXT


def _content(path: Path, name: str, findings: Findings) -> bytes | None:
    """Opens without following links and without waiting, for the entry may have changed meanwhile."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            return file.read(MAX_TEXT + 1)
    except OSError as problem:
        findings.add(Place(name), "F01", f"The file cannot be read ({problem.strerror}).")
        return None


def _check_totals(counts: dict[str, int], sizes: dict[str, int], findings: Findings) -> None:
    for course, count in counts.items():
        place = Place(f"{course}/course.yaml" if course else ".")
        if count > MAX_COURSE_FILES:
            findings.add(
                place,
                "F09",
                f"The folder holds {count} files; a course may have {MAX_COURSE_FILES}.",
                "Split the course.",
            )
        if sizes[course] > MAX_COURSE_BYTES:
            findings.add(
                place,
                "F09",
                f"The folder holds {sizes[course] / 2**20:,.0f} MB; a course may have "
                f"{MAX_COURSE_BYTES // 2**20} MB.",
                "Make pictures smaller or split the course.",
            )


def text_of(file: str, content: bytes, findings: Findings) -> str | None:
    """The text of a file with LF line ends and without byte-order mark, or None with a finding."""
    if len(content) > MAX_TEXT:
        _fits(file, len(content), findings)
        return None
    try:
        text = normal(content).decode("utf-8")
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start]
        findings.add(
            Place(file, before.count(b"\n") + 1, problem.start - (before.rfind(b"\n") + 1) + 1),
            "F03",
            "The file is not UTF-8 from here on.",
            "Save it as UTF-8.",
        )
        return None
    if not text.strip():
        findings.add(Place(file), "F06", "The file is empty.", "Write it, or take it out of the course.")
        return None
    return text if _plain_lines(file, text, findings) else None


def _plain_lines(file: str, text: str, findings: Findings) -> bool:
    fine = True
    for number, words in enumerate(text.split("\n"), 1):
        found = _CONTROL.search(words)
        if found:
            findings.add(
                Place(file, number, found.start() + 1),
                "F08",
                f"A sign that cannot be seen stands here (U+{ord(found.group()):04X}).",
                "Take it out.",
            )
            fine = False
        if len(words) > MAX_LINE:
            findings.add(
                Place(file, number, MAX_LINE + 1),
                "F10",
                f"The line has {len(words):,} signs; it may have {MAX_LINE:,}.",
                "Break it.",
            )
            fine = False
    return fine


def normal(content: bytes) -> bytes:
    """A text as it is hashed and read: LF line ends, no byte-order mark."""
    return content.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def file_hash(path: str, content: bytes) -> str:
    """SHA-256 of a file; of a text in its normal form, so that line ends change nothing."""
    return hashlib.sha256(normal(content) if path.endswith(TEXT_ENDINGS) else content).hexdigest()


def revision_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the sorted lines `path, SHA-256 of that file`."""
    lines = sorted(f"{path}, {file_hash(path, content)}\n" for path, content in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()
