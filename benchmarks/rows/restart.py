"""From starting the server to its first page, against starting the bare one."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.rounds import ROUNDS
from benchmarks.serving import serving
from benchmarks.table import Result, of_rounds


def measure(bench: Bench) -> list[Result]:
    """On the database that is there: nothing is published anew, as when a machine comes up again."""
    rounds = [
        (_cpu_of_start(bench, "wsgi:app", "/sign-in"), _cpu_of_start(bench, "benchmarks.bare:app", "/"))
        for _ in range(ROUNDS)
    ]
    return [of_rounds(rounds, row="restart", what="restart to first page", must=3.0, aim=2.0, against="bare app")]


def _cpu_of_start(bench: Bench, app: str, page: str) -> float:
    with serving(app, bench.environ, first_page=page) as server:
        return server.cpu()
