"""Codes, days and names: what can be said of a certificate without asking anyone."""

from __future__ import annotations

import secrets
import unicodedata
from calendar import monthrange
from datetime import date

from lms.people.rules import words_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they look like digits) and no U."""
CODE_SIGNS = 16
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN_GROUPS = str.maketrans(dict.fromkeys(" -\t\u00a0\u2009\u202f\u2010\u2011\u2013"))


def new_code() -> str:
    """16 signs from 80 random bits."""
    number = secrets.randbits(5 * CODE_SIGNS)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_SIGNS))


def read_code(text: str) -> str | None:
    """The code somebody typed, as it is stored; None if it cannot be one.

    Groups, spaces, hyphens and small letters are fine, and O, I, L are read as the digits they look like.
    """
    if len(text) > 100:
        return None
    signs = text.translate(_BETWEEN_GROUPS)
    if len(signs) != CODE_SIGNS or not signs.isascii():
        return None
    code = signs.upper().translate(_LOOKS_LIKE)
    return code if set(code) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """K7QM 4TXR 9HWB 2DNP: four signs at a time are read aloud and typed without slips."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def current_until(completed_on: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it is shorter."""
    years, month = divmod(completed_on.month - 1 + months, 12)
    year = completed_on.year + years
    return date(year, month + 1, min(completed_on.day, monthrange(year, month + 1)[1]))


def initials(name: str) -> str:
    """A. L. for Ana Lindqvist: each part's first letter with the marks that belong to it."""
    return " ".join(f"{_first_letter(part)}." for part in unicodedata.normalize("NFC", name).split())


def name_on_paper(text: str) -> str:
    """A name as it is compared: without case, accents, doubled spaces and all that is no letter."""
    return " ".join(words_of(text[:200]))


def _first_letter(part: str) -> str:
    end = 1
    while end < len(part) and unicodedata.combining(part[end]):
        end += 1
    return part[:end]


def reads_from_right(text: str) -> bool:
    """Does the first letter with a direction run from right to left, as in Arabic or Hebrew?"""
    return _directions(text)[:1] == ["right"]


def reads_only_from_right(text: str) -> bool:
    """Is there nothing in it that runs from left to right, neither letters nor numbers?"""
    return set(_directions(text)) == {"right"}


def _directions(text: str) -> list[str]:
    sides = {"L": "left", "EN": "left", "AN": "left", "R": "right", "AL": "right"}
    return [sides[kind] for sign in text if (kind := unicodedata.bidirectional(sign)) in sides]
