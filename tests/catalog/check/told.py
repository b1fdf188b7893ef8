"""What the check tells about the tiny package after a change."""

from datetime import date

from lms.catalog.check import check_files
from lms.catalog.findings import Finding
from tests.catalog import tiny
from tests.catalog.tiny import Change, put

COURSE = "core/course.yaml"
MODULE = "core/modules/10-the-first-word.md"
QUIZ = "core/quizzes/10-the-first-word.md"
RESERVE = "core/reserve/10-the-first-word.md"
RECEPTIONIST = "core/checklists/receptionist.md"

RIGHT, WRONG = "[x]", "[ ]"


def told(change: Change, rule: str, *, today: date | None = None) -> list[Finding]:
    """The findings of one rule."""
    found = check_files(tiny.changed(change), today=today).findings
    return [each for each in found if each.rule == rule]


def told_at(change: Change, rule: str, *, today: date | None = None) -> list[tuple[str, int, str]]:
    """The same as file, line and severity."""
    return [(each.file, each.line, each.severity) for each in told(change, rule, today=today)]


def item(
    question: str, *options: tuple[str, str], name: str = "core-1-q9", tags: str = "", before: str = ""
) -> str:
    """An item as an author writes it: each option with its box and a reason of its own."""
    lines = [f"## {question} {{#{name}}}", f"`objective: greet` {tags}".rstrip(), ""]
    if before:
        lines += [before, ""]
    for number, (box, words) in enumerate(options):
        belief = "" if box == RIGHT else " {misconception=vague-is-safe}"
        lines += [
            f"- {box} {words}{belief}",
            f"  > Reason {number} says what this choice does to the person.",
            "",
        ]
        lines += [f"  `#choice-{number}`", ""]
    return "\n".join(lines) + "\n"


def reserve(*items: str) -> Change:
    """The tiny reserve with these items alone; an item asks its own question."""
    return put(RESERVE, "# In reserve\n" + "\n".join(items))
