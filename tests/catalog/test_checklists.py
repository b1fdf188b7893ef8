"""Checklists: what their reader gives, and each fault at its line."""

import pytest

from lms.catalog.check import check_files
from lms.catalog.content import Course
from lms.catalog.readings import from_bytes, to_bytes
from lms.catalog.things import COURSE, Thing
from tests.catalog import tiny
from tests.catalog.tiny import put, swap

FILE = "core/checklists/receptionist.md"
ANCHOR = "- 2: Everyone has a word or a nod within 20 seconds.\n"
REASON = "> Nobody waits unseen. Nothing shows yet that others learn from it.\n"

FAULTS = {
    "no title": (put(FILE, "Words.\n"), "W05", 1),
    "no id": (swap(FILE, " {#observe-receptionist}", ""), "I03", 1),
    "no job": (swap(FILE, "`job: receptionist`\n", ""), "K02", 1),
    "unknown job": (swap(FILE, "`job: receptionist`", "`job: porter`"), "R04", 2),
    "unknown tag": (swap(FILE, "`job: receptionist`", "`jobs: receptionist`"), "W06", 2),
    "nothing to watch": (put(FILE, "# Empty {#observe-nothing}\n`job: receptionist`\n"), "K01", 1),
    "text before the items": (swap(FILE, "`job: receptionist`\n", "`job: receptionist`\n\nHello.\n"), "W12", 4),
    "item without id": (swap(FILE, " {#greeting}", ""), "I03", 4),
    "item twice": (swap(FILE, "{#sample-two-at-once}", "{#greeting}"), "I02", 11),
    "no competency": (swap(FILE, "`competency: empathy-tone`\n", ""), "K03", 4),
    "unknown competency": (swap(FILE, "`competency: empathy-tone`", "`competency: empathy`"), "R01", 5),
    "anchor missing": (swap(FILE, ANCHOR, ""), "K04", 4),
    "anchor twice": (swap(FILE, ANCHOR, ANCHOR + ANCHOR), "K04", 9),
    "anchor between": (swap(FILE, ANCHOR, ANCHOR + "- 3: More so.\n"), "K04", 9),
    "no anchor": (swap(FILE, ANCHOR, ANCHOR + "- Nods.\n"), "K04", 9),
    "text beside the anchors": (swap(FILE, "- 4: The", "- 4: The end.\n\nThe"), "W12", 11),
    "deeper heading": (swap(FILE, "- 0: People", "### More {#more}\n\n- 0: People"), "W05", 7),
    "reference to nothing": (swap(FILE, "`greeting: 2`", "`meeting: 2`"), "W06", 12),
    "no reference": (swap(FILE, "`greeting: 2`\n\n", ""), "K05", 11),
    "level there is not": (swap(FILE, "`greeting: 2`", "`greeting: 5`"), "K05", 12),
    "no level": (swap(FILE, "`greeting: 2`", "`greeting: good`"), "K05", 12),
    "no reason": (swap(FILE, REASON, ""), "K06", 11),
    "no text": (swap(FILE, "Two people come in, the phone rings. Ines nods to both and asks the caller for one moment.\n", ""), "K06", 11),
    "HTML": (swap(FILE, "Two people", "<b>Two</b> people"), "W01", 14),
    "unknown slot": (swap(FILE, "Two people", "{{guests}}"), "W10", 14),
    "acceptance of nothing": (swap(FILE, "`greeting: 2`", "`greeting: 2` `accept: U04, so be it`"), "A02", 12),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_at_its_line(name: str) -> None:
    change, rule, line = FAULTS[name]
    found = check_files(tiny.changed(change)).findings
    assert (rule, FILE, line) in {(each.rule, each.file, each.line) for each in found}, "\n".join(
        map(str, found)
    )
    assert all(each.mend and each.column >= 1 for each in found)


def test_an_id_of_a_checklist_is_given_once_in_the_package() -> None:
    found = check_files(tiny.changed(swap(FILE, "{#observe-receptionist}", "{#observe-developer}"))).findings
    assert [(each.rule, each.file) for each in found] == [
        ("I02", "developer/checklists/software-developer.md")
    ]


def test_a_course_holds_its_checklists_and_keeps_them_as_bytes() -> None:
    course = check_files(tiny.files()).made[Thing(COURSE, "core")].value
    assert isinstance(course, Course)
    desk = next(each for each in course.checklists if each.job == "receptionist")
    item = desk.item("greeting")
    assert (desk.id, desk.title) == ("observe-receptionist", "At the front desk")
    assert item is not None
    assert item.competency == "empathy-tone"
    assert {level: words.plain for level, words in item.anchors.items()} == {
        0: "People stand there unseen.",
        2: "Everyone has a word or a nod within 20 seconds.",
        4: "The queue stays calm, and others copy how.",
    }
    sample = desk.samples[0]
    assert (sample.id, dict(sample.reference)) == ("sample-two-at-once", {"greeting": 2})
    assert sample.text.plain.startswith("Two people come in")
    assert sample.reason.plain.startswith("Nobody waits unseen")
    assert from_bytes(COURSE, to_bytes(COURSE, course)) == course


def test_a_text_cut_anywhere_breaks_nothing() -> None:
    whole = tiny.files()[FILE]
    for length in range(0, len(whole), 7):
        check_files(tiny.changed(put(FILE, whole[:length])))
