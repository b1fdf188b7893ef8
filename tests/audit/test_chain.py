"""The chain as values: whatever is done to one link of it is found, but for an end cut off."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.audit.chain import BEFORE_THE_FIRST, Fault, Head, hash_of, prove

AT = datetime(2027, 5, 3, 9, 0, 0, 123, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    number: int
    at: datetime
    act: str
    by_id: int | None
    about_id: int | None
    details: dict[str, Any]
    previous: str
    hash: str


def chain(length: int = 5) -> list[Entry]:
    links: list[Entry] = []
    previous = BEFORE_THE_FIRST
    for number in range(1, length + 1):
        values: dict[str, Any] = {
            "number": number,
            "at": AT + timedelta(minutes=number),
            "act": "role.given",
            "by_id": 1,
            "about_id": number,
            "details": {"role": "hr", "level": number},
            "previous": previous,
        }
        previous = hash_of(**values)
        links.append(Entry(**values, hash=previous))
    return links


def test_a_whole_one_is_proved() -> None:
    links = chain()
    assert prove(links) == Head(5, links[-1].hash)
    assert prove([]) == Head(0, BEFORE_THE_FIRST)


@given(
    number=st.integers(1, 5),
    change=st.sampled_from(
        [
            {"at": AT},
            {"act": "role.taken"},
            {"by_id": None},
            {"about_id": 99},
            {"details": {"role": "hr", "level": 99}},
            {"details": {}},
            {"previous": "f" * 64},
            {"hash": "f" * 64},
        ]
    ),
)
def test_an_edited_entry_is_named(number: int, change: dict[str, Any]) -> None:
    links = chain()
    links[number - 1] = replace(links[number - 1], **change)
    assert prove(links) == Fault(number, "changed")


@given(st.integers(1, 4))
def test_one_cut_out_is_named(number: int) -> None:
    links = chain()
    del links[number - 1]
    assert prove(links) == Fault(number, "missing")


@given(st.integers(1, 4))
def test_so_is_one_cut_out_where_the_rest_was_numbered_anew(number: int) -> None:
    links = chain()
    del links[number - 1]
    renumbered = [replace(link, number=place) for place, link in enumerate(links, 1)]
    assert prove(renumbered) == Fault(number, "changed")


@given(st.integers(1, 4))
def test_an_entry_edited_with_a_fitting_hash_shows_in_the_next(number: int) -> None:
    links = chain()
    edited = replace(links[number - 1], about_id=99)
    links[number - 1] = replace(edited, hash=hash_of(**{k: v for k, v in vars(edited).items() if k != "hash"}))
    assert prove(links) == Fault(number + 1, "changed")


def test_an_end_cut_off_is_found_by_the_head_kept_before() -> None:
    whole = prove(chain())
    assert isinstance(whole, Head)
    assert isinstance(prove(chain(3)), Head)  # what is left fits: without the kept head nobody can tell
    assert prove(chain(3), whole) == Fault(4, "missing")
    assert isinstance(prove(chain(9), whole), Head)


def test_so_is_a_chain_that_was_written_anew() -> None:
    whole = prove(chain())
    assert isinstance(whole, Head)
    others = chain(7)
    previous = BEFORE_THE_FIRST
    for place, link in enumerate(others):
        values = {**vars(link), "about_id": 99, "previous": previous}
        del values["hash"]
        previous = hash_of(**values)
        others[place] = Entry(**values, hash=previous)
    assert isinstance(prove(others), Head)
    assert prove(others, whole) == Fault(5, "another")


def test_the_form_that_is_hashed_is_fixed() -> None:
    """Whoever proves the log by a program of their own can rely on it; another form would break every log there is."""
    values: dict[str, Any] = {"number": 1, "act": "role.given", "by_id": None, "about_id": 7}
    told = hash_of(**values, at=AT, details={"b": 2, "a": "é"}, previous=BEFORE_THE_FIRST)
    canonical = (
        '[1,"2027-05-03T09:00:00.000123Z","role.given",null,7,{"a":"\\u00e9","b":2},"' + BEFORE_THE_FIRST + '"]'
    )
    assert told == hashlib.sha256(canonical.encode()).hexdigest()


def test_the_zone_of_a_moment_does_not_matter() -> None:
    [link] = chain(1)
    elsewhere = link.at.astimezone(timezone(timedelta(hours=5)))
    assert prove([replace(link, at=elsewhere)]) == prove([link])


@pytest.mark.parametrize("length", [0, 1, 5])
def test_a_head_is_written_as_number_and_hash(length: int) -> None:
    found = prove(chain(length))
    assert str(found).startswith(f"{length}:")
