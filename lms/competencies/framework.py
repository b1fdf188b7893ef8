"""The competency framework as values: what one can do, and what each level looks like."""

from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = (0, 1, 2, 3, 4)
"""0 not yet, 1 aware, 2 reliable, 3 skilled, 4 leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """`levels` tells for 0 to 4 what one would see; `matches` names equals in other frameworks."""

    id: str
    title: str
    means: str
    levels: Mapping[int, str]
    group: str
    matches: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    id: str
    title: str
    competencies: tuple[Competency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """All competencies, in groups and by id, in the order of the file."""

    groups: tuple[Group, ...]
    competencies: Mapping[str, Competency]
    revision: str

    @classmethod
    def of(cls, groups: tuple[Group, ...], *, revision: str) -> "Framework":
        by_id = {each.id: each for group in groups for each in group.competencies}
        return cls(groups=groups, competencies=by_id, revision=revision)
