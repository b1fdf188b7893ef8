"""Warnings that their author accepted are left out; an acceptance that nothing needs is told."""

from lms.catalog.findings import ERROR, Finding, Findings, Place, nearest, quoted
from lms.catalog.notes import Acceptance
from lms.catalog.package_files import PackageReading


def without_accepted(reading: PackageReading, rules: tuple[str, ...]) -> tuple[Finding, ...]:
    """All findings in order, without accepted warnings, with what is wrong with acceptances."""
    findings = list(reading.findings)
    told = Findings()
    for notes in reading.notes.values():
        for acceptance in notes.acceptances:
            hit = [each for each in findings if _covers(acceptance, notes.file, each)]
            if any(each.severity == ERROR for each in hit):
                told.add(
                    acceptance.place,
                    "A03",
                    f"An error ({acceptance.rule}) cannot be accepted.",
                    "Mend it, and take the acceptance out.",
                )
            elif hit:
                findings = [each for each in findings if each not in hit]
            else:
                _tell_needless(told, acceptance.rule, acceptance.place, rules)
    told.extend(findings)
    return told.in_order()


def _covers(acceptance: Acceptance, file: str, finding: Finding) -> bool:
    return (
        finding.file == file
        and finding.rule == acceptance.rule
        and acceptance.first_line <= finding.line <= acceptance.last_line
    )


def _tell_needless(told: Findings, rule: str, place: Place, rules: tuple[str, ...]) -> None:
    offer = nearest(rule, rules) if rule not in rules else ""
    told.warn(
        place,
        "A02",
        f"Nothing here needs the acceptance of {quoted(rule)}.",
        offer or "Take it out.",
    )
