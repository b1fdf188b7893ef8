"""Evidence in the database, in whatever order it comes and whatever of it is set aside."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.competencies import queries, service
from lms.competencies.models import Kind
from tests import make
from tests.conftest import START

OBSERVERS = ("Carla", "Dora")
_pieces = st.tuples(
    st.sampled_from(list(Kind)),
    st.integers(0, 4),
    st.integers(0, 400),
    st.sampled_from(OBSERVERS),
    st.sampled_from([None, "phone", "desk", "street"]),
    st.booleans(),
)
_numbers = count()


@pytest.mark.parametrize("installation", ["sqlite", "postgresql"], indirect=True, scope="session")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heap=st.lists(_pieces, max_size=9), chance=st.randoms(use_true_random=False), aside=st.sets(st.integers(0, 8)))
def test_any_order_gives_the_same_level_and_counting_anew_never_differs(
    app: Flask, heap: list[tuple[Kind, int, int, str, str | None, bool]], chance: object, aside: set[int]
) -> None:
    """Two people get the same pieces in different orders; of both the same are set aside."""
    number = next(_numbers)
    observers = {name: make.person(f"{name} {number}").id for name in OBSERVERS}
    people = [make.person(f"Ana {number}").id, make.person(f"Bea {number}").id]
    shuffled = list(enumerate(heap))
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for person, order in zip(people, (list(enumerate(heap)), shuffled), strict=True):
        for place, (kind, level, days, observer, point, helping) in order:
            seen = kind == Kind.OBSERVATION
            service.record(
                person,
                kind,
                f"{kind}:{place}",
                "A piece",
                [("promise-keeping", level)],
                on=(START + timedelta(days=days)).date(),
                now=START,
                observer_id=observers[observer] if seen else None,
                touch_point=point if seen else None,
                while_helping=helping and seen,
            )
        for piece in queries.evidence_of(person):
            if int(piece.source.partition(":")[2]) in aside:
                service.set_aside(piece.id, reason="A second observation settled it.", by=None, now=START)
    one, other = (queries.levels_of_one(person) for person in people)
    assert one == other
    assert service.recompute().differences == ()
    kinds = {Kind(heap[place][0]) for place in range(len(heap)) if place not in aside}
    level = one["promise-keeping"].level if one else 0
    if Kind.OBSERVATION not in kinds:
        assert level <= 2, "scenarios and prior learning never lift above 2"
    if kinds <= {Kind.QUIZ, Kind.REFRESHER, Kind.IMPROVEMENT}:
        assert level <= 1, "quizzes never lift above 1"
