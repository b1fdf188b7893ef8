"""What one worker keeps in memory when all its eight threads have worked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import company
from benchmarks.bench import Bench
from benchmarks.serving import serving
from benchmarks.table import Result

THREADS = 8
PEOPLE = (company.BEN, company.BEA, company.CARLA, company.HENRY)
PAGES = ("/", company.MODULE, "/courses/", f"/courses/{company.COURSE}", "/me", f"{company.MODULE}/quiz",
         f"{company.MODULE}/quiz/1", "/jobs/", "/aids/", "/account", "/courses/core/core-1", "/help")  # fmt: skip


def measure(bench: Bench) -> list[Result]:
    """A worker of its own, so that what was measured before leaves no trace in it."""
    with serving("wsgi:app", bench.environ, first_page="/sign-in") as server:
        fresh = Bench(bench.app, server, bench.bare, bench.takers, bench.environ)
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda number: _browse(fresh, number), range(THREADS)))
        (worker,) = server.workers()
        size = _memory(worker)
    what = "memory of one worker, 8 threads, after a hundred mixed requests"
    detail = f"resident; its fair share of what processes share (PSS) is {size['Pss'] / 1024:.0f} MB"
    return [
        Result(row="memory", what=what, value=round(size["Rss"] / 1024), unit="MB", must=130, aim=90, detail=detail)
    ]


def _browse(bench: Bench, number: int) -> None:
    visitor = bench.visitor(PEOPLE[number % len(PEOPLE)])
    for page in PAGES:
        visitor.get(page)
    visitor.close()


def _memory(pid: int) -> dict[str, int]:
    """Figures in KiB, as the kernel adds them up."""
    rows = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return {row[0].rstrip(":"): int(row[1]) for row in rows}
