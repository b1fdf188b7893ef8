"""Counting attempts in the real Valkey, and going on alone when it is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.throttle import Limit, Throttle
from tests import servers

FIVE = Limit("tries", "5/15minutes")


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    return request.node.name


def test_two_workers_count_together(valkey_url: str, key: str) -> None:
    one, other = Throttle(valkey_url), Throttle(valkey_url)
    assert [one.attempt(FIVE, key) for _ in range(3)] == [True] * 3
    assert [other.attempt(FIVE, key) for _ in range(3)] == [True, True, False]
    assert not one.has_room(FIVE, key)
    other.forget(FIVE, key)
    assert one.has_room(FIVE, key)


def test_of_twelve_at_once_five_get_through(valkey_url: str, key: str) -> None:
    workers, start, found = [Throttle(valkey_url) for _ in range(12)], threading.Barrier(12), []

    def attempt(worker: Throttle) -> None:
        start.wait()
        found.append(worker.attempt(FIVE, key))

    threads = [threading.Thread(target=attempt, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) == 5


def test_asking_for_room_counts_nothing(key: str) -> None:
    alone = Throttle("")
    assert all(alone.has_room(FIVE, key) for _ in range(20))
    assert [alone.attempt(FIVE, key) for _ in range(6)] == [True] * 5 + [False]


def test_keys_and_limits_are_counted_apart(key: str) -> None:
    alone = Throttle("")
    for _ in range(5):
        alone.attempt(FIVE, key)
    assert alone.attempt(FIVE, key + "else")
    assert alone.attempt(Limit("other", "5/15minutes"), key)


@pytest.fixture
def dying_valkey(tmp_path: Path) -> Iterator[str]:
    """An address behind which there was a Valkey a moment ago."""
    with servers.valkey(tmp_path) as url:
        address = url
    return address


def test_without_valkey_it_counts_in_memory(dying_valkey: str, key: str) -> None:
    """Neither locks everyone out nor lets a guesser in without limit."""
    worker = Throttle(dying_valkey)
    assert [worker.attempt(FIVE, key) for _ in range(7)] == [True] * 5 + [False] * 2
    assert not worker.has_room(FIVE, key)
    worker.forget(FIVE, key)
    assert worker.has_room(FIVE, key)
