"""The words by which slots are measured are those of the demo company's card."""

from lms.catalog.check.sample_words import SAMPLE_WORDS, filled
from lms.demo.cast import CARD
from lms.markdown import EMPTY_SLOTS


def test_every_slot_has_the_words_of_larkmoor() -> None:
    assert {slot: CARD[slot] for slot in EMPTY_SLOTS} == SAMPLE_WORDS


def test_slots_are_filled_and_unknown_ones_stay() -> None:
    assert filled("Ring {{ support_phone }} or {{nobody}}.") == "Ring 01632 960 150 or {{nobody}}."
