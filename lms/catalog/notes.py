"""What a reader writes in the margin of a file, for the rules that look across files."""

from dataclasses import dataclass, field

from lms.catalog.findings import Findings, Place


@dataclass(frozen=True, slots=True)
class Given:
    """An id that this file gives. `within` is the course for ids that are unique there only."""

    kind: str
    id: str
    place: Place
    within: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """An id of something else that this file names."""

    kind: str
    id: str
    place: Place
    within: str = ""


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A link or picture as its author wrote it."""

    address: str
    place: Place
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The author accepts warnings of a rule, from one line to another of this file."""

    rule: str
    first_line: int
    last_line: int
    place: Place
    why: str


@dataclass(slots=True)
class Notes:
    """The margin of one file. `course` is the folder it lies in, or "" for files of the package."""

    file: str
    findings: Findings
    course: str = ""
    given: list[Given] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)
    links: list[LinkUse] = field(default_factory=list)
    acceptances: list[Acceptance] = field(default_factory=list)

    def give(self, kind: str, id: str | None, place: Place, within: str = "") -> None:
        if id:
            self.given.append(Given(kind, id, place, within))

    def use(self, kind: str, id: str | None, place: Place, within: str = "") -> None:
        if id:
            self.used.append(Used(kind, id, place, within))
