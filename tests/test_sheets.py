"""What a spreadsheet is given, and what it is never given to run."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.sheets import cell, csv_text

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
