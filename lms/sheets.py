"""Tables for spreadsheets, in which nothing that somebody typed is ever run.

A spreadsheet takes a cell that begins like a formula for one, quoted or not. A leading apostrophe
turns it into plain text again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

Value = str | int | date | datetime | None

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The last four are the wide forms that some spreadsheets read alike."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """The table with its line of column names; days and moments as ISO 8601, nothing as empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in columns])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: Value) -> str | int:
    """A value as a cell holds it; numbers stay numbers, texts never begin a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return value
    return f"'{value}" if value.startswith(_BEGINS_A_FORMULA) else value
