"""YAML with positions: every fact knows the line and column it came from.

The text is read event by event, so that what could expand or run (anchors,
aliases, own types) and what nests too deep is refused before anything is built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from lms.catalog.findings import Findings, Place, quoted

MAX_DEPTH = 10
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}

Path = tuple[str | int, ...]


class _Refused(Exception):
    """The file holds something that no course needs and that readers must not follow."""

    def __init__(self, line: int, column: int, rule: str, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.line, self.column = line, column
        self.rule, self.sentence, self.mend = rule, sentence, mend


@dataclass(slots=True)
class Facts:
    """What a YAML text says, and where: `data` of plain values, places by path."""

    file: str
    data: Any
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """Where the value at this path stands; for a missing one, its nearest parent's key."""
        for length in range(len(path), -1, -1):
            part = path[:length]
            if length == len(path) and part in self.values:
                return self.values[part]
            if part in self.keys:
                return self.keys[part]
            if part in self.values:
                return self.values[part]
        return Place(self.file)

    def key_place(self, *path: str | int) -> Place:
        """Where the key of the last step stands."""
        return self.keys.get(path) or self.place(*path)


def read_yaml(file: str, text: str, findings: Findings, *, first_line: int = 1) -> Facts | None:
    """The facts of a YAML text, or None with a finding. `first_line` counts what stands above it."""
    try:
        return _Builder(file, findings, first_line).build(text)
    except _Refused as refused:
        place = Place(file, refused.line, refused.column)
        findings.add(place, refused.rule, refused.sentence, refused.mend)
    except ReaderError as problem:
        line, column = _line_and_column(text, int(problem.position))
        findings.add(
            Place(file, line + first_line - 1, column),
            "Y01",
            f"The sign U+{_number(problem.character):04X} is not allowed in YAML.",
            "Take it out.",
        )
    except MarkedYAMLError as problem:
        _report_syntax(file, text, problem, findings, first_line)
    except (YAMLError, ValueError, RecursionError) as problem:
        findings.add(Place(file, first_line), "Y01", f"The YAML cannot be read ({quoted(str(problem))}).")
    return None


class _Builder:
    """Builds plain values from events and keeps the place of each."""

    def __init__(self, file: str, findings: Findings, first_line: int) -> None:
        self._findings = findings
        self._first_line = first_line
        self._facts = Facts(file=file, data=None)
        self._doubled: set[Path] = set()

    def build(self, text: str) -> Facts:
        documents = 0
        events = YAML(typ="safe", pure=True).parse(text)
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                self._check_document(event, documents)
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                self._facts.data = self._value(event, events, ())
        return self._facts

    def _check_document(self, event: Any, number: int) -> None:
        if event.version is not None or event.tags:
            line = max(event.start_mark.line, 1)
            raise _Refused(
                line + self._first_line - 1,
                1,
                "Y02",
                "A line that begins with % changes the rules of YAML.",
                "Take the line out.",
            )
        if number > 1:
            raise self._refusal(event, "The file holds a second YAML text.", "Take the line --- out.")

    def _refusal(self, event: Any, sentence: str, mend: str) -> _Refused:
        place = self._place(event.start_mark)
        return _Refused(place.line, place.column, "Y02", sentence, mend)

    def _place(self, mark: Any) -> Place:
        return Place(self._facts.file, mark.line + self._first_line, mark.column + 1)

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._refuse_powers(event, path)
        self._facts.values[path] = self._place(event.start_mark)
        if isinstance(event, ScalarEvent):
            self._refuse_unseen(event)
            return _resolved(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _refuse_powers(self, event: Any, path: Path) -> None:
        if isinstance(event, AliasEvent):
            raise self._refusal(
                event,
                f"An alias (*{event.anchor}) repeats another place.",
                "Write the words out, or put the text in quotes.",
            )
        if event.anchor is not None:
            raise self._refusal(
                event,
                f"An anchor (&{event.anchor}) names a place for repeating.",
                "Take it out, or put the text in quotes.",
            )
        if event.tag is not None and str(event.tag) != "!":
            raise self._refusal(
                event,
                f"A type of its own ({quoted(str(event.tag))}) is not allowed.",
                "Take it out, or put the text in quotes.",
            )
        if len(path) > MAX_DEPTH:
            raise self._refusal(
                event, f"The facts are nested more than {MAX_DEPTH} deep.", "Make them flatter."
            )

    def _refuse_unseen(self, event: Any) -> None:
        """Escapes such as "\\0" and "\\ud800" bring in signs that no database or page can hold."""
        found = _UNSEEN.search(event.value)
        if found:
            place = self._place(event.start_mark)
            raise _Refused(
                place.line,
                place.column,
                "F08",
                f"The text holds a sign that cannot be seen (U+{ord(found.group()):04X}).",
                "Take it out.",
            )

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[Any, Any]:
        entries: dict[Any, Any] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._key(event, path)
            place = self._place(event.start_mark)
            doubled = key in entries
            if doubled:
                self._findings.add(
                    place,
                    "Y06",
                    f"The key {quoted(str(key))} stands here twice.",
                    "Keep one of the two.",
                )
            below: Path = (*path, f"{key} (again)" if doubled else key)
            self._facts.keys[below] = place
            value = self._value(next(events), events, below)
            if not doubled:
                entries[key] = value
        return entries

    def _key(self, event: Any, path: Path) -> str | int:
        if not isinstance(event, ScalarEvent):
            self._refuse_powers(event, path)
            raise self._refusal(
                event,
                "A text that begins with a brace or bracket is taken for a list of facts.",
                "Put the text in quotes.",
            )
        self._refuse_powers(event, path)
        key = _resolved(event)
        return key if isinstance(key, int) and not isinstance(key, bool) else event.value


def _resolved(event: Any) -> Any:
    """A plain scalar as YAML 1.2 reads it: `yes` and `NO` are text, dates too."""
    text: str = event.value
    if event.style not in (None, ""):
        return text
    if text.lower() in _WORDS and text in (text.lower(), text.upper(), text.capitalize()):
        return _WORDS[text.lower()]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _report_syntax(
    file: str, text: str, problem: MarkedYAMLError, findings: Findings, first_line: int
) -> None:
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    said = str(problem.problem or problem.context or "")
    lines = text.split("\n")
    written = lines[line] if line < len(lines) else ""
    findings.add(
        Place(file, line + first_line, column + 1),
        "Y01",
        _sentence(said, written),
        _mend(said, written),
    )


def _sentence(said: str, written: str) -> str:
    if "\\t" in said or "\t" in written[: len(written) - len(written.lstrip())]:
        return "A tab stands where YAML wants spaces."
    if "mapping values" in said:
        return "A colon within the text makes YAML look for a key."
    if "{{" in written:
        return "A text that begins with a slot is taken for a list of facts."
    return f"The YAML cannot be read here ({said or 'it breaks off'})."


def _mend(said: str, written: str) -> str:
    if "\\t" in said or "\t" in written[: len(written) - len(written.lstrip())]:
        return "Use spaces."
    if "mapping values" in said or "{{" in written:
        return "Put the text in quotes."
    return "Look at the indent, quotes and brackets of this line and the one above."


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _number(character: Any) -> int:
    return character if isinstance(character, int) else ord(str(character)[:1] or "\0")
