"""From which day a level counts, and what differs between two descriptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lms.jobs.description import DESIRABLE, JobDescription, Required
from lms.jobs.job_text import JobText, Move, WrittenPart, compare
from lms.jobs.rules import Counting, counting

TODAY, LATER, EARLIER = date(2027, 5, 3), date(2027, 7, 2), date(2027, 4, 1)
PROMISES = "promise-keeping"


def asks(**levels: int) -> JobDescription:
    return JobDescription(
        id="receptionist",
        title="Receptionist",
        status="live",
        requires=tuple(
            Required(competency=key.replace("_", "-"), level=level) for key, level in levels.items()
        ),
        touch_points=(),
        serves=(),
        sections=(),
        source="",
        revision="",
    )


class TestCounting:
    def test_a_raised_level_counts_from_its_day_and_the_old_one_until_then(self) -> None:
        found = counting(
            asks(promise_keeping=4), {PROMISES: Counting(level=3)}, counts_from=LATER, today=TODAY
        )
        assert found == {PROMISES: Counting(level=4, counts_from=LATER, level_before=3)}
        assert [found[PROMISES].on(day) for day in (TODAY, date(2027, 7, 1), LATER)] == [3, 3, 4]

    def test_what_is_new_is_not_asked_before_its_day(self) -> None:
        before = {"bad-news": Counting(level=1)}
        found = counting(asks(bad_news=1, promise_keeping=2), before, counts_from=LATER, today=TODAY)
        assert found[PROMISES].on(TODAY) == 0
        assert found["bad-news"] == Counting(level=1)

    def test_a_lower_level_counts_at_once(self) -> None:
        found = counting(
            asks(promise_keeping=2), {PROMISES: Counting(level=3)}, counts_from=LATER, today=TODAY
        )
        assert found == {PROMISES: Counting(level=2)}

    def test_without_a_day_all_counts_at_once(self) -> None:
        found = counting(
            asks(promise_keeping=4), {PROMISES: Counting(level=3)}, counts_from=None, today=TODAY
        )
        assert found == {PROMISES: Counting(level=4)}

    def test_a_level_that_stays_keeps_the_day_it_was_given(self) -> None:
        promised = Counting(level=4, counts_from=LATER, level_before=3)
        assert counting(asks(promise_keeping=4), {PROMISES: promised}, counts_from=None, today=TODAY) == {
            PROMISES: promised
        }

    def test_a_day_that_is_past_is_forgotten(self) -> None:
        past = Counting(level=4, counts_from=EARLIER, level_before=3)
        found = counting(asks(promise_keeping=4), {PROMISES: past}, counts_from=LATER, today=TODAY)
        assert found == {PROMISES: Counting(level=4)}

    def test_the_first_version_counts_at_once(self) -> None:
        """Nobody held it before, so there is nobody to spare."""
        found = counting(asks(promise_keeping=4), {}, counts_from=LATER, today=TODAY)
        assert found == {PROMISES: Counting(level=4)}


BEFORE = JobText(
    id="receptionist",
    title="Receptionist",
    requires=(
        Required(competency="a", level=2),
        Required(competency="b", level=2),
        Required(competency="c", level=1),
    ),
    touch_points=("first-call",),
    parts=(
        WrittenPart(id="purpose", heading="Purpose", text="Met and heard."),
        WrittenPart(id="decide", heading="You decide", text="Taxis."),
    ),
)


class TestComparing:
    def test_nothing_changed_is_no_difference(self) -> None:
        assert not compare(BEFORE, BEFORE)

    def test_levels_that_go_up_come_first(self) -> None:
        after = replace(
            BEFORE,
            requires=(
                Required(competency="a", level=1),
                Required(competency="b", level=3),
                Required(competency="c", level=1, need=DESIRABLE),
                Required(competency="d", level=1),
            ),
        )
        found = compare(BEFORE, after)
        assert [(each.competency, each.move) for each in found.levels] == [
            ("d", Move.NEW),
            ("b", Move.RAISED),
            ("a", Move.LOWERED),
            ("c", Move.OTHER),
        ]
        assert [each.competency for each in found.raised] == ["d", "b"]

    def test_words_touch_points_and_title(self) -> None:
        after = replace(
            BEFORE,
            title="Front desk",
            touch_points=("web-enquiry",),
            parts=(WrittenPart(id="purpose", heading="Purpose", text="Met, heard and guided."),),
        )
        found = compare(BEFORE, after)
        assert found.title == ("Receptionist", "Front desk")
        assert (found.touch_points.came, found.touch_points.went) == (("web-enquiry",), ("first-call",))
        assert [(each.heading, each.before, each.after) for each in found.parts] == [
            ("Purpose", "Met and heard.", "Met, heard and guided."),
            ("You decide", "Taxis.", None),
        ]
