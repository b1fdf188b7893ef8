"""How many statements the busiest pages send; a page that asks more by accident is found here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import make
from tests.learning.sitting import Learner, SignIn


@pytest.fixture
def counted(count_queries: Callable[[], Any]) -> Callable[[Callable[[], object]], int]:
    def count(act: Callable[[], object]) -> int:
        with count_queries() as statements:
            act()
        return len(statements)

    return count


def test_a_module_page_asks_five(ben: Learner, counted: Callable[[Callable[[], object]], int]) -> None:
    client = ben.client
    client.get("/courses/core/core-1")
    assert counted(lambda: client.get("/courses/core/core-1")) <= 5


def test_home_asks_nine(ben: Learner, counted: Callable[[Callable[[], object]], int]) -> None:
    ben.take("core-1")
    client = ben.client
    client.get("/")
    assert counted(lambda: client.get("/")) <= 9


def test_the_home_of_a_leader_asks_the_same_for_one_and_for_many(
    ben: Learner, sign_in: SignIn, counted: Callable[[Callable[[], object]], int]
) -> None:
    carla = make.person("Carla", job="team-leader")
    make.person("Ana", leader=carla, job="receptionist")
    client = sign_in(carla)
    client.get("/")
    one = counted(lambda: client.get("/"))
    for name in ("Bea", "Chidi", "Dunja"):
        make.person(name, leader=carla, job="receptionist")
    assert counted(lambda: client.get("/")) == one <= 10


def test_a_stored_answer_takes_five(ben: Learner, counted: Callable[[Callable[[], object]], int]) -> None:
    """The first of a try, one in the middle, and the same again; the last one has a course to think of."""
    paper = ben.paper("core-1")
    client = ben.client

    def send(position: int, number: int) -> None:
        value = paper.form_value(paper.items[position - 1], paper.items[position - 1].options[0])
        answer = client.post(f"/courses/core/core-1/quiz/{position}?try={number}", data={"choice": value})
        assert answer.status_code == 303

    assert counted(lambda: send(1, 1)) <= 5
    assert counted(lambda: send(1, 1)) <= 5
