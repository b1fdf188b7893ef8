"""What a spreadsheet is given, and what it is never given to run."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.sheets import CannotRead, Value, cell, csv_parts, csv_text, read_rows, reading, write_xlsx

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_text_that_begins_like_a_formula_becomes_plain_text(start: str) -> None:
    assert cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@given(st.text())
def test_no_cell_of_text_ever_begins_a_formula(text: str) -> None:
    assert not str(cell(text)).startswith(DANGEROUS)


def test_numbers_stay_numbers_days_are_iso_and_nothing_is_empty() -> None:
    assert [cell(-3), cell(date(2027, 5, 3)), cell(None), cell("5 - 3")] == [-3, "2027-05-03", "", "5 - 3"]


def test_a_reader_gets_back_what_was_written() -> None:
    text = csv_text(["name", "note"], [["Ana, O’Neil", 'She said "yes"\nand left'], ["=1+1", None]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["name", "note"],
        ["Ana, O’Neil", 'She said "yes"\nand left'],
        ["'=1+1", ""],
    ]


class TestWorkbooks:
    @given(st.text(), st.integers(), st.dates())
    def test_what_was_typed_is_text_and_the_rest_keeps_its_kind(self, text: str, number: int, day: date) -> None:
        row = read_back([[text, number, day]])[0]
        assert row[0].data_type in ("s", "n")  # an empty cell counts as a number
        assert not str(row[0].value or "").startswith(DANGEROUS)
        assert row[1].data_type == ("n" if abs(number) <= 2**53 else "s")
        assert row[2].value in (datetime(day.year, day.month, day.day), day.isoformat())

    @pytest.mark.parametrize(
        "text", ['=HYPERLINK("http://evil.example")', "http://evil.example", "mailto:a@b.c", "internal:A1", "{=1+1}", "<b>"]
    )
    def test_neither_formula_nor_link_comes_of_a_text(self, text: str) -> None:
        [[found]] = read_back([[text]])
        assert (found.data_type, found.hyperlink) == ("s", None)
        assert found.value == cell(text)

    def test_rows_are_not_kept_in_memory(self) -> None:
        tracemalloc.start()
        for _ in write_xlsx(["a", "b"], ([f"text {number}", number] for number in range(2_000))):
            pass
        few = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        for _ in write_xlsx(["a", "b"], ([f"text {number}", number] for number in range(20_000))):
            pass
        many = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert many < 1.5 * few + 200_000

    def test_a_long_csv_leaves_in_pieces(self) -> None:
        pieces = list(csv_parts(["a"], ([f"text {number}"] for number in range(20_000))))
        assert len(pieces) > 2
        assert max(map(len, pieces)) < 70_000


def read_back(rows: list[list[Value]]) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx(["column"], rows))))
    width = len(rows[0])
    return [list(row) for row in book.active.iter_rows(min_row=2, max_row=1 + len(rows), max_col=width)]


TABLE = [["name", "e-mail"], ["Zoë Ångström", "zoe@example.com"]]


class TestReading:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_tables_as_programs_write_them(self, separator: str, encoding: str, end: str) -> None:
        text = end.join(separator.join(row) for row in TABLE) + end
        assert read(text.encode(encoding)) == [(1, TABLE[0]), (2, TABLE[1])]

    def test_a_line_that_names_the_separator_is_no_row(self) -> None:
        assert read(b"sep=;\na;b\n1;2\n") == [(2, ["a", "b"]), (3, ["1", "2"])]

    def test_a_row_is_where_it_begins_and_empty_ones_are_none(self) -> None:
        assert read(b'a,b\n\n"1\n2",3\n,,\n4,5,,\n') == [(1, ["a", "b"]), (3, ["1\n2", "3"]), (6, ["4", "5"])]

    @pytest.mark.parametrize(
        ("content", "line", "words"),
        [
            (b"", 0, "is empty"),
            ("a,b\nZoë,1\nMüller,2".encode("latin-1"), 2, "not in UTF-8"),
            (b'a,b\n1,2\n"3,4\n', 3, "quotation marks"),
            (b'a,b\n"1"2,3\n', 2, "quotation marks"),
            (b"a,b\n1,\x002\n", 2, "no text"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "old kind"),
            (b"PK\x03\x04 and then nothing", 0, "damaged"),
        ],
    )
    def test_what_cannot_be_read_says_where_and_why(self, content: bytes, line: int, words: str) -> None:
        with pytest.raises(CannotRead, match=words) as told:
            read(content)
        assert told.value.line == line

    def test_a_workbook_reads_like_the_file_it_was_saved_from(self) -> None:
        written = b"".join(write_xlsx(["a", "b", "c"], [["Zoë", 7, date(2027, 5, 3)], [None, None, None], ["x", None, None]]))
        assert read(written) == [(1, ["a", "b", "c"]), (2, ["Zoë", "7", "2027-05-03"]), (4, ["x"])]

    def test_a_formula_stays_a_text(self) -> None:
        book = openpyxl.Workbook()
        book.active.append(["name", '=HYPERLINK("http://evil.example")'])
        out = io.BytesIO()
        book.save(out)
        assert read(out.getvalue()) == [(1, ["name", '=HYPERLINK("http://evil.example")'])]


class TestHostileWorkbooks:
    @pytest.fixture
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(b"".join(write_xlsx(["a"], [["b"]])))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def test_one_that_unpacks_to_too_much(self, parts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "MOST_UNPACKED", 50_000)
        parts["xl/worksheets/sheet1.xml"] += b" " * 60_000
        with pytest.raises(CannotRead, match="too large"):
            read(packed(parts))

    def test_one_whose_parts_explode(self, parts: dict[str, bytes]) -> None:
        parts["xl/sharedStrings.xml"] = b'<!DOCTYPE a [<!ENTITY b "ccc">]>' + parts["xl/styles.xml"]
        with pytest.raises(CannotRead, match="no table needs"):
            read(packed(parts))

    def test_one_that_lies_about_its_size(self, parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="2"', b'r="1048577999"').replace(b"A1:A2", b"A1:XFD1048576")
        assert read(packed(parts)) == [(1, ["a"])]

    @pytest.mark.parametrize("cut", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
    def test_one_with_a_part_cut_off(self, parts: dict[str, bytes], cut: str) -> None:
        parts[cut] = parts[cut][: len(parts[cut]) // 2]
        with pytest.raises(CannotRead, match="damaged"):
            read(packed(parts))

    def test_an_archive_of_something_else(self) -> None:
        with pytest.raises(CannotRead, match="no workbook"):
            read(packed({"holiday.txt": b"sun"}))


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes) -> list[tuple[int, list[str]]]:
    return [(row.line, row.cells) for row in read_rows(io.BytesIO(content))]
