"""The tiny package in memory, and small changes to it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "courses"

Files = dict[str, bytes]
Change = Callable[[Files], None]


@cache
def _contents() -> tuple[tuple[str, bytes], ...]:
    found = (path for path in sorted(FOLDER.rglob("*")) if path.is_file())
    return tuple((path.relative_to(FOLDER).as_posix(), path.read_bytes()) for path in found)


def files() -> Files:
    return dict(_contents())


def changed(change: Change) -> Files:
    package = files()
    change(package)
    return package


def write(folder: Path) -> Path:
    """The tiny package as a folder of its own, for tests that break it."""
    for path, content in _contents():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def swap(path: str, old: str, new: str) -> Change:
    """Other words in a file; the old ones must stand there once."""

    def change(package: Files) -> None:
        text = package[path].decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        package[path] = text.replace(old, new).encode()

    return change


def put(path: str, content: str | bytes) -> Change:
    def change(package: Files) -> None:
        package[path] = content.encode() if isinstance(content, str) else content

    return change


def drop(path: str) -> Change:
    def change(package: Files) -> None:
        del package[path]

    return change


def add(path: str, more: str) -> Change:
    """More words at the end of a file."""

    def change(package: Files) -> None:
        package[path] += more.encode()

    return change


def both(*changes: Change) -> Change:
    def change(package: Files) -> None:
        for each in changes:
            each(package)

    return change


def line_of(package: Files, path: str, words: str) -> int:
    """The line (from 1) on which the words stand first."""
    for number, line in enumerate(package[path].decode("utf-8", "replace").splitlines(), 1):
        if words in line:
            return number
    raise AssertionError(f"{words!r} is not in {path}")
