"""Finding a job aid or a module by words: FTS5 on SQLite, tsvector on PostgreSQL, the same on both.

Each engine would cut and stem texts in its own way. So texts are cut into words here, and the
engine only keeps the words and finds what begins with those asked for. Words asked for are
letters and digits by then: nothing a reader types can be a part of the engine's own language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import bindparam, delete, insert, select, text

from lms.catalog.content import Course, Section
from lms.catalog.models import SearchEntry
from lms.db import db
from lms.markdown import SLOT

AID, MODULE = "aid", "module"
MOST_WORDS = 8
"""Of a question; who types more is still found by the first."""
LONGEST_WORD = 40

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """`kind` is aid or module; `key` its id."""

    kind: str
    key: str


class Index(Protocol):
    """The words of each entry, where an engine can find them by their beginnings."""

    def put(self, words: dict[int, Sequence[str]]) -> None: ...

    def drop(self, entries: Collection[int]) -> None: ...

    def find(self, beginnings: Sequence[str]) -> set[int]:
        """The entries in which each of these begins some word."""
        ...


class Fts5:
    def put(self, words: dict[int, Sequence[str]]) -> None:
        rows = [{"entry": entry, "words": " ".join(each)} for entry, each in words.items()]
        db.session.execute(text("INSERT INTO search_words (rowid, words) VALUES (:entry, :words)"), rows)

    def drop(self, entries: Collection[int]) -> None:
        these = text("DELETE FROM search_words WHERE rowid IN :these").bindparams(bindparam("these", expanding=True))
        db.session.execute(these, {"these": list(entries)})

    def find(self, beginnings: Sequence[str]) -> set[int]:
        asked = " AND ".join(f'"{each}"*' for each in beginnings)
        return set(db.session.scalars(text("SELECT rowid FROM search_words WHERE search_words MATCH :asked"), {"asked": asked}))


class TsVector:
    def put(self, words: dict[int, Sequence[str]]) -> None:
        rows = [{"entry": entry, "words": list(each)} for entry, each in words.items()]
        statement = "INSERT INTO search_words (entry, words) VALUES (:entry, array_to_tsvector(CAST(:words AS text[])))"
        db.session.execute(text(statement), rows)

    def drop(self, entries: Collection[int]) -> None:
        these = text("DELETE FROM search_words WHERE entry IN :these").bindparams(bindparam("these", expanding=True))
        db.session.execute(these, {"these": list(entries)})

    def find(self, beginnings: Sequence[str]) -> set[int]:
        asked = " & ".join(f"'{each}':*" for each in beginnings)
        statement = "SELECT entry FROM search_words WHERE words @@ CAST(:asked AS tsquery)"
        return set(db.session.scalars(text(statement), {"asked": asked}))


def index() -> Index:
    return Fts5() if db.engine.dialect.name == "sqlite" else TsVector()


def words_of(words: str) -> list[str]:
    """The words of a text without case and accents: "Café, 3 o'clock" is cafe, 3, o, clock."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain)]


def keep(courses: Iterable[Course]) -> None:
    """Write the entries of these courses where they are not those of this revision; publishing does it."""
    by_id = {course.id: course for course in courses}
    rows = db.session.execute(select(SearchEntry.id, SearchEntry.course, SearchEntry.revision)).all()
    current = {row.course for row in rows if row.course in by_id and row.revision == by_id[row.course].revision}
    changed = [course for course in by_id.values() if course.id not in current]
    gone = [row.id for row in rows if row.course in by_id and row.course not in current]
    if gone:
        index().drop(gone)
        db.session.execute(delete(SearchEntry).where(SearchEntry.id.in_(gone)))
    for course in changed:
        _write(course)


def find(query: str) -> list[Found]:
    """What holds all words of the query, or words that begin so; job aids first, by the order of courses."""
    asked = list(dict.fromkeys(words_of(query)))[:MOST_WORDS]
    if not asked:
        return []
    entries = index().find(asked)
    found = select(SearchEntry.kind, SearchEntry.key).where(SearchEntry.id.in_(entries))
    rows = db.session.execute(found.order_by(SearchEntry.kind, SearchEntry.course, SearchEntry.place))
    return [Found(kind, key) for kind, key in rows]


def _write(course: Course) -> None:
    entries = list(_entries(course))
    if not entries:
        return
    rows = [
        {"course": course.id, "revision": course.revision, "kind": found.kind, "key": found.key, "place": place}
        for place, (found, _text) in enumerate(entries)
    ]
    numbers = db.session.scalars(insert(SearchEntry).returning(SearchEntry.id, sort_by_parameter_order=True), rows)
    texts = (words for _found, words in entries)
    index().put({number: words_of(SLOT.sub(" ", words)) for number, words in zip(numbers, texts, strict=True)})


def _entries(course: Course) -> Iterator[tuple[Found, str]]:
    """What can be found of a course, with its words; a withdrawn module cannot, but its aid stays."""
    for module in course.modules:
        if module.aid is not None:
            aid = module.aid
            yield Found(AID, aid.id), " ".join((aid.title, *aid.when, aid.body.plain))
        if module.live and course.live:
            yield Found(MODULE, module.id), " ".join((module.title, *_said(module.sections)))


def _said(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield section.heading.plain
        yield section.body.plain
        if section.coach is not None:
            yield section.coach.plain
        yield from _said(section.subsections)
