"""Q02: every option says why, in its own words."""

from lms.catalog.package_files import PackageReading

IDS = ("Q02",)

SHORTEST = 40
"""Signs; shorter ones are a verdict, not a reason."""


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for item in course.items():
            reasons: dict[str, int] = {}
            for option in item.options:
                reason = " ".join(option.plain_reason.split())
                if not reason:
                    reading.findings.add(
                        option.place,
                        "Q02",
                        "The option has no reason.",
                        "Write it on the next line, begun with two spaces and >.",
                    )
                elif len(reason) < SHORTEST:
                    reading.findings.add(
                        option.place,
                        "Q02",
                        f"The reason has {len(reason)} signs; {SHORTEST} are the least.",
                        "Say what this choice does to the other person.",
                    )
                elif reason in reasons:
                    reading.findings.add(
                        option.place,
                        "Q02",
                        f"The reason is the same as in line {reasons[reason]}.",
                        "Give each option its own.",
                    )
                reasons.setdefault(reason, option.place.line)
