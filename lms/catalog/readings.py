"""Published things as bytes and back, so that a start need not read Markdown again.

The bytes are a copy: whenever the readers or the libraries below them change,
`readers_version` changes with them and the files are read anew.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from lms.catalog.content import Course, ExperienceMap, Misconceptions, Value
from lms.catalog.things import COURSE, FRAMEWORK, JOB, MAP, MISCONCEPTIONS
from lms.competencies.framework import Framework
from lms.jobs.description import JobDescription

_TYPES: dict[str, type[Any]] = {
    COURSE: Course,
    FRAMEWORK: Framework,
    MISCONCEPTIONS: Misconceptions,
    MAP: ExperienceMap,
    JOB: JobDescription,
}
_LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "nh3", "pydantic", "ruamel.yaml")


def to_bytes(kind: str, value: Value) -> bytes:
    return _adapter(kind).dump_json(value)


def from_bytes(kind: str, content: bytes) -> Value:
    """Raises ValueError when the bytes are not what this version writes."""
    value: Value = _adapter(kind).validate_json(content)
    return value


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_TYPES[kind])


@cache
def readers_version() -> str:
    """Changes with every change of the code that turns files into values."""
    lms = Path(__file__).parent.parent
    sources = sorted((lms / "catalog").rglob("*.py"))
    sources += [lms / "markdown.py", lms / "competencies/framework.py", lms / "jobs/description.py"]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()
