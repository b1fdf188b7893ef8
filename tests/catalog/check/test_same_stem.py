"""Q18: stems that stand twice in the bank."""

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told, told_at

OPTIONS = ((RIGHT, "A name and a time"), (WRONG, "A number and a form"))
ASKED = "A caller waits at the gate with a broken printer. What do you say?"


def test_the_same_stem_is_told_at_the_second_item() -> None:
    twice = reserve(item(ASKED, *OPTIONS), item(ASKED.replace("gate", "door"), *OPTIONS, name="core-1-r2"))
    found = told(twice, "Q18")
    assert [(each.file, each.severity) for each in found] == [(RESERVE, "warning")]
    assert f"{RESERVE}:2" in found[0].sentence


def test_another_situation_makes_another_stem() -> None:
    one = item("What do you say first?", *OPTIONS, before="A caller waits at the gate with a broken printer.")
    other = item(
        "What do you say first?",
        *OPTIONS,
        before="Two guests stand at the desk and the phone rings.",
        name="core-1-r2",
    )
    assert told_at(reserve(one, other), "Q18") == []
