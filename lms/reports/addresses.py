"""What the address of a report asks for, read and written: its filters and its order.

The same texts are kept with a schedule, so they are read from any mapping of texts. A filter that
names nothing we know shows what it finds: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from lms.reports.coverage import By, View
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


def query(wanted: Mapping[str, str], usual: Mapping[str, str] | None = None) -> str:
    usual = usual or {}
    left = {key: value for key, value in wanted.items() if value and usual.get(key) != value}
    return f"?{urlencode(left)}" if left else ""


def said(wanted: Mapping[str, str]) -> str:
    """Filters as files and prints name them: "job=receptionist team=service"."""
    return " ".join(f"{key}={value}" for key, value in wanted.items() if value)
