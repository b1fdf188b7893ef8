"""Q08: absolute words stand on both sides or on none; a wrong "always" is easy to spot."""

from lms.catalog.check.questions import items, offered, words_in, words_of
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading

IDS = ("Q08",)

ABSOLUTE = frozenset({"always", "never", "all", "only", "every"})


def find(reading: PackageReading) -> None:
    for item in items(reading):
        options = offered(item)
        if any(option.right and _absolute_in(words_of(option)) for option in options):
            continue
        for option in options:
            found = None if option.right else _absolute_in(words_of(option))
            if found:
                reading.findings.warn(
                    option.place,
                    "Q08",
                    f"Among these options only wrong ones have a word like {quoted(found)}.",
                    "Leave it out, for it gives them away.",
                )


def _absolute_in(text: str) -> str | None:
    return next((word for word in words_in(text) if word in ABSOLUTE), None)
