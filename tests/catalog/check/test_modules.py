"""M07, M08, M10, M11: minutes, review dates and objectives of modules."""

from datetime import date

from tests.catalog.check.told import COURSE, MODULE, told, told_at
from tests.catalog.tiny import both, swap


def test_a_module_far_over_its_minutes_is_told_at_the_minutes() -> None:
    longer = swap(MODULE, "Ms Okoro rings on market day.", "She rings again.\n" * 1000)
    assert told_at(longer, "M07") == [(COURSE, 11, "warning")]


def test_what_one_learner_reads_counts_once() -> None:
    """Two lenses of eight minutes each are read by different jobs."""
    lens = "`for: {job}`\n\n" + "She rings again.\n" * 500
    two = (
        lens.format(job="receptionist")
        + "\n## For developers {#lens-web}\n"
        + lens.format(job="software-developer")
    )
    assert told_at(swap(MODULE, "`for: receptionist`\n\nTwo people come in at once.", two), "M07") == []


def test_a_warning_of_the_syllabus_can_be_accepted_at_its_module() -> None:
    def change(package: dict[str, bytes]) -> None:
        swap(MODULE, "Ms Okoro rings on market day.", "She rings again.\n" * 1000)(package)
        package[COURSE] += b"accept: [{rule: M07, at: core-1, why: Most of it is a play to read aloud}]\n"

    assert told_at(change, "M07") == told_at(change, "A02") == []


def test_a_review_is_due_from_the_day_after() -> None:
    unchanged = swap(COURSE, "id: core\n", "id: core\n")
    assert told_at(unchanged, "M08", today=date(2030, 10, 1)) == [(COURSE, 14, "warning")]
    assert told_at(unchanged, "M08", today=date(2030, 9, 30)) == []
    assert told_at(unchanged, "M08") == []


def test_an_objective_that_nobody_can_watch_is_told() -> None:
    for words in ("Understand how", "To be aware of how", "Really know how"):
        assert told_at(swap(MODULE, "Greet with your name and", words), "M10") == [(MODULE, 3, "warning")]
    assert told_at(swap(MODULE, "Greet with your name and", "Write down how you"), "M10") == []


def test_an_objective_trains_what_its_module_shows() -> None:
    change = swap(MODULE, "`#greet` `competency: empathy-tone`", "`#greet` `competency: promise-keeping`")
    assert told_at(change, "M11") == [(MODULE, 3, "error")]
    shown = swap(COURSE, "shows: [empathy-tone@1]", "shows: [empathy-tone@1, promise-keeping@1]")
    assert told(both(change, shown), "M11") == []
