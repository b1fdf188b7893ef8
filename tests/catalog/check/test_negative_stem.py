"""Q07: questions that ask for the exception."""

import pytest

from tests.catalog.check.told import RESERVE, RIGHT, WRONG, item, reserve, told_at

OPTIONS = ((RIGHT, "A name and a time"), (WRONG, "A number and a form"))


@pytest.mark.parametrize(
    "question",
    [
        "What should you not say to a caller?",
        "All of these help except which one?",
        "Which of them helps a caller least?",
    ],
)
def test_a_negative_question_is_an_error(question: str) -> None:
    assert told_at(reserve(item(question, *OPTIONS)), "Q07") == [(RESERVE, 2, "error")]


@pytest.mark.parametrize(
    "question", ["What should you **not** say to a caller?", "What should you NOT say to a caller?"]
)
def test_emphasised_it_is_a_warning(question: str) -> None:
    assert told_at(reserve(item(question, *OPTIONS)), "Q07") == [(RESERVE, 2, "warning")]


@pytest.mark.parametrize(
    "question",
    [
        "The printer does not start. What do you say first?",
        'How do you answer "Why did you not call?" from a caller?',
        "Which two things do you note at least for a caller?",
    ],
)
def test_a_negative_scene_is_fine(question: str) -> None:
    assert told_at(reserve(item(question, *OPTIONS)), "Q07") == []


def test_a_warning_can_be_accepted_at_its_item() -> None:
    accepted = item(
        "What should you **not** say to a caller?", *OPTIONS, tags="`accept: Q07, the slip is the point`"
    )
    assert told_at(reserve(accepted), "Q07") == []
