"""Measuring two servers in turn, so that whatever else the machine does falls on both alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.serving import Server

ROUNDS = 3


@dataclass(frozen=True)
class Work:
    """One pass at one server, done `passes` times in each of the `slices` of a round."""

    server: Server
    one_pass: Callable[[], object]
    passes: int


def alternately(ours: Work, theirs: Work, *, slices: int) -> list[tuple[float, float]]:
    """For each round the processor seconds of one pass of ours and of theirs.

    Slices are short: a neighbour who wakes up for a second disturbs both.
    """
    for work in (ours, theirs):
        work.one_pass()
    return [_round(ours, theirs, slices) for _ in range(ROUNDS)]


def _round(ours: Work, theirs: Work, slices: int) -> tuple[float, float]:
    used = [(_slice(ours), _slice(theirs)) for _ in range(slices)]
    return sum(own for own, _ in used) / slices, sum(other for _, other in used) / slices


def _slice(work: Work) -> float:
    before = work.server.cpu()
    for _ in range(work.passes):
        work.one_pass()
    return (work.server.cpu() - before) / work.passes
