"""Q19: who is always the difficult one."""

from tests.catalog.check.told import COURSE, RIGHT, WRONG, item, reserve, told_at

OPTIONS = ((RIGHT, "A name and a time"), (WRONG, "A number and a form"))


def _stems(*stems: str) -> list[str]:
    return [
        item(f"{stem} What do you say?", *OPTIONS, name=f"core-1-r{number + 2}")
        for number, stem in enumerate(stems)
    ]


def test_four_angry_women_are_hinted_at() -> None:
    women = _stems(
        "Ms Ito shouts at the gate.", "She is furious.", "A woman bangs on the desk.", "Mrs Bell complains."
    )
    assert told_at(reserve(*women), "Q19") == [(COURSE, 1, "hint")]


def test_the_same_name_four_times_is_hinted_at() -> None:
    named = _stems(
        "Mr Ray shouts.", "Ms Ray shouts.", "Mr Ray is loud.", "Ms Ray is loud.", "Ms Ray is rude."
    )
    assert len(told_at(reserve(*named), "Q19")) == 1


def test_women_and_men_in_turn_or_too_few_are_fine() -> None:
    mixed = _stems("Ms Ito shouts.", "He is furious.", "A woman bangs on the desk.", "Mr Bell complains.")
    assert told_at(reserve(*mixed), "Q19") == []
    assert told_at(reserve(*_stems("Ms Ito shouts at the gate.")), "Q19") == []
