"""Who sees what, which way is best, and what a run is worth: as plain rules."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog import conversation, roads
from lms.catalog.content import Clause, Ending, Passage, Reply, Scene
from lms.catalog.conversation import Standing
from lms.markdown import Prose
from lms.scenarios import rules
from lms.scenarios.rules import Script
from tests.scenarios.small import ending, mood, reply, scenario, scene, script, took, when

POINTS = st.integers(-1, 2)


def walk(talk: Script, *names: str) -> Standing:
    standing = conversation.begin(talk.scenario)
    for name in names:
        offered = {each.name: each for each in conversation.on_offer(talk.scenario, standing)}
        standing = conversation.take(talk.scenario, standing, offered[name])
    return standing


class TestWhatOneSees:
    def test_a_reply_with_a_condition_is_on_offer_only_then(self) -> None:
        talk = script(
            scene("start", reply("kind", "next", 2), reply("short", "next", -1)),
            scene("next", reply("bye", "end"), reply("joke", "end", condition=when(mood(">=", 1)))),
            ending("end"),
        )
        assert [each.name for each in conversation.on_offer(talk.scenario, walk(talk, "kind"))] == ["bye", "joke"]
        assert [each.name for each in conversation.on_offer(talk.scenario, walk(talk, "short"))] == ["bye"]

    def test_paragraphs_remember_replies_scenes_and_scores(self) -> None:
        talk = script(scene("start", reply("a", "next", tone=2), reply("b", "next")), scene("next", reply("c", "end"), reply("d", "end")), ending("end"))
        told = [
            Passage(text=Prose("took"), condition=when(took("a"))),
            Passage(text=Prose("not"), condition=when(took("a", wanted=False))),
            Passage(text=Prose("seen"), condition=when(Clause(kind="seen", of="start"))),
            Passage(text=Prose("here"), condition=when(Clause(kind="seen", of="next"))),
            Passage(text=Prose("score"), condition=when(Clause(kind="score", of="tone", sign=">=", number=2))),
        ]
        assert [each.text.html for each in conversation.shown(told, walk(talk, "a"))] == ["took", "seen", "score"]
        assert [each.text.html for each in conversation.shown(told, walk(talk, "b"))] == ["not", "seen"]

    def test_who_does_not_fit_an_ending_goes_to_the_other(self) -> None:
        talk = script(
            scene("start", reply("kind", "end", 1), reply("short", "end", -1)),
            ending("end", condition=when(mood(">=", 1)), otherwise="sour"),
            ending("sour", "mixed"),
        )
        assert walk(talk, "kind").place == "end"
        assert walk(talk, "short").place == "sour"

    @given(st.lists(st.integers(-3, 3), max_size=12))
    def test_the_mood_stays_within_five(self, moods: list[int]) -> None:
        standing = Standing(place="start", mood=0)
        for number, change in enumerate(moods):
            standing = conversation.said(standing, Reply(name=f"r{number}", text=Prose(), to="start", mood=change))
            assert -5 <= standing.mood <= 5

    def test_a_reply_taken_again_counts_once(self) -> None:
        talk = script(scene("start", reply("again", "start", tone=2), reply("on", "end", word=1)), ending("end"))
        once, thrice = walk(talk, "again", "on"), walk(talk, "again", "again", "again", "on")
        assert once.points == thrice.points == (("tone", 2), ("word", 1))


class TestTheBestWay:
    def test_is_the_one_with_most_points_among_the_shortest(self) -> None:
        talk = script(
            scene("start", reply("poor", "end", tone=1), reply("good", "end", tone=2), reply("long", "more", tone=2)),
            scene("more", reply("rich", "end", tone=2, word=2), reply("poor-too", "end")),
            ending("end"),
        )
        best = rules.best_path(talk)
        assert (best.replies, best.total) == (("good",), 2)

    def test_minds_conditions(self) -> None:
        talk = script(
            scene("start", reply("short", "end", -1), reply("kind", "more", 1)),
            scene("more", reply("on", "end", tone=1), reply("off", "sour")),
            ending("end", condition=when(mood(">=", 1)), otherwise="sour"),
            ending("sour", "hard"),
        )
        assert rules.best_path(talk).replies == ("kind", "on")

    def test_there_may_be_none(self) -> None:
        talk = script(scene("start", reply("a", "sour"), reply("b", "sour", tone=1)), ending("sour", "hard"))
        assert rules.best_path(talk).replies == ()
        here = conversation.begin(talk.scenario)
        assert rules.best_here(talk, here).name == "b"
        assert [rules.is_best_here(talk, here, each) for each in talk.scenario.scenes[0].replies] == [False, True]

    def test_of_a_slip_is_the_way_back(self) -> None:
        talk = script(
            scene("start", reply("slip", "heat", tone=-1), reply("good", "end", tone=2)),
            scene("heat", reply("sorry", "end", tone=1), reply("worse", "sour", tone=-1)),
            ending("end"), ending("sour", "hard"),
        )  # fmt: skip
        start, heat = conversation.begin(talk.scenario), walk(talk, "slip")
        assert rules.best_here(talk, start).name == "good"
        assert rules.best_here(talk, heat).name == "sorry"
        first, back = talk.scenario.scenes[0].replies[0], talk.scenario.scenes[1].replies[0]
        assert not rules.is_best_here(talk, start, first)
        assert rules.is_best_here(talk, heat, back)

    def test_of_a_hundred_scenes_is_found_at_once(self) -> None:
        """Four conditions on replies and one on the mood: thousands of cases, and still no wait."""
        talk = script(*_long_talk(4))
        begun = time.perf_counter()
        best = rules.best_path(talk)
        assert time.perf_counter() - begun < 3
        assert len(best.replies) == 99

    def test_too_many_cases_are_refused_soon(self) -> None:
        begun = time.perf_counter()
        with pytest.raises(roads.TooManyCases):
            roads.explore(script(*_long_talk(9)).scenario)
        assert time.perf_counter() - begun < 3


def _long_talk(memories: int) -> list[Scene | Ending]:
    places = [
        scene(
            "start" if number == 0 else f"s{number}",
            reply(f"up-{number}", f"s{number + 1}", 1, tone=1),
            reply(f"down-{number}", f"s{number + 1}", -1, word=1),
        )
        for number in range(98)
    ]
    remembered = when(mood(">=", 0), *(took(f"up-{number}") for number in range(memories)))
    last = [scene("s98", reply("a", "end"), reply("b", "end")), ending("end", condition=remembered, otherwise="sour")]
    return [*places, *last, ending("sour", "mixed")]


class TestWhatARunIsWorth:
    @given(st.lists(st.tuples(POINTS, POINTS), min_size=3, max_size=3), st.lists(st.integers(0, 1), min_size=3, max_size=3))
    def test_scores_are_between_0_and_100(self, points: list[tuple[int, int]], choices: list[int]) -> None:
        places = [
            scene(
                "start" if number == 0 else f"s{number}",
                reply(f"a{number}", "end" if number == 2 else f"s{number + 1}", tone=tone),
                reply(f"b{number}", "end" if number == 2 else f"s{number + 1}", word=word),
            )
            for number, (tone, word) in enumerate(points)
        ]
        talk = script(*places, ending("end"))
        result = rules.result(talk, walk(talk, *(f"{'ab'[choice]}{number}" for number, choice in enumerate(choices))))
        assert all(0 <= score.percent <= 100 for score in result.scores)
        assert result.points <= result.best
        assert result.passed is (result.best > 0 and result.points * 100 // result.best >= 60)
        shown = dict(rules.shown_by(talk.scenario, result))
        assert shown == ({each.competency: 2 for each in result.scores if each.percent >= 70} if result.passed else {})

    def test_a_good_ending_alone_does_not_pass(self) -> None:
        talk = script(scene("start", reply("best", "end", tone=2), reply("poor", "end", tone=1)), ending("end"), shows=("tone",))
        assert rules.result(talk, walk(talk, "best")).passed
        assert not rules.result(talk, walk(talk, "poor")).passed

    def test_points_alone_do_not_pass(self) -> None:
        talk = script(
            scene("start", reply("best", "end", tone=2), reply("rich", "sour", tone=2)), ending("end"), ending("sour", "mixed"),
            shows=("tone",),
        )  # fmt: skip
        result = rules.result(talk, walk(talk, "rich"))
        assert (result.passed, result.kind, result.scores[0].percent) == (False, "mixed", 100)
        assert rules.shown_by(talk.scenario, result) == []


class TestTheOrder:
    @given(st.integers(1, 999), st.integers(1, 50), st.permutations(["a", "b", "c", "d"]))
    def test_hangs_on_person_scenario_and_run_alone(self, person: int, number: int, written: list[str]) -> None:
        secret = rules.secret_of(person, "talk", number, key="k")
        replies = [reply(name, "end") for name in written]
        again = rules.in_order(reversed(replies), secret=secret, scene="start")
        assert rules.in_order(replies, secret=secret, scene="start") == again
        assert {each.name for each in again} == set(written)

    def test_differs_between_runs_and_between_installations(self) -> None:
        replies = [reply(name, "end") for name in "abcde"]

        def orders(key: str) -> list[tuple[str, ...]]:
            secrets = [rules.secret_of(7, "talk", number, key=key) for number in range(1, 30)]
            return [tuple(each.name for each in rules.in_order(replies, secret=secret, scene="s")) for secret in secrets]

        assert len(set(orders("k"))) > 20
        assert orders("k") != orders("another")

    def test_a_form_value_tells_nothing_and_is_good_for_one_step(self) -> None:
        secret = rules.secret_of(7, "talk", 1, key="k")
        one, other = reply("name-loss", "end"), reply("wrong-desk", "end")
        values = {rules.form_value(each, secret=secret, step=step) for each in (one, other) for step in (1, 2)}
        assert len(values) == 4
        assert all(len(value) == 12 and "name" not in value for value in values)


def test_every_road_is_walked_and_what_is_cut_off_is_told() -> None:
    talk = scenario(
        scene("start", reply("on", "ring"), reply("never", "shut", condition=when(mood(">=", 5)))),
        scene("ring", reply("round", "ring"), reply("round-too", "ring")),
        scene("shut", reply("x", "end"), reply("y", "end")),
        ending("end"),
    )
    found = roads.explore(talk)
    assert found.reached == {"start", "ring"}
    assert found.endless == {"start", "ring"}
