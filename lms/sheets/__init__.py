"""Tables for spreadsheets: what goes out is never run, what comes in is read without trust.

`csv_text`, `csv_parts` and `write_xlsx` write; `read_rows` reads either kind, row by row.
"""

from __future__ import annotations

from lms.sheets.reading import CannotRead, Row, read_rows
from lms.sheets.writing import BEGINS_A_FORMULA, Value, cell, csv_parts, csv_text, write_xlsx

__all__ = ["BEGINS_A_FORMULA", "CannotRead", "Row", "Value", "cell", "csv_parts", "csv_text", "read_rows", "write_xlsx"]
