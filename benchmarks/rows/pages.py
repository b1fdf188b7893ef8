"""One page again and again, signed in: a module, home, and the map of coverage for a thousand people."""

from __future__ import annotations

from benchmarks import company
from benchmarks.bench import Bench
from benchmarks.rounds import Work, alternately
from benchmarks.table import Result, of_rounds

SLICES, BARE_PASSES = 10, 40


def module(bench: Bench) -> list[Result]:
    facts = {"row": "module", "what": "module page, signed in", "must": 4.5, "aim": 2.5, "against": "bare page"}
    return [_page(bench, company.MODULE, company.BEN, 20, facts)]


def home(bench: Bench) -> list[Result]:
    facts = {"row": "home", "what": "home with own gaps and next step", "must": 7.0, "aim": 4.0, "against": "bare page"}
    return [_page(bench, "/", company.BEA, 16, facts)]


def coverage(bench: Bench) -> list[Result]:
    what = f"coverage, {company.PEOPLE:,} people × 14"
    facts = {"row": "coverage", "what": what, "must": 20.0, "aim": 8.0, "against": "bare page"}
    return [_page(bench, "/reports/coverage", company.HENRY, 5, facts)]


def _page(bench: Bench, path: str, who: str, passes: int, facts: dict[str, object]) -> Result:
    visitor, bare = bench.visitor(who), bench.bare_visitor()
    rounds = alternately(
        Work(bench.ours, lambda: visitor.get(path), passes),
        Work(bench.bare, lambda: bare.get("/"), BARE_PASSES),
        slices=SLICES,
    )
    visitor.close()
    bare.close()
    return of_rounds(rounds, **facts)
