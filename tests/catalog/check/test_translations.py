"""T01: translations of an older original."""

from lms.catalog.check.translations import SIGNS
from lms.catalog.files import file_hash
from tests.catalog import tiny
from tests.catalog.check.told import COURSE, told, told_at
from tests.catalog.tiny import put

ORIGINAL = "core/aids/10-the-first-word.md"
GERMAN = "core/aids/10-the-first-word.de.md"
HASH = file_hash(ORIGINAL, tiny.files()[ORIGINAL])[:SIGNS]


def _aid(tags: str) -> str:
    return f"# Das erste Wort {{#aid-unhappy}}\n`when: jemand schreit` {tags}\n\n1. Erst zuhören.\n"


def test_a_translation_of_the_present_original_is_fine() -> None:
    assert told_at(put(GERMAN, _aid(f"`translates: {HASH}`")), "T01") == []


def test_an_older_one_is_told_with_the_value_to_write() -> None:
    found = told(put(GERMAN, _aid("`translates: a1bfa5e0ce22`")), "T01")
    assert [(each.file, each.line, each.column, each.severity) for each in found] == [
        (GERMAN, 2, 24, "warning")
    ]
    assert HASH in found[0].mend


def test_one_that_does_not_say_is_told() -> None:
    assert told_at(put(GERMAN, _aid("")), "T01") == [(GERMAN, 1, "warning")]


def test_facts_are_held_against_their_original_too() -> None:
    german = "core/course.de.yaml"
    right = file_hash(COURSE, tiny.files()[COURSE])[:SIGNS]
    assert told_at(put(german, f"id: core\ntitle: Du verkaufst mit\ntranslates: {right}\n"), "T01") == []
    assert told_at(put(german, "id: core\ntranslates: 0123456789ab\n"), "T01") == [(german, 2, "warning")]
