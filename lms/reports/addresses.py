"""What the address of a report asks for, read and written: its filters and its order.

The same texts are kept with a schedule, so they are read from any mapping of texts. A filter that
names nothing we know shows what it finds: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from lms.errors import NotFound
from lms.reports.coverage import By, View
from lms.reports.expiries import WINDOWS
from lms.reports.gaps import Wanted
from lms.reports.rules import Show
from lms.reports.scope import Scope


def coverage_view(args: Mapping[str, str], scope: Scope) -> View:
    """Counts-only viewers choose what to look at, and no filters."""
    by = By.TEAM if args.get("by") == By.TEAM else By.JOB
    show = next((each for each in Show if each == args.get("show")), Show.MET)
    by_name = args.get("order") == "name"
    if scope.counts_only:
        return View(by=by, show=show, by_name=by_name)
    return View(by=by, show=show, by_name=by_name, job=args.get("job", ""), team=args.get("team", ""))


def of_coverage(view: View, **changed: str) -> str:
    """From its question mark on; "" for the usual view."""
    wanted = {
        "by": view.by.value,
        "show": view.show.value,
        "job": view.job,
        "team": view.team,
        "order": "name" if view.by_name else "",
    }
    return query({**wanted, **changed}, usual={"by": By.JOB.value, "show": Show.MET.value})


def gaps_wanted(args: Mapping[str, str]) -> Wanted:
    short = number(args.get("short", ""))
    return Wanted(
        team=args.get("team", ""),
        job=args.get("job", ""),
        competency=args.get("competency", ""),
        short=short if short in (1, 2, 3, 4) else 1,
        essential=args.get("essential") == "yes",
        overdue=args.get("overdue") == "yes",
    )


def _gap_filters(wanted: Wanted) -> dict[str, str]:
    return {
        "team": wanted.team,
        "job": wanted.job,
        "competency": wanted.competency,
        "short": str(wanted.short) if wanted.short > 1 else "",
        "essential": "yes" if wanted.essential else "",
        "overdue": "yes" if wanted.overdue else "",
    }


def of_gaps(wanted: Wanted) -> str:
    return query(_gap_filters(wanted))


def said_of_gaps(wanted: Wanted) -> str:
    return said(_gap_filters(wanted))


def within(args: Mapping[str, str]) -> int:
    """Days to look ahead: one of the three, the longest unless another is asked for."""
    asked = number(args.get("within", ""))
    return asked if asked in WINDOWS else WINDOWS[-1]


def _expiry_filters(days: int, team: str) -> dict[str, str]:
    return {"within": str(days), "team": team}


def of_expiries(days: int, team: str) -> str:
    return query(_expiry_filters(days, team), usual={"within": str(WINDOWS[-1])})


def said_of_expiries(days: int, team: str) -> str:
    return said(_expiry_filters(days, team))


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Rows `first` to `last` of `total`, and where the others are ("" where there are none)."""

    first: int
    last: int
    total: int
    earlier_url: str
    later_url: str


def pages(page: str, filters: str, *, number: int, size: int, total: int) -> Pages:
    first = (number - 1) * size + 1
    last = min(total, number * size)
    return Pages(
        first=min(first, total),
        last=last,
        total=total,
        earlier_url=_page(page, filters, number - 1) if number > 1 else "",
        later_url=_page(page, filters, number + 1) if last < total else "",
    )


def _page(page: str, filters: str, number: int) -> str:
    if number == 1:
        return page + filters
    return f"{page}{filters}{'&' if filters else '?'}page={number}"


def page_number(args: Mapping[str, str]) -> int:
    """The part of a list that was asked for; nonsense is the first. Raises NotFound for part 0."""
    text = args.get("page", "1")
    found = number(text) if text.isdigit() else 1
    if found < 1:
        raise NotFound(text)
    return found


def number(text: str) -> int:
    """A small whole number, or 0 where the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def query(wanted: Mapping[str, str], usual: Mapping[str, str] | None = None) -> str:
    usual = usual or {}
    left = {key: value for key, value in wanted.items() if value and usual.get(key) != value}
    return f"?{urlencode(left)}" if left else ""


def said(wanted: Mapping[str, str]) -> str:
    """Filters as files and prints name them: "job=receptionist team=service"."""
    return " ".join(f"{key}={value}" for key, value in wanted.items() if value)
