"""Q09: options say how often in a way that two readers take alike."""

from lms.catalog.check.questions import items, offered, words_in, words_of
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading

IDS = ("Q09",)

VAGUE = frozenset({"usually", "often", "rarely", "sometimes"})


def find(reading: PackageReading) -> None:
    for item in items(reading):
        for option in offered(item):
            found = next((word for word in words_in(words_of(option)) if word in VAGUE), None)
            if found:
                reading.findings.warn(
                    option.place,
                    "Q09",
                    f"How often is {quoted(found)}?",
                    "Say how often, or leave the word out.",
                )
