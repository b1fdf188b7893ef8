"""What the check says: one problem each, at its place, with how to mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

ERROR = "error"
WARNING = "warning"
HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`file` is the path within the package; lines and columns count from 1."""

    file: str
    line: int
    column: int
    rule: str
    sentence: str
    mend: str
    severity: str = ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.rule}: {self.sentence} {self.mend}".rstrip()

    @property
    def blocks(self) -> bool:
        """An error keeps what it is about from being published."""
        return self.severity == ERROR

    def within(self, folder: str) -> "Finding":
        """The same with the folder's name before the file, as a person types it."""
        return replace(self, file=f"{folder}/{self.file}" if folder else self.file)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file. `owner` is the id of what it belongs to."""

    file: str
    line: int = 1
    column: int = 1


class Findings:
    """Collects problems while files are read; reading goes on after each."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def add(self, place: Place, rule: str, sentence: str, mend: str = "", severity: str = ERROR) -> None:
        finding = Finding(
            file=place.file,
            line=place.line,
            column=place.column,
            rule=rule,
            sentence=_shown(sentence),
            mend=_shown(mend),
            severity=severity,
        )
        self._found.setdefault(finding)

    def warn(self, place: Place, rule: str, sentence: str, mend: str = "") -> None:
        self.add(place, rule, sentence, mend, WARNING)

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self._found.setdefault(finding)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def of_file(self, file: str) -> list[Finding]:
        return [finding for finding in self._found if finding.file == file]

    def in_order(self) -> tuple[Finding, ...]:
        return tuple(sorted(self._found, key=lambda each: (each.file, each.line, each.column, each.rule)))


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, or "" when none is near."""
    close = get_close_matches(word[:60], list(known), n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else ""


def quoted(text: str, longest: int = 60) -> str:
    """Words of an author within a sentence of ours, cut when they run on."""
    flat = " ".join(text.split())
    return f'"{flat if len(flat) <= longest else flat[: longest - 1] + "…"}"'


def _shown(text: str) -> str:
    """Signs that would move the cursor of a terminal are shown as their numbers."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
