"""Tables for spreadsheets, in which nothing that somebody typed is ever run.

A spreadsheet takes a cell that begins like a formula for one, quoted or not. A leading apostrophe
turns it into plain text again. A workbook says of each cell what it is, so there a text is a text
as it stands; it gets the apostrophe all the same, for workbooks are saved as CSV again.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

from lms.errors import Refusal
from lms.texts import _

Value = str | int | date | datetime | None

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The last four are the wide forms that some spreadsheets read alike."""

AT_ONCE = 64 * 1024
MOST_ROWS = 1_048_575
"""What one sheet holds below its line of names."""
LONGEST_TEXT = 32_767
_EXACT = 2**53
"""A workbook keeps numbers as floats; larger ones go in as text."""
_FIRST_DAY = date(1900, 3, 1)
"""Days before are counted differently by different programs, so they go in as text."""

_AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class TooManyRows(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A workbook holds 1,048,575 rows, and these are more. Choose fewer, or take the CSV file."))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """The table with its line of column names; days and moments as ISO 8601, nothing as empty."""
    return "".join(csv_parts(columns, rows))


def csv_parts(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The same in pieces, so that a long table needs no more memory than a short one."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in columns])
    for row in rows:
        writer.writerow([cell(value) for value in row])
        if out.tell() >= AT_ONCE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def cell(value: Value) -> str | int:
    """A value as a cell holds it; numbers stay numbers, texts never begin a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return value
    return f"'{value}" if value.startswith(BEGINS_A_FORMULA) else value


def write_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str = "Salesfit", made: datetime | None = None
) -> Iterator[bytes]:
    """The table as a workbook, in pieces. Memory does not grow with the rows: they lie in a file meanwhile.

    All rows are taken before this returns, so whoever asks may still be refused. Raises TooManyRows.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last piece was taken
    try:
        _write(file, columns, rows, sheet, made)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return _Pieces(file)


class _Pieces(Iterator[bytes]):
    """A file in pieces, closed with the last one, or when whoever takes them has had enough, even before the first."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __next__(self) -> bytes:
        piece = b"" if self._file.closed else self._file.read(AT_ONCE)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        self._file.close()


def _write(
    file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Value]], sheet: str, made: datetime | None
) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **_AS_TYPED})
    if made is not None:
        book.set_properties({"created": made.replace(tzinfo=None)})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(columns):
        page.write_string(0, place, _text(name), bold)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise TooManyRows
        for place, value in enumerate(row):
            _put(page, number, place, value, day)
    book.close()


def _put(page: Any, row: int, place: int, value: Value, day: Any) -> None:
    """By kind, never by looks: the writer's own guessing would make formulas and links of texts."""
    if value is None or value == "":
        return
    if isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY:
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _EXACT:
        page.write_number(row, place, value)
    else:
        page.write_string(row, place, _text(value))


def _text(value: Value) -> str:
    """What XML and a cell can hold of a text: whole signs, not too many of them."""
    whole = str(cell(value)).encode("utf-8", "replace").decode()
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in whole)[:LONGEST_TEXT]
