"""Reading a table that somebody sent: CSV as programs write it, or a workbook; one row after another.

Nothing in it is trusted: sizes are looked at before anything is unpacked, formulas stay texts, and
what cannot be read is refused with a sentence that names the line.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import BinaryIO

import openpyxl

from lms.errors import Refusal
from lms.texts import _

MOST_UNPACKED = 256 * 1024 * 1024
MOST_OF_WORDS = 64 * 1024 * 1024
"""All texts of a workbook lie in one part, which has to be in memory while its rows are read."""
MOST_PARTS = 1_000
MOST_ROWS = 1_048_576
MOST_COLUMNS = 64
_DTD = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0D\0O", b"<\0!\0E\0N")
"""No program writes these into a workbook; they are how a small file becomes a huge one."""
_PIECE = 1024 * 1024


class CannotRead(Refusal):
    """The file as a whole cannot be read; `line` is where, or 0 where no line is to blame."""

    status = 422

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the number of the line it begins on; empty cells at its end are left out."""

    line: int
    cells: list[str]


def read_rows(file: BinaryIO) -> Iterator[Row]:
    """The rows of a CSV file or of a workbook's first sheet, empty ones left out. Raises CannotRead.

    Commas, semicolons or tabs; UTF-8 or UTF-16, with its mark or without; any line ends.
    """
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if not start:
        raise CannotRead(_("The file is empty. Choose one with a line of column names and a line for each person."))
    if start.startswith(b"PK\x03\x04"):
        rows = _of_workbook(file)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(
            _("This workbook is of the old kind, or locked with a password. Save it as .xlsx without a password.")
        )
    else:
        rows = _of_csv(file, start)
    return (row for row in rows if row.cells)


def _of_csv(file: BinaryIO, start: bytes) -> Iterator[Row]:
    encoding = _encoding(start)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _csv_rows(text)
    except UnicodeDecodeError:
        line = _line_in_other_signs(file, encoding)
        raise CannotRead(
            _("Line %(line)d cannot be read: the file is not in UTF-8. Save it as “CSV UTF-8” and try again.", line=line),
            line,
        ) from None
    finally:
        with contextlib.suppress(ValueError):  # closed by now, where nobody read to the end
            text.detach()  # the file stays its owner's


def _encoding(start: bytes) -> str:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in start[1:2]:
        return "utf-16-le"
    return "utf-16-be" if start.startswith(b"\0") else "utf-8"


def _csv_rows(text: io.TextIOWrapper) -> Iterator[Row]:
    """A row may go over several lines; what is told is the one it begins on."""
    first = text.readline()
    line = 1
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        separator, line = first.strip()[4], 2
        first = text.readline()
    else:
        separator = max(",;\t", key=first.count)
    reader = csv.reader(chain([first], text), delimiter=separator, strict=True)
    offset = line - 1
    try:
        for cells in reader:
            kept = _trimmed(cells)
            if any("\0" in each for each in kept):
                raise CannotRead(
                    _("Line %(line)d holds signs that are no text. Save the file as “CSV UTF-8”.", line=line), line
                )
            yield Row(line, kept)
            line = offset + reader.line_num + 1
    except csv.Error:
        raise CannotRead(
            _(
                "The quotation marks do not fit together from line %(line)d on. Write one inside a cell twice, "
                "and close each cell that opens with one.",
                line=line,
            ),
            line,
        ) from None


def _line_in_other_signs(file: BinaryIO, encoding: str) -> int:
    """The first line that cannot be read, or the last one where only the whole is at fault."""
    file.seek(0)
    number = 0
    for number, line in enumerate(file, 1):  # noqa: B007 - the last number is the answer too
        try:
            if encoding.startswith("utf-8"):
                line.decode()
        except UnicodeDecodeError:
            break
    return number


def _of_workbook(file: BinaryIO) -> Iterator[Row]:
    _check_parts(file)
    file.seek(0)
    number = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and charts, which nobody asks for here
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                page = book.worksheets[0]
                page.reset_dimensions()  # what the file says of its size is not to be relied upon
                for number, cells in enumerate(
                    page.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True), 1
                ):
                    yield Row(number, _trimmed([_as_text(value) for value in cells]))
            finally:
                book.close()
    except Refusal:
        raise
    except Exception as problem:
        # Whatever can be wrong in a stranger's workbook, the library says it in a dozen ways.
        raise CannotRead(
            _("The workbook is damaged after row %(row)d. Open it, save it as .xlsx again and send that.", row=number),
            number,
        ) from problem


def _check_parts(file: BinaryIO) -> None:
    """What a workbook unpacks to, before any of it is; the archive's own figures bind the one who unpacks."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise CannotRead(_("This is no workbook. Save the table as .xlsx or as CSV and send that."))
            too_large = sum(part.file_size for part in parts) > MOST_UNPACKED
            words = max((part.file_size for part in parts if "sharedStrings" in part.filename), default=0)
            if too_large or words > MOST_OF_WORDS or len(parts) > MOST_PARTS:
                raise CannotRead(
                    _("Unpacked, this workbook is too large to be read. Save the table as CSV, or in several files.")
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_for_tricks(archive, part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as problem:
        raise CannotRead(
            _("The workbook is damaged. Open it, save it as .xlsx again and send that.")
        ) from problem


def _check_for_tricks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    end = b""
    with archive.open(part) as content:
        while piece := content.read(_PIECE):
            if any(mark in end + piece for mark in _DTD):
                raise CannotRead(_("This workbook holds parts that no table needs. Save the table as CSV and send that."))
            end = piece[-16:]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _trimmed(cells: list[str]) -> list[str]:
    kept = [each.strip() for each in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept
