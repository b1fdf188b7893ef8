"""Q11: grammar that tells the right option."""

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

ASKED = "A caller waits at the gate. What do you say?"


def test_an_article_that_fits_the_right_option_alone_is_told() -> None:
    question = "Is what you bring to a first talk with a caller an?"
    change = reserve(item(question, (RIGHT, "open question"), (WRONG, "price list"), (WRONG, "long letter")))
    assert told_at(change, "Q11") == [(RESERVE, 2, "warning")]


def test_an_article_that_fits_others_too_is_fine() -> None:
    question = "Is what you bring to a first talk with a caller an?"
    change = reserve(item(question, (RIGHT, "open question"), (WRONG, "offer in writing")))
    assert told_at(change, "Q11") == []


def test_the_right_option_alone_in_another_form_is_told() -> None:
    change = reserve(
        item(ASKED, (WRONG, "Look for the host."), (RIGHT, '"Do come in."'), (WRONG, "Read the list."))
    )
    assert told_at(change, "Q11") == [(RESERVE, 10, "warning")]


def test_a_sentence_that_ends_with_a_quote_has_its_stop() -> None:
    change = reserve(item(ASKED, (WRONG, "Look for the host."), (RIGHT, 'Ask: "Who expects you?"')))
    assert told_at(change, "Q11") == []
