"""A whole check of ten questions as a learner takes it, against ten bare forms that each store one row."""

from __future__ import annotations

import re

from benchmarks import company
from benchmarks.bench import CHECKS_A_ROUND, Bench
from benchmarks.clients import Client
from benchmarks.company import Taker
from benchmarks.rounds import Work, alternately
from benchmarks.table import Result, of_rounds

START = f"/courses/{company.COURSE}/{company.CHECK}/quiz"
QUESTIONS = 10
BARE_PASSES = 5


def measure(bench: Bench) -> list[Result]:
    """Signing in is measured elsewhere, so everybody is signed in before the first round."""
    ready = iter([(bench.visitor(taker.email), taker) for taker in bench.takers[:-1]])
    bare = bench.bare_visitor()
    rounds = alternately(
        Work(bench.ours, lambda: take(*next(ready)), 1),
        Work(bench.bare, lambda: _ten_commits(bare), BARE_PASSES),
        slices=CHECKS_A_ROUND,
    )
    bare.close()
    what = "whole quiz: start, 10 questions with their reasons, result"
    return [of_rounds(rounds, row="quiz", what=what, must=36.0, aim=20.0, against="bare commit of ten rows")]


def take(visitor: Client, taker: Taker) -> None:
    """The start, each question, its answer, the page with the reasons, and the result; it must be passed."""
    assert len(taker.sheet) == QUESTIONS
    visitor.read(START)
    for position, values in taker.sheet.items():
        visitor.read(f"{START}/{position}")
        visitor.post(f"{START}/{position}", [("choice", value) for value in values])
        visitor.get(visitor.location)
    assert re.search(r"You passed", visitor.read(f"{START}/result"))


def _ten_commits(bare: Client) -> None:
    for _ in range(QUESTIONS):
        bare.post("/", [("words", "What happens next?")], expect=204)
