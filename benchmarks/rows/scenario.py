"""A scene of a scenario against a question of a module's quiz: the page alone, and the page with its stored answer.

Both are asked of our own server, by the same people, in turn. Everybody takes any reply or option, again and
again: runs and tries end and new ones begin, so what a beginning and an end cost is in the figures of both.
"""

from __future__ import annotations

import random
import re
from itertools import cycle

from benchmarks import company
from benchmarks.bench import Bench
from benchmarks.clients import Client
from benchmarks.rounds import Work, alternately
from benchmarks.table import Result, of_rounds
from lms.catalog import shelf

SCENE = "/scenarios/unhappy-caller"
QUIZ = f"{company.MODULE}/quiz"
SLICES, PASSES = 8, 16
PLAYERS = 8
ACTION = re.compile(r'<form method="post" action="([^"]+)" data-question')
VALUE = re.compile(r'<input type="(?:radio|checkbox)" name="(?:reply|choice)" value="([^"]+)"')


class Player:
    """Somebody in the middle of a run and of a try."""

    def __init__(self, visitor: Client, questions: int, seed: int) -> None:
        self.visitor = visitor
        self._positions = cycle(range(1, questions + 1))
        self._open = next(self._positions)
        self._chance = random.Random(seed)  # noqa: S311  nothing secret hangs on it

    @property
    def question(self) -> str:
        """The page of the question that wants an answer; without a number of its own it is of the open try."""
        return f"{QUIZ}/{self._open}"

    def answer(self) -> None:
        page = self.visitor.read(self.question)
        self.visitor.post(self.question, [("choice", self._any_value(page))])
        self._open = next(self._positions)

    def reply(self) -> None:
        page = self.visitor.read(SCENE)
        found = ACTION.search(page)
        assert found, SCENE
        self.visitor.post(found.group(1).replace("&amp;", "&"), [("reply", self._any_value(page))])

    def _any_value(self, page: str) -> str:
        return self._chance.choice(VALUE.findall(page))


def measure(bench: Bench) -> list[Result]:
    """Everybody is signed in, and one step into a run and a try, before the first round."""
    with bench.app.app_context():
        questions = _questions()
    players = [
        Player(bench.visitor(taker.email), questions, seed) for seed, taker in enumerate(bench.takers[:PLAYERS])
    ]
    for player in players:
        player.reply()
        player.answer()
    results = [_pages(bench, players[0]), _answers(bench, players)]
    for player in players:
        player.visitor.close()
    return results


def _pages(bench: Bench, player: Player) -> Result:
    rounds = alternately(
        Work(bench.ours, lambda: player.visitor.get(SCENE), PASSES),
        Work(bench.ours, lambda: player.visitor.get(player.question), PASSES),
        slices=SLICES,
    )
    return of_rounds(rounds, row="scene", what="scene page", must=1.0, aim=None, against="quiz question page")


def _answers(bench: Bench, players: list[Player]) -> Result:
    playing, asked = cycle(players), cycle(players)
    rounds = alternately(
        Work(bench.ours, lambda: next(playing).reply(), PASSES),
        Work(bench.ours, lambda: next(asked).answer(), PASSES),
        slices=SLICES,
    )
    against = "quiz question page and stored answer"
    return of_rounds(rounds, row="reply", what="scene page and stored reply", must=1.0, aim=None, against=against)


def _questions() -> int:
    course = shelf.current().course(company.COURSE)
    module = course.module(company.MODULE.rpartition("/")[2]) if course else None
    assert module, company.MODULE
    return len(module.quiz.items)
