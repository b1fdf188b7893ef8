"""`courses check` over everything that ships, from the command line to its last word."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median

from benchmarks.bench import Bench
from benchmarks.rounds import ROUNDS
from benchmarks.table import Result
from lms.config import ROOT


def measure(bench: Bench) -> list[Result]:
    took = [_once(bench) for _ in range(ROUNDS)]
    what = "courses check on everything"
    spread = (round(min(took), 2), round(max(took), 2))
    return [
        Result(row="check", what=what, value=round(median(took), 2), unit="s", must=2.0, aim=None, spread=spread)
    ]


def _once(bench: Bench) -> float:
    began = time.monotonic()
    command = [sys.executable, "-m", "lms.commands", "courses", "check"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **bench.environ}, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began
