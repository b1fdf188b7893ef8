from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.certificates import rules

CODES = some.text(rules.ALPHABET, min_size=16, max_size=16)
SEPARATORS = some.sampled_from(["", " ", "-", "  ", "\t", "\u00a0"])


def test_new_codes_are_read_as_themselves_and_differ() -> None:
    codes = {rules.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(rules.read_code(code) == code for code in codes)


def test_new_codes_use_every_sign_at_every_place() -> None:
    """80 bits are there only if no place is poorer than another."""
    codes = [rules.new_code() for _ in range(2000)]
    for place in range(rules.CODE_SIGNS):
        assert {code[place] for code in codes} == set(rules.ALPHABET)


@given(
    CODES,
    some.lists(SEPARATORS, min_size=17, max_size=17),
    some.lists(some.booleans(), min_size=16, max_size=16),
)
def test_a_code_is_read_however_it_is_typed(code: str, between: list[str], small: list[bool]) -> None:
    signs = [sign.lower() if down else sign for sign, down in zip(code, small, strict=True)]
    typed = between[0] + "".join(sign + gap for sign, gap in zip(signs, between[1:], strict=True))
    assert rules.read_code(typed) == code


@given(CODES)
def test_signs_that_look_like_digits_are_read_as_digits(code: str) -> None:
    for digit, looks_like in (("0", "Oo"), ("1", "IiLl")):
        for sign in looks_like:
            assert rules.read_code(code.replace(digit, sign)) == code


@given(CODES)
def test_groups_are_read_back(code: str) -> None:
    assert rules.read_code(rules.grouped(code)) == code
    assert [len(group) for group in rules.grouped(code).split(" ")] == [4, 4, 4, 4]


@given(some.text(max_size=200))
def test_whatever_else_is_typed_is_a_code_or_nothing(text: str) -> None:
    code = rules.read_code(text)
    assert code is None or (len(code) == 16 and set(code) <= set(rules.ALPHABET))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "K7QM 4TXR 9HWB 2DN",
        "K7QM 4TXR 9HWB 2DNPP",
        "K7QM 4TXR 9HWB 2DNU",
        "K7QM/4TXR/9HWB/2DNP",
        "K7QM 4TXR 9HWB 2DN\u0660",
        "ſ7QM4TXR9HWB2DNP",
        "Ｋ7QM4TXR9HWB2DNP",
        "K7QM4TXR9HWB2DNP\x00",
        "-" * 5000,
    ],
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert rules.read_code(text) is None


@pytest.mark.parametrize(
    ("completed", "months", "until"),
    [
        (date(2027, 3, 12), 12, date(2028, 3, 12)),
        (date(2027, 3, 12), 24, date(2029, 3, 12)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
    ],
)
def test_current_until_is_the_same_day_or_the_last_of_a_shorter_month(
    completed: date, months: int, until: date
) -> None:
    assert rules.current_until(completed, months) == until


@given(some.dates(max_value=date(9000, 1, 1)), some.integers(1, 60))
def test_current_until_comes_that_many_months_later(completed: date, months: int) -> None:
    until = rules.current_until(completed, months)
    assert (until.year - completed.year) * 12 + until.month - completed.month == months
    assert until.day <= completed.day


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ana Lindqvist", "A. L."),
        ("Ana María del Río", "A. M. d. R."),
        ("E\u0301mile Zola", "É. Z."),
        ("محمد عبد", "م. ع."),
        ("  Ana  ", "A."),
        ("", ""),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert rules.initials(name) == initials


@pytest.mark.parametrize(
    ("name", "first", "whole"),
    [
        ("Ana Lindqvist", False, False),
        ("محمد عبد الرحمن", True, True),
        ("עומר Smith", True, False),
        ("Smith עומר", False, False),
        ("(محمد)", True, True),
        ("...", False, False),
    ],
)
def test_which_way_a_name_runs(name: str, first: bool, whole: bool) -> None:
    assert rules.reads_from_right(name) is first
    assert rules.reads_only_from_right(name) is whole
