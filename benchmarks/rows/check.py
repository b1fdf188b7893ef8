"""`courses check` over everything that ships, from the command line to its last word."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from statistics import median

from benchmarks.bench import Bench
from benchmarks.rounds import ROUNDS
from benchmarks.table import Result
from lms.config import ROOT


def measure(bench: Bench) -> list[Result]:
    """Processor time, as everywhere here: on a machine that does nothing else it is the time one waits."""
    rounds = [_once(bench) for _ in range(ROUNDS)]
    used = [cpu for cpu, _ in rounds]
    return [
        Result(
            row="check",
            what="courses check on everything",
            value=round(median(used), 2),
            unit="s",
            must=3.0,
            aim=None,
            spread=(round(min(used), 2), round(max(used), 2)),
            detail=f"{median(elapsed for _, elapsed in rounds):.2f} s by the clock on the wall",
        )
    ]


def _once(bench: Bench) -> tuple[float, float]:
    began, before = time.monotonic(), _cpu_of_children()
    command = [sys.executable, "-m", "lms.commands", "courses", "check"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **bench.environ}, check=True, stdout=subprocess.DEVNULL)
    return _cpu_of_children() - before, time.monotonic() - began


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
