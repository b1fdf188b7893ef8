"""The results as rows, and the ways to show them."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median

FILE = Path(__file__).parent / "results.json"
README = Path(__file__).parent / "README.md"
MARK = "<!-- the last table -->\n"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One row. `unit` "×" is a ratio to what `against` names; `spread` holds the least and the most of the rounds."""

    row: str
    what: str
    value: float
    unit: str
    must: float | None
    aim: float | None
    against: str = ""
    spread: tuple[float, float] | None = None
    detail: str = ""

    @property
    def verdict(self) -> str:
        if self.must is not None and self.value > self.must:
            return "OVER THE LIMIT"
        if self.aim is not None and self.value > self.aim:
            return "above the aim"
        return "good" if self.aim is not None else ""


def of_rounds(rounds: Iterable[tuple[float, float]], **facts: object) -> Result:
    """The median of ours : theirs over the rounds, with the least and the most; both in seconds a pass."""
    pairs = list(rounds)
    ratios = [ours / theirs for ours, theirs in pairs]
    middle = median(ours for ours, _ in pairs), median(theirs for _, theirs in pairs)
    return Result(
        value=round(median(ratios), 2),
        unit="×",
        spread=(round(min(ratios), 2), round(max(ratios), 2)),
        detail=f"{middle[0] * 1000:.2f} ms against {middle[1] * 1000:.2f} ms",
        **facts,  # type: ignore[arg-type]
    )


HEAD = ("work", "measured", "spread", "must", "aim", "", "detail")


def lines(results: Sequence[Result]) -> list[tuple[str, ...]]:
    return [
        (
            result.what,
            _figure(result.value, result.unit),
            f"{result.spread[0]:g} to {result.spread[1]:g}" if result.spread else "",
            _figure(result.must, result.unit) if result.must is not None else "",
            _figure(result.aim, result.unit) if result.aim is not None else "",
            result.verdict,
            result.detail,
        )
        for result in results
    ]


def as_text(results: Sequence[Result]) -> str:
    """For the terminal."""
    rows = [HEAD, *lines(results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def as_markdown(results: Sequence[Result]) -> str:
    """For the README."""
    rows = [HEAD, ("---",) * len(HEAD), *lines(results)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def keep(results: Sequence[Result]) -> None:
    """Write the results beside this file; rows that were not measured now stay as they were."""
    kept = {row["row"]: row for row in json.loads(FILE.read_text())["rows"]} if FILE.exists() else {}
    kept |= {result.row: asdict(result) | {"verdict": result.verdict} for result in results}
    facts = {"on": date.today().isoformat(), "python": platform.python_version()}  # noqa: DTZ011
    FILE.write_text(json.dumps({**facts, "rows": list(kept.values())}, indent=1, ensure_ascii=False) + "\n")


def show_in_readme(results: Sequence[Result]) -> None:
    """Replace the table between the two marks."""
    before, _, after = README.read_text().split(MARK)
    README.write_text(f"{before}{MARK}{as_markdown(results)}\n{MARK}{after}")


def _figure(value: float, unit: str) -> str:
    return f"{value:g}{unit}" if unit in ("×", "") else f"{value:g} {unit}"
