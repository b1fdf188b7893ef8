"""`python3 -m lms bench [--people N] [--postgresql] [name ...]`: measure everything, or only what is named."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial

from benchmarks import table
from benchmarks.bench import standing
from benchmarks.many import Size
from benchmarks.rows import (
    check,
    chromium,
    memory,
    pages,
    quiz,
    reminders,
    restart,
    scale,
    scenario,
    sign_in,
    statements,
)
from benchmarks.table import Result

ROWS = {
    "module": pages.module,
    "home": pages.home,
    "quiz": quiz.measure,
    "scenario": scenario.measure,
    "sign-in": sign_in.measure,
    "coverage": pages.coverage,
    "statements": statements.measure,
    "chromium": chromium.measure,
    "restart": restart.measure,
    "memory": memory.measure,
    "check": check.measure,
    "reminders": reminders.measure,
}

OF_ANY_SIZE = {"scale": scale.measure}
"""These make companies of their own, as large as `--people` says."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m lms bench", description=__doc__)
    everything = [*ROWS, *OF_ANY_SIZE]
    parser.add_argument("names", nargs="*", metavar="name", help=f"one or more of: {', '.join(everything)}")
    parser.add_argument("--people", type=int, default=10_000, help="how large the company of `scale` is (10000)")
    parser.add_argument("--postgresql", action="store_true", help="measure `scale` on PostgreSQL, not on SQLite")
    given = parser.parse_args(arguments)
    names = given.names or everything
    if unknown := [name for name in names if name not in everything]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(everything)}")
    began, results = time.monotonic(), []
    size = Size(people=given.people, postgresql=given.postgresql)

    def keep(name: str, measure: Callable[[], list[Result]]) -> None:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        found = measure()
        table.keep(found)
        results.extend(found)

    for name in [name for name in names if name in OF_ANY_SIZE]:
        keep(name, partial(OF_ANY_SIZE[name], size))
    if served := [name for name in names if name in ROWS]:
        with standing() as bench:
            print(f"company made and served after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            for name in served:
                keep(name, partial(ROWS[name], bench))
    if names == everything:
        table.show_in_readme(results)
    print(table.as_text(results))
    print(f"\n{len(results)} rows in {time.monotonic() - began:.0f} s; kept in benchmarks/results.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
