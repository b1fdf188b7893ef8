"""Measuring two servers in turn, so that whatever else the machine does falls on both alike."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.serving import Server

ROUNDS = 3


def alternately(
    ours: tuple[Server, Callable[[], object], int], theirs: tuple[Server, Callable[[], object], int]
) -> list[tuple[float, float]]:
    """For each round the processor seconds of one pass of ours and of theirs.

    Each side names its server, one pass, and how many passes a round takes: enough that the
    clock of the processes, which ticks a hundred times a second, is fine enough.
    """
    for _, one_pass, _ in (ours, theirs):
        one_pass()
    return [(_each(*ours), _each(*theirs)) for _ in range(ROUNDS)]


def _each(server: Server, one_pass: Callable[[], object], passes: int) -> float:
    before = server.cpu()
    for _ in range(passes):
        one_pass()
    return (server.cpu() - before) / passes
