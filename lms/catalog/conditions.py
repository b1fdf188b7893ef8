"""Conditions of scenarios: `took reply`, `seen scene`, `mood >= 1`, `score competency < 2`, with `not` and `and`."""

import re
from dataclasses import dataclass, field

from lms.catalog.content import ALWAYS, Clause, Condition
from lms.catalog.findings import Place, nearest, quoted
from lms.catalog.notes import Notes
from lms.catalog.tree import Tag

_CLAUSE = re.compile(
    r"(?P<no>not\s+)?(?:(?P<kind>took|seen)\s+(?P<of>[^\s<>=]+)"
    r"|mood\s*(?P<mood_sign><=|>=|<|>|=)\s*(?P<mood>-?\d{1,3})"
    r"|score\s+(?P<score>[^\s<>=]+)\s*(?P<score_sign><=|>=|<|>|=)\s*(?P<number>-?\d{1,3}))"
)
_DASHES = "−–—"


@dataclass(slots=True)
class Asked:
    """What the conditions of a file ask about, to be held against its replies, scenes and competencies."""

    took: list[tuple[str, Place]] = field(default_factory=list)
    seen: list[tuple[str, Place]] = field(default_factory=list)
    score: list[tuple[str, Place]] = field(default_factory=list)


def read_condition(tag: Tag, asked: Asked, notes: Notes) -> Condition:
    """The condition of a tag `if: ...`; what cannot be read is told, and always holds."""
    clauses: list[Clause] = []
    for words in re.split(r"\s+and\s+", tag.value):
        clause = _clause(words.strip())
        if clause is None:
            _tell(words, tag, notes)
            return ALWAYS
        clauses.append(clause)
        if clause.of:
            getattr(asked, clause.kind).append((clause.of, tag.place))
    return Condition(clauses=tuple(clauses))


def _clause(words: str) -> Clause | None:
    found = _CLAUSE.fullmatch(words)
    if found is None:
        return None
    wanted = not found["no"]
    if found["kind"]:
        return Clause(kind=found["kind"], of=found["of"], wanted=wanted)
    if found["score"]:
        sign, number = found["score_sign"], int(found["number"])
        return Clause(kind="score", of=found["score"], sign=sign, number=number, wanted=wanted)
    return Clause(kind="mood", sign=found["mood_sign"], number=int(found["mood"]), wanted=wanted)


def _tell(words: str, tag: Tag, notes: Notes) -> None:
    if re.search(r"\bor\b", words):
        mend = "Parts are joined with and alone; write a second paragraph, reply or ending for the other case."
    elif any(dash in words for dash in _DASHES):
        mend = "Write a hyphen before the number, not a dash."
    elif "==" in words or "!=" in words:
        mend = "Compare with <, <=, =, >= or >."
    else:
        first = words.removeprefix("not ").split(" ")[0]
        mend = nearest(first, ("took", "seen", "mood", "score")) or (
            "Write `if: took reply`, `seen scene`, `mood >= 1` or `score competency < 2`."
        )
    notes.findings.add(tag.place, "S08", f"The condition {quoted(words)} cannot be read.", mend)
