"""A job description as a value: what its Markdown file says, in one revision."""

from dataclasses import dataclass

from lms.markdown import Prose

ESSENTIAL = "essential"
DESIRABLE = "desirable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """A job asks for a competency at a level (1 to 4). `weight` is 1 to 5."""

    competency: str
    level: int
    need: str = ESSENTIAL
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the description: purpose comes first, then responsible and serving."""

    id: str
    heading: Prose
    body: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDescription:
    """`source` is the whole file as its author wrote it, front matter included."""

    id: str
    title: str
    status: str
    requires: tuple[Required, ...]
    touch_points: tuple[str, ...]
    serves: tuple[str, ...]
    sections: tuple[Part, ...]
    source: str
    revision: str

    @property
    def live(self) -> bool:
        """Retired jobs are offered to no one new."""
        return self.status == "live"

    def section(self, section_id: str) -> Part | None:
        return next((part for part in self.sections if part.id == section_id), None)
