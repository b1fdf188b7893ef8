"""Q13: where options keep their order, numbers and dates stand in order."""

import re
from datetime import date

from lms.catalog.check.questions import items, offered, words_of
from lms.catalog.package_files import PackageReading

IDS = ("Q13",)

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)})(?: (\d{{4}}))?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})\b")
_NUMBER = re.compile(r"[£€$]?\s?(\d[\d,]*(?:\.\d+)?)")

Value = tuple[str, float]


def find(reading: PackageReading) -> None:
    for item in items(reading):
        if not item.keep_order:
            continue
        values = [_value(words_of(option)) for option in offered(item)]
        known = [value for value in values if value is not None]
        if len(known) != len(values) or len(known) < 2 or len({kind for kind, _ in known}) > 1:
            continue
        if known not in (sorted(known), sorted(known, reverse=True)):
            reading.findings.add(
                offered(item)[0].place,
                "Q13",
                f"The options keep their order, but their {known[0][0]}s are not sorted.",
                "Sort them, or take `keep order` out.",
                "hint",
            )


def _value(text: str) -> Value | None:
    """What an option begins with, as a kind and a number to sort by."""
    begin = text.lower().lstrip("\"“'‘ ")
    for prefix in ("on ", "at ", "by ", "in ", "after ", "within ", "about "):
        begin = begin.removeprefix(prefix)
    return _date(begin) or _clock(begin) or _amount(begin)


def _date(begin: str) -> Value | None:
    iso = _ISO.match(begin)
    if iso:
        try:
            return "date", float(date.fromisoformat(iso.group()).toordinal())
        except ValueError:
            return None
    written = _DAY_FIRST.match(begin)
    if written:
        year, month = int(written[3] or 0), _MONTHS.index(written[2])
        return "date", year * 400.0 + month * 32 + int(written[1])
    for names in (_MONTHS, _DAYS):
        for number, name in enumerate(names):
            if re.match(rf"{name}\b", begin):
                return "date", float(number)
    return None


def _clock(begin: str) -> Value | None:
    found = _TIME.match(begin)
    return ("time", int(found[1]) * 60.0 + int(found[2])) if found else None


def _amount(begin: str) -> Value | None:
    found = _NUMBER.match(begin)
    return ("number", float(found[1].replace(",", ""))) if found else None
