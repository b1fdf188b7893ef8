"""`python3 -m lms bench [name ...]`: measure everything, or only what is named."""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks import table
from benchmarks.bench import standing
from benchmarks.rows import (
    check,
    chromium,
    memory,
    pages,
    quiz,
    reminders,
    restart,
    scenario,
    sign_in,
    statements,
)

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


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m lms bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"one or more of: {', '.join(ROWS)}")
    names = parser.parse_args(arguments).names or list(ROWS)
    if unknown := [name for name in names if name not in ROWS]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(ROWS)}")
    began, results = time.monotonic(), []
    with standing() as bench:
        print(f"company made and served after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        for name in names:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            found = ROWS[name](bench)
            table.keep(found)
            results += found
    if names == list(ROWS):
        table.show_in_readme(results)
    print(table.as_text(results))
    print(f"\n{len(results)} rows in {time.monotonic() - began:.0f} s; kept in benchmarks/results.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
