"""Playing a scenario through its pages: what is stored, what is told and when, and what a run sets off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock as clocks
from lms.certificates.models import Certificate
from lms.competencies import queries as competencies
from lms.competencies import service as competency_service
from lms.competencies.models import Evidence, Kind
from lms.db import db
from lms.learning import service
from lms.learning.models import CourseCompletion
from lms.scenarios import queries
from lms.scenarios.models import ReplyTaken, ScenarioRun
from lms.scenarios.service import MOST_STEPS
from tests.at_once import at_once
from tests.conftest import START, MovableClock
from tests.editing import Desk
from tests.learning.playing import CALLER, go, options_on, play_of, say, send, words_of
from tests.learning.sitting import Learner, rows

FILE = "developer/scenarios/unhappy-caller.md"
BEST = ("name-loss", "by-noon")


def completed() -> list[str]:
    return list(db.session.scalars(select(CourseCompletion.course).order_by(CourseCompletion.id)))


class TestAScene:
    def test_shows_who_where_and_what_may_be_said(self, ben: Learner) -> None:
        page = ben.look(CALLER)
        told = words_of(page)
        for words in ("It has eaten my Friday", "step 1", "Phone", "An unknown number, 16:40", "You are Sam, who builds"):
            assert words in told
        assert "Ms Okoro, who runs a salon" in told
        assert 'It has just eaten my Friday."' in told
        assert len(options_on(page)) == 2
        assert "[our support phone]" in told

    def test_belongs_to_the_courses_in_the_header(self, ben: Learner) -> None:
        assert '<a href="/courses/" aria-current="page">' in ben.look(CALLER).text

    def test_looking_stores_nothing(self, ben: Learner) -> None:
        for _ in range(3):
            ben.look(CALLER)
        assert (rows(ScenarioRun), rows(ReplyTaken)) == (0, 0)

    def test_tells_nothing_of_what_is_best(self, ben: Learner) -> None:
        """Neither names, nor effects, nor where a reply leads, nor what follows it."""
        start = ben.look(CALLER)
        go(ben, "name-loss")
        back = ben.look(CALLER)
        said = ben.look(f"{CALLER}?run=1&step=1")
        for page in (start, back, said):
            for secret in ("name-loss", "wrong-desk", "by-noon", "great-bye", "show-her", "solved", "loose-end", "empathy-tone"):
                assert secret not in page.text
        assert "She breathes out" not in start.text
        assert "no wrong desk" not in said.text

    def test_the_order_stays_for_a_run_and_differs_between_runs(self, ben: Learner) -> None:
        orders = set()
        for _ in range(8):
            first = options_on(ben.look(CALLER))
            assert options_on(ben.look(CALLER)) == first
            go(ben, "name-loss")
            orders.add(tuple(options_on(ben.look(CALLER))))
            go(ben, "great-bye")
        assert len(orders) > 1

    def test_a_reply_with_a_condition_shows_when_it_holds(self, ben: Learner) -> None:
        go(ben, "name-loss")
        assert len(options_on(ben.look(CALLER))) == 3
        go(ben, "great-bye")
        go(ben, "wrong-desk", "deserve-answer")
        page = ben.look(CALLER)
        assert len(options_on(page)) == 2
        assert "She is still short with you." in words_of(page)

    def test_names_its_own_channel(self, ben: Learner) -> None:
        go(ben, "wrong-desk")
        assert "Chat" in words_of(ben.look(CALLER))


class TestAReply:
    def test_leads_to_what_happens_and_then_the_note(self, ben: Learner) -> None:
        answer = say(ben, "name-loss")
        assert answer.location == f"{CALLER}?run=1&step=1#happens"
        told = words_of(ben.look(answer.location))
        assert told.index("I'm Sam") < told.index("She breathes out") < told.index("Your name, the loss")
        assert "Choice saved 09:00" in told
        assert f'href="{CALLER}?run=1&amp;step=2#scene"' in ben.look(answer.location).text

    def test_is_stored_as_it_happens(self, ben: Learner, clock: MovableClock) -> None:
        say(ben, "name-loss")
        clock.move(minutes=1)
        run = db.session.scalars(select(ScenarioRun)).one()
        assert (run.scenario, run.course, run.number, run.started_at) == ("unhappy-caller", "developer", 1, START)
        assert (run.finished_at, run.ending, run.passed) == (None, None, False)
        taken = db.session.scalars(select(ReplyTaken)).one()
        assert (taken.step, taken.scene, taken.reply) == (1, "start", "name-loss")

    def test_notes_wait_for_the_end_from_the_second_run_on(self, ben: Learner) -> None:
        go(ben, *BEST)
        say(ben, "name-loss")
        assert "Coach note" not in words_of(ben.look(f"{CALLER}?run=2&step=1"))
        say(ben, "by-noon")
        assert "A time, a channel, and no date" in words_of(ben.look(f"{CALLER}?run=2"))

    def test_sent_twice_is_one(self, ben: Learner) -> None:
        play = play_of(ben)
        value = play.form_value(play.offered[0])
        answers = [send(ben, value, run=1, step=1) for _ in range(3)]
        assert {each.location for each in answers} == {f"{CALLER}?run=1&step=1#happens"}
        assert (rows(ScenarioRun), rows(ReplyTaken)) == (1, 1)

    def test_of_two_tabs_the_first_counts(self, ben: Learner) -> None:
        play = play_of(ben)
        values = {reply.name: play.form_value(reply) for reply in play.offered}
        send(ben, values["wrong-desk"], run=1, step=1)
        late = send(ben, values["name-loss"], run=1, step=1)
        assert late.location == f"{CALLER}?run=1&step=1#happens"
        assert "Where did you get my number?" in words_of(ben.look(late.location))
        assert [each.reply for each in queries.replies_of(play_of(ben).run_id or 0)] == ["wrong-desk"]

    def test_of_an_earlier_step_changes_nothing_later(self, ben: Learner) -> None:
        first = play_of(ben)
        value = first.form_value(first.offered[0])
        go(ben, *BEST)
        send(ben, value, run=1, step=1)
        send(ben, value, run=1, step=2)
        assert rows(ReplyTaken) == 2

    @pytest.mark.parametrize("value", ["", "x" * 12, "name-loss", "\x00", "🙂" * 300])
    def test_that_is_not_in_the_scene_gets_its_sentence(self, ben: Learner, value: str) -> None:
        answer = send(ben, value, run=1, step=1)
        assert answer.status_code == (422 if value != "\x00" else answer.status_code)
        if value != "\x00":
            wanted = "This reply does not belong to the scene" if value else "Select what you say or do."
            assert wanted in words_of(answer)
            assert len(options_on(answer)) == 2
        assert rows(ReplyTaken) == 0

    def test_of_another_scene_or_one_not_on_offer_is_refused(self, ben: Learner) -> None:
        start = play_of(ben)
        value = start.form_value(start.offered[0])
        go(ben, "wrong-desk", "deserve-answer")
        assert send(ben, value, run=1, step=3).status_code == 422
        back = play_of(ben)
        scene = back.scene
        assert scene is not None
        hidden = scene.reply("show-her")
        assert hidden is not None
        assert send(ben, back.form_value(hidden), run=1, step=3).status_code == 422
        assert rows(ReplyTaken) == 2

    @pytest.mark.parametrize("place", ["run=1&step=3", "run=3&step=1", "run=0&step=1", "run=x&step=1", "run=1&step=-1", "run=1&step=99999"])
    def test_for_a_place_that_cannot_be_is_not_found(self, ben: Learner, place: str) -> None:
        play = play_of(ben)
        form = {"reply": play.form_value(play.offered[0])}
        assert ben.client.post(f"{CALLER}?{place}", data=form).status_code == 404
        assert rows(ScenarioRun) == 0

    def test_twelve_first_ones_at_once_make_one_run(self, ben: Learner, app: Flask) -> None:
        play, ben_id = play_of(ben), ben.person.id
        values = [play.form_value(reply) for reply in play.offered]

        def take(value: str) -> int:
            told = service.take_reply(ben_id, "unhappy-caller", value, number=None, step=1, now=START)
            db.session.commit()
            return told.play.number

        numbers = at_once(app, *(lambda n=n: take(values[n % 2]) for n in range(12)))
        db.session.expire_all()
        assert numbers == [1] * 12
        assert (rows(ScenarioRun), rows(ReplyTaken)) == (1, 1)

    def test_of_a_run_in_circles_has_an_end(self, ben: Learner) -> None:
        go(ben, "wrong-desk")
        run = play_of(ben).run_id
        db.session.add_all(
            ReplyTaken(run_id=run, step=step, scene="cold", reply="hours", taken_at=START)
            for step in range(2, MOST_STEPS + 1)
        )
        db.session.commit()
        refused = say(ben, "hours")
        assert refused.status_code == 409
        assert "gone in circles for 200 steps" in words_of(refused)
        assert ben.client.post(f"{CALLER}/left?run=1").status_code == 303
        assert play_of(ben).number == 2


class TestLeavingAndComingBack:
    def test_a_run_goes_on_anywhere(self, ben: Learner, clock: MovableClock) -> None:
        go(ben, "name-loss")
        clock.move(hours=11)
        page = words_of(ben.look(CALLER))
        assert "step 2" in page
        assert "Step 1 saved 09:00" in page
        go(ben, "by-noon")
        assert rows(ScenarioRun) == 1

    def test_there_is_one_unfinished_run_at_a_time(self, ben: Learner) -> None:
        go(ben, "name-loss")
        assert ben.look(f"{CALLER}?run=2").status_code == 404

    def test_a_step_shown_again_is_read_only(self, ben: Learner) -> None:
        go(ben, *BEST)
        page = ben.look(f"{CALLER}?run=1&step=1")
        assert "<fieldset" not in page.text
        assert "She breathes out" in page.text

    def test_nobody_else_sees_a_run(self, ben: Learner, zoe: Learner) -> None:
        go(ben, *BEST)
        assert "step 1" in words_of(zoe.look(f"{CALLER}?run=1"))
        assert zoe.look(f"{CALLER}?run=2").status_code == 404


class TestARevisedScenario:
    def test_a_run_keeps_its_revision(self, ben: Learner, author: Desk) -> None:
        go(ben, "name-loss")
        author.replace(FILE, "There it is. It shouldn't", "Well, well. It shouldn't")
        author.replace(FILE, "`#by-noon` `promise-keeping +2`", "`#by-noon` `promise-keeping +1`")
        author.publish()
        page = ben.look(CALLER)
        assert "There it is." in page.text
        assert "This scenario was revised since you began." in words_of(page)
        go(ben, "by-noon")
        run = db.session.scalars(select(ScenarioRun)).one()
        assert (run.points, run.best) == (5, 5)
        say(ben, "name-loss")
        assert "Well, well." in ben.look(CALLER).text

    def test_or_is_left_for_the_new_one(self, ben: Learner, author: Desk) -> None:
        go(ben, "name-loss")
        author.replace(FILE, "It has just eaten my Friday.", "My Friday is gone.")
        author.publish()
        for _ in range(2):
            assert ben.client.post(f"{CALLER}/left?run=1").location == CALLER
        assert "My Friday is gone." in ben.look(CALLER).text
        left = db.session.scalars(select(ScenarioRun)).one()
        assert (left.finished_at is not None, left.ending, left.passed) == (True, None, False)
        assert "You left this run before its end." in words_of(ben.look(f"{CALLER}?run=1"))
        assert (rows(ReplyTaken), rows(Evidence)) == (1, 0)

    def test_a_reply_taken_away_meanwhile_is_stored_all_the_same(self, ben: Learner, author: Desk) -> None:
        go(ben, "name-loss")
        author.replace(FILE, "`#great-bye`", "`#good-bye`")
        author.publish()
        assert go(ben, "great-bye").ending == "loose-end"


class TestTheEnd:
    def test_tells_the_ending_the_way_and_what_was_best(self, ben: Learner) -> None:
        go(ben, "wrong-desk", "deserve-answer", "great-bye")
        told = words_of(ben.look(f"{CALLER}?run=1"))
        assert "Solved, loose end" in told
        assert "A mixed ending: not passed yet" in told
        assert "Better: \"I'm Sam, I work on it." in told
        assert "Your name, the loss and an open question" in told
        assert "the best way back" in told
        assert "You have seen 1 of 3 endings" in told
        assert "Solved together" not in told
        assert "The line is dead" not in told

    def test_the_way_is_an_ordered_list(self, ben: Learner) -> None:
        go(ben, *BEST)
        page = ben.look(f"{CALLER}?run=1").text
        assert page.split('<ol class="way">')[1].split("</ol>")[0].count("<li>") == 2
        assert "A good ending: this run is passed" in page

    def test_says_per_competency_how_much_and_why(self, ben: Learner) -> None:
        go(ben, "wrong-desk", "deserve-answer", "by-noon")
        told = words_of(ben.look(f"{CALLER}?run=1"))
        assert "Empathy and tone none of it Step 2 showed it. Step 1 cost some." in told
        assert "Promise-keeping most of it Step 3 showed it." in told

    def test_counts_endings_over_all_runs(self, ben: Learner) -> None:
        go(ben, *BEST)
        go(ben, "name-loss", "great-bye")
        go(ben, "name-loss", "great-bye")
        assert "You have seen 2 of 3 endings" in words_of(ben.look(f"{CALLER}?run=3"))
        assert "You have seen 2 of 3 endings." in words_of(ben.look(CALLER))


class TestWhatARunSetsOff:
    def test_a_passed_one_is_evidence_at_level_2(self, ben: Learner) -> None:
        play = go(ben, *BEST)
        pieces = competencies.evidence_of(ben.person.id)
        assert {(each.competency, each.kind, each.level) for each in pieces} == {
            ("empathy-tone", "scenario", 2), ("promise-keeping", "scenario", 2),
        }  # fmt: skip
        assert {(each.source, each.title, each.revision) for each in pieces} == {
            (f"run:{play.run_id}", "It has eaten my Friday", play.script.revision)
        }

    def test_only_where_enough_was_shown(self, ben: Learner, author: Desk) -> None:
        author.replace(FILE, "`#hours` `empathy-tone -1`", "`#hours` `promise-keeping +2`")
        author.publish()
        go(ben, "wrong-desk", "hours", "deserve-answer", "by-noon")
        run = db.session.scalars(select(ScenarioRun)).one()
        assert run.scores == {"empathy-tone": 0, "promise-keeping": 100}
        assert (run.ending, run.passed) == ("loose-end", False)
        assert rows(Evidence) == 0

    def test_one_that_did_not_pass_is_none(self, ben: Learner) -> None:
        go(ben, "name-loss", "great-bye")
        go(ben, "wrong-desk", "put-down")
        assert rows(Evidence) == 0
        assert [run.passed for run in queries.runs_of(ben.person.id, "unhappy-caller")] == [False, False]

    def test_the_last_reply_sent_again_writes_nothing_more(self, ben: Learner) -> None:
        go(ben, "name-loss")
        play = play_of(ben)
        value = next(play.form_value(each) for each in play.offered if each.name == "by-noon")
        for _ in range(3):
            send(ben, value, run=1, step=2)
        assert (rows(Evidence), rows(ReplyTaken), rows(ScenarioRun)) == (2, 2, 1)

    @pytest.mark.parametrize("last", ["scenario", "check"])
    def test_it_completes_a_course_that_asks_for_it(
        self, ben: Learner, clock: MovableClock, author: Desk, last: str
    ) -> None:
        author.replace("core/course.yaml", "{plan: true}", "{scenarios: [unhappy-caller], plan: true}")
        author.publish()
        for module in ("core-1", "core-2"):
            ben.take(module)
        ben.plan()
        clock.move(days=1)
        if last == "check":
            go(ben, *BEST)
        ben.take("core-check")
        if last == "scenario":
            assert completed() == []
            assert "The scenario “It has eaten my Friday”" in words_of(ben.look("/courses/core"))
            go(ben, *BEST)
        assert completed() == ["core"]
        certificate = db.session.scalars(select(Certificate)).one()
        assert "1 scenario, and a plan" in certificate.assessed
        assert f"/certificates/{certificate.code}" in ben.look(f"{CALLER}?run=1").text

    def test_a_certificate_of_before_stays(self, ben: Learner, clock: MovableClock, author: Desk) -> None:
        for module in ("core-1", "core-2"):
            ben.take(module)
        ben.plan()
        clock.move(days=1)
        ben.take("core-check")
        author.replace("core/course.yaml", "{plan: true}", "{scenarios: [unhappy-caller], plan: true}")
        author.publish()
        assert completed() == ["core"]
        assert "See your certificate" in words_of(ben.look("/courses/core"))

    def test_home_names_it_when_the_modules_are_passed(self, ben: Learner, author: Desk) -> None:
        author.replace("core/course.yaml", "{plan: true}", "{scenarios: [unhappy-caller], plan: true}")
        author.publish()
        for module in ("core-1", "core-2"):
            ben.take(module)
        page = ben.look("/")
        assert "The scenario “It has eaten my Friday”" in words_of(page)
        assert f'href="{CALLER}"' in page.text

    def test_an_observation_completes_a_course_that_asks_for_one(
        self, ben: Learner, zoe: Learner, clock: MovableClock, author: Desk
    ) -> None:
        author.replace("core/course.yaml", "{plan: true}", "{observation_level: 2, plan: true}")
        author.publish()
        for module in ("core-1", "core-2"):
            ben.take(module)
        ben.plan()
        clock.move(days=1)
        ben.take("core-check")
        assert completed() == []
        assert "One observation at level 2" in words_of(ben.look("/courses/core"))
        competency_service.record(
            ben.person.id, Kind.OBSERVATION, "observation:1", "At the desk", [("empathy-tone", 2)],
            on=clocks.today(), now=clocks.now(), observer_id=zoe.person.id, touch_point="first-call",
        )  # fmt: skip
        service.look_again(ben.person.id, clocks.now())
        db.session.commit()
        assert completed() == ["core"]

    def test_sample_ratings_are_told_and_stay_open(self, ben: Learner, author: Desk) -> None:
        author.replace("core/course.yaml", "{plan: true}", "{sample_ratings: 3, plan: true}")
        author.publish()
        told = words_of(ben.look("/courses/core"))
        assert "3 sample visits to rate" in told
        assert "/coaching/calibration" not in ben.look("/courses/core").text, "a page that is for coaches"
        assert completed() == []


def test_a_take_away_of_my_data_holds_my_runs(ben: Learner) -> None:
    go(ben, *BEST)
    about = ben.look("/me/export").json
    assert about is not None
    assert [(each["scenario"], each["ending"]) for each in about["scenario_runs"]] == [("unhappy-caller", "solved")]
    assert [each["reply"] for each in about["replies"]] == list(BEST)


class TestTheList:
    def test_holds_those_for_my_job_first(self, ben: Learner, zoe: Learner) -> None:
        assert "For your job" in words_of(ben.look("/scenarios/"))
        told = words_of(zoe.look("/scenarios/"))
        assert "No scenario for your job yet." in told
        assert "It has eaten my Friday" in told

    def test_says_how_far_one_is(self, ben: Learner) -> None:
        assert "not started" in words_of(ben.look("/scenarios/"))
        go(ben, "name-loss")
        assert "started" in words_of(ben.look("/scenarios/"))
        go(ben, "great-bye")
        assert "1 run, not passed yet" in words_of(ben.look("/scenarios/"))
        go(ben, *BEST)
        assert "passed, 2 runs" in words_of(ben.look("/scenarios/"))


class TestHowMuchIsAsked:
    def test_a_scene_and_a_reply_take_six_statements(
        self, ben: Learner, count_queries: Callable[[], Any]
    ) -> None:
        """A scene at the start and in the middle, what follows a reply, a first reply and a later one."""
        client, counts = ben.client, {}
        client.get(CALLER)

        def counted(name: str, act: Callable[[], object]) -> None:
            with count_queries() as statements:
                act()
            counts[name] = len(statements)

        def reply(name: str, step: int) -> Callable[[], object]:
            play = play_of(ben)
            value = next(play.form_value(each) for each in play.offered if each.name == name)
            return lambda: client.post(f"{CALLER}?run=1&step={step}", data={"reply": value})

        counted("start", lambda: client.get(CALLER))
        counted("first reply", reply("wrong-desk", 1))
        counted("what follows", lambda: client.get(f"{CALLER}?run=1&step=1"))
        counted("scene", lambda: client.get(CALLER))
        counted("later reply", reply("hours", 2))
        assert max(counts.values()) <= 6, counts
