"""What completes a course, in whatever order it is done, and what is written then: once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text

from lms.certificates.models import Certificate
from lms.competencies import queries as competencies
from lms.competencies.models import Evidence
from lms.db import db, insert_once
from lms.learning import service
from lms.learning.models import CourseCompletion, ModuleCompletion, Plan
from lms.quizzes.models import Answer, Attempt
from tests.at_once import at_once
from tests.conftest import START, MovableClock
from tests.learning.sitting import Learner, SignIn, rows

CHECK = "/courses/core/core-check/quiz"


def completed() -> list[str]:
    return list(db.session.scalars(select(CourseCompletion.course).order_by(CourseCompletion.id)))


def pass_modules(learner: Learner) -> None:
    for module in ("core-1", "core-2"):
        learner.take(module)


class TestAModule:
    def test_passing_its_quiz_is_written_once(self, ben: Learner) -> None:
        ben.take("core-1")
        first = db.session.scalars(select(ModuleCompletion)).one()
        assert (first.module, first.title, first.completed_at) == ("core-1", "The first word", START)
        ben.take("core-1")
        assert rows(ModuleCompletion) == 1

    def test_it_shows_level_1_whatever_the_module_leads_to(self, ben: Learner) -> None:
        ben.take("core-2")
        pieces = competencies.evidence_of(ben.person.id)
        assert [(piece.competency, piece.kind, piece.level) for piece in pieces] == [("promise-keeping", "quiz", 1)]
        attempt = db.session.scalars(select(Attempt)).one()
        assert (pieces[0].source, pieces[0].revision) == (f"attempt:{attempt.id}", attempt.revision)

    def test_a_try_below_the_line_shows_nothing(self, ben: Learner) -> None:
        ben.take("core-1", wrong=1)
        assert (rows(ModuleCompletion), rows(Evidence), rows(Attempt)) == (0, 0, 1)

    def test_the_last_answer_sent_again_writes_nothing_more(self, ben: Learner) -> None:
        ben.take("core-1")
        before = rows(Evidence)
        for _ in range(3):
            ben.answer("core-1", 2, number=1)
        assert (rows(Evidence), rows(ModuleCompletion), rows(Answer)) == (before, 1, 2)


class TestWhenTheCheckOpens:
    def test_not_while_modules_are_missing(self, ben: Learner, clock: MovableClock) -> None:
        ben.take("core-1")
        clock.move(days=3)
        for address in (CHECK, f"{CHECK}/1"):
            page = ben.look(address)
            assert page.status_code == 409
            assert "First pass the modules that are still open." in page.text
        assert ben.client.post(f"{CHECK}/1", data={"choice": "x"}).status_code == 409
        assert rows(Attempt) == 1

    def test_a_day_after_the_last_module(self, ben: Learner, clock: MovableClock) -> None:
        pass_modules(ben)
        clock.move(hours=23, minutes=59)
        assert "It opens on 4 May 2027 at 09:00." in ben.look(CHECK).text
        refused = ben.look(f"{CHECK}/1")
        assert refused.status_code == 409
        assert "This check opens on 4 May 2027 at 09:00." in refused.text
        clock.move(minutes=1)
        assert "3 questions" in ben.look(CHECK).text
        assert ben.look(f"{CHECK}/1").status_code == 200

    def test_a_day_after_the_last_try(self, ben: Learner, clock: MovableClock) -> None:
        pass_modules(ben)
        clock.move(days=1)
        ben.take("core-check", wrong=2)
        clock.move(hours=23, minutes=59)
        assert ben.look(f"{CHECK}/1?try=2").status_code == 409
        assert "You can try again from 5 May 2027, 09:00." in ben.look(f"{CHECK}/result").text
        clock.move(minutes=1)
        ben.take("core-check")
        found = db.session.execute(select(Attempt.number, Attempt.passed).filter_by(quiz="core-check")).all()
        assert [tuple(row) for row in found] == [(1, False), (2, True)]

    def test_one_that_was_begun_may_be_finished_any_time(self, ben: Learner, clock: MovableClock) -> None:
        pass_modules(ben)
        clock.move(days=1)
        ben.answer("core-check", 1)
        clock.move(minutes=5)
        assert ben.look(f"{CHECK}/2?try=1").status_code == 200
        clock.move(hours=11)
        assert ben.answer("core-check", 2).status_code == 303

    def test_twelve_first_answers_at_once_make_one_try(self, ben: Learner, clock: MovableClock, app: Flask) -> None:
        """R10: from two windows or twelve, the one try of the day stays one."""
        pass_modules(ben)
        moment, ben_id = clock.move(days=1), ben.person.id
        paper = ben.paper("core-check")
        item = paper.items[0]
        values = [[paper.form_value(item, option)] for option in item.options]

        def send(choice: list[str]) -> int:
            recorded = service.answer(ben_id, "core", "core-check", 1, choice, number=None, now=moment)
            db.session.commit()
            return recorded.paper.number

        numbers = at_once(app, *(lambda n=n: send(values[n % len(values)]) for n in range(12)))
        db.session.expire_all()
        assert numbers == [1] * 12
        attempts = db.session.scalars(select(Attempt).filter_by(quiz="core-check")).all()
        assert len(attempts) == 1
        assert len(db.session.scalars(select(Answer).filter_by(attempt_id=attempts[0].id)).all()) == 1

    def test_twelve_whole_tries_at_a_check_of_one_question_make_one(
        self, ben: Learner, clock: MovableClock, app: Flask
    ) -> None:
        """Its first answer is its last, so whoever comes second finds a finished try."""
        ben.take("developer-1", course="developer")
        moment, ben_id = clock.move(days=1), ben.person.id
        paper = ben.paper("developer-check", course="developer")
        wrong = next(option for option in paper.items[0].options if not option.right)
        value = paper.form_value(paper.items[0], wrong)

        def send() -> int:
            sent = ben_id, "developer", "developer-check", 1, [value]
            recorded = service.answer(*sent, number=paper.number, now=moment)
            db.session.commit()
            return recorded.paper.number

        assert at_once(app, *[send] * 12) == [1] * 12
        assert len(db.session.scalars(select(Attempt).filter_by(quiz="developer-check")).all()) == 1


class TestACourse:
    @pytest.mark.parametrize("plan_at", ["first", "between", "last"])
    def test_completes_whatever_comes_last(self, ben: Learner, clock: MovableClock, plan_at: str) -> None:
        if plan_at == "first":
            ben.plan()
        pass_modules(ben)
        clock.move(days=1)
        if plan_at == "between":
            ben.plan()
        assert completed() == []
        ben.take("core-check")
        if plan_at == "last":
            assert completed() == []
            ben.plan()
        assert completed() == ["core"]
        certificate = db.session.scalars(select(Certificate)).one()
        assert (certificate.course, certificate.name) == ("core", "Ben")
        assert certificate.completed_on == clock().date()
        assert certificate.shown == [
            {"competency": "empathy-tone", "title": "Empathy and tone", "level": 1},
            {"competency": "promise-keeping", "title": "Promise-keeping", "level": 1},
        ]

    @pytest.mark.parametrize("missing", ["core-1", "core-check", "plan"])
    def test_does_not_without_any_of_them(self, ben: Learner, clock: MovableClock, missing: str) -> None:
        for module in ("core-1", "core-2"):
            if module != missing:
                ben.take(module)
        clock.move(days=1)
        if missing not in ("core-check", "core-1"):
            ben.take("core-check")
        if missing != "plan":
            ben.plan()
        assert completed() == []
        assert rows(Certificate) == 0

    def test_modules_may_be_passed_in_any_order(self, ben: Learner, clock: MovableClock) -> None:
        for module in ("core-2", "core-1"):
            ben.take(module)
        clock.move(days=1)
        ben.take("core-check")
        ben.plan("core-1")
        assert completed() == ["core"]

    def test_of_a_role_completes_only_after_the_core(self, ben: Learner, clock: MovableClock) -> None:
        ben.take("developer-1", course="developer")
        ben.plan("developer-1", course="developer")
        clock.move(days=1)
        ben.take("developer-check", course="developer")
        assert completed() == []
        pass_modules(ben)
        ben.plan()
        clock.move(days=1)
        ben.take("core-check")
        assert completed() == ["core", "developer"]
        assert [each.course for each in db.session.scalars(select(Certificate).order_by(Certificate.id))] == [
            "core", "developer",
        ]  # fmt: skip

    def test_a_second_pass_and_more_plans_write_no_second_certificate(
        self, ben: Learner, clock: MovableClock
    ) -> None:
        pass_modules(ben)
        ben.plan()
        clock.move(days=1)
        ben.take("core-check")
        clock.move(days=2)
        ben.take("core-check")
        ben.plan(act="something else")
        assert completed() == ["core"]
        assert rows(Certificate) == 1

    def test_the_certificate_stands_on_the_result_and_the_course(self, ben: Learner, clock: MovableClock) -> None:
        pass_modules(ben)
        ben.plan()
        clock.move(days=1)
        ben.take("core-check")
        code = db.session.scalars(select(Certificate.code)).one()
        for address in (f"{CHECK}/result?try=1", "/courses/core"):
            assert f"/certificates/{code}" in ben.look(address).text

    def test_last_answer_and_plan_at_the_same_moment_complete_it_once(
        self, ben: Learner, clock: MovableClock, app: Flask, sign_in: SignIn
    ) -> None:
        """Each waits for the other's rows, neither blocks the other, and one of them finds all there."""
        pass_modules(ben)
        clock.move(days=1)
        for position in (1, 2):
            ben.answer("core-check", position)
        paper = ben.paper("core-check")
        item = paper.items[2]
        value = next(paper.form_value(item, option) for option in item.options if option.right)
        form = {"course": "core", "module": "core-2", "when": "they ask when", "will": "name a day", "by": "2027-06-01"}
        windows = [sign_in(ben.person), sign_in(ben.person)]
        answers = at_once(
            app,
            lambda: windows[0].post(f"{CHECK}/3?try=1", data={"choice": value}).status_code,
            lambda: windows[1].post("/plans", data=form).status_code,
        )
        db.session.expire_all()
        assert answers == [303, 303]
        assert completed() == ["core"]
        assert (rows(Certificate), rows(Plan)) == (1, 1)

    @pytest.mark.parametrize("installation", ["postgresql"], indirect=True, scope="session")
    def test_completing_does_not_wait_for_other_rows_of_the_same_person(self, ben: Learner, app: Flask) -> None:
        """Rows under way share a lock on the person's key; waiting for it, two requests could wait for each other."""
        ben_id, day = ben.person.id, START.date()

        def plan(act: str) -> None:
            service.make_plan(ben_id, "core", "core-2", situation="x", act=act, by_day=day, now=START)

        db.session.commit()
        row = {"person_id": ben_id, "course": "core", "module": "core-1", "situation": "a", "act": "b"}
        insert_once(Plan, [{**row, "by_day": day, "made_at": START}])
        with app.app_context():
            db.session.execute(text("SET LOCAL lock_timeout = '500ms'"))
            plan("say when")
            db.session.commit()
        db.session.commit()
        assert rows(Plan) == 2
