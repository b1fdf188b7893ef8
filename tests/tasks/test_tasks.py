"""A task is a row: it stands and falls with its transaction, is done once, and says how it ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select, update

from lms import tasks
from lms.db import db
from lms.errors import Refusal
from lms.tasks import registry, running, service
from lms.tasks.cli import worker_command
from lms.tasks.models import State, Task
from lms.tasks.service import Claim
from tests.at_once import at_once
from tests.conftest import START, MovableClock

pytestmark = pytest.mark.usefixtures("kinds")


@pytest.fixture
def did() -> list[Any]:
    """What tasks of the kind `note` were given; each adds its own."""
    seen: list[Any] = []

    @tasks.handler("note")
    def note(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
        seen.append(payload["what"])

    return seen


def the_task() -> Task:
    return db.session.scalars(select(Task).execution_options(populate_existing=True)).one()


def test_it_is_done_once(app: Flask, did: list[Any]) -> None:
    tasks.enqueue("note", {"what": 1}, now=START)
    assert tasks.run_due(START) == 1
    assert tasks.run_due(START) == 0
    assert did == [1]
    assert (the_task().state, the_task().tries) == (State.DONE, 1)


def test_what_is_rolled_back_was_never_wished_for(app: Flask, did: list[Any]) -> None:
    tasks.enqueue("note", {"what": 1}, now=START)
    db.session.rollback()
    assert tasks.run_due(START) == 0


def test_the_same_key_is_one_task_even_when_it_is_done(app: Flask, did: list[Any]) -> None:
    for _ in range(2):
        tasks.enqueue("note", {"what": 1}, key="mail:7", now=START)
        tasks.run_due(START)
    assert did == [1]
    found = tasks.find("mail:7")
    assert found is not None
    assert found.state == State.DONE


def test_it_waits_for_its_hour(app: Flask, did: list[Any]) -> None:
    tasks.enqueue("note", {"what": "late"}, now=START, not_before=START + timedelta(hours=1))
    tasks.enqueue("note", {"what": "soon"}, now=START)
    tasks.run_due(START)
    assert did == ["soon"]
    tasks.run_due(START + timedelta(hours=1))
    assert did == ["soon", "late"]


def test_what_it_wrote_and_that_it_is_done_are_one_fact(app: Flask) -> None:
    """It writes, then breaks: nothing of it stays, and it is tried again after a pause."""
    broken = [True]

    @tasks.handler("write")
    def write(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
        tasks.enqueue("nobody does this", {}, key="written", now=now)
        if broken:
            raise KeyError("Ana Example")

    tasks.enqueue("write", {}, key="w", now=START)
    tasks.run_due(START)
    found = tasks.find("w")
    assert found is not None
    assert (found.state, found.tries, found.error) == (State.QUEUED, 1, "KeyError")
    assert found.not_before == START + timedelta(minutes=1)
    assert tasks.find("written") is None
    broken.clear()
    assert tasks.run_due(START) == 0
    tasks.run_due(START + timedelta(minutes=1))
    assert tasks.find("written") is not None


def test_after_the_fifth_try_it_is_given_up_until_somebody_asks(app: Flask, clock: MovableClock) -> None:
    @tasks.handler("break")
    def never(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
        raise RuntimeError

    tasks.enqueue("break", {}, now=START)
    for _ in range(8):
        tasks.run_due(clock.move(days=1))
    assert (the_task().state, the_task().tries, the_task().error) == (State.FAILED, 5, "RuntimeError")
    assert [each.id for each in tasks.failures()] == [the_task().id]
    assert tasks.try_again(the_task().id, now=clock())
    assert not tasks.try_again(the_task().id, now=clock())
    tasks.run_due(clock())
    assert (the_task().state, the_task().tries) == (State.QUEUED, 1)


def test_a_refusal_is_final_and_its_sentence_can_be_read(app: Flask) -> None:
    @tasks.handler("refuse")
    def refuse(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
        raise Refusal("Line 7 has no e-mail.")

    tasks.enqueue("refuse", {}, now=START)
    tasks.run_due(START)
    assert (the_task().state, the_task().error) == (State.FAILED, "Line 7 has no e-mail.")


def test_a_handler_may_ask_to_be_called_later_as_often_as_it_likes(app: Flask, clock: MovableClock) -> None:
    @tasks.handler("later")
    def later(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
        tasks.enqueue("nobody does this", {}, now=now)
        raise tasks.Later(now + timedelta(days=1), "not yet")

    tasks.enqueue("later", {}, key="l", now=START)
    for _ in range(7):
        assert tasks.run_due(clock.move(days=1)) == 1
    found = tasks.find("l")
    assert found is not None
    assert (found.state, found.tries, found.error) == (State.QUEUED, 0, "not yet")
    assert db.session.scalar(select(func.count()).select_from(Task)) == 8  # what it wrote was kept


def test_progress_is_seen_while_it_runs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BEAT_EVERY", 0.01)
    seen: list[tuple[int, int]] = []

    @tasks.handler("long")
    def long(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
        progress(3, 10)
        for _ in range(500):
            row = db.session.execute(select(Task.progress_done, Task.progress_total)).one()
            db.session.rollback()
            if row.progress_done:
                seen.append((row.progress_done, row.progress_total))
                break
        progress(10, 10)

    tasks.enqueue("long", {}, now=START)
    tasks.run_due(START)
    assert seen == [(3, 10)]
    assert (the_task().progress_done, the_task().progress_total) == (10, 10)


def test_of_many_workers_one_gets_it(app: Flask, did: list[Any]) -> None:
    for number in range(6):
        tasks.enqueue("note", {"what": number}, now=START)
    db.session.commit()
    claims = at_once(app, *[lambda: service.claim_next(START)] * 12)
    numbers = [claim.payload["what"] for claim in claims if claim is not None]
    assert sorted(numbers) == list(range(6))


def test_what_goes_to_many_lets_nobody_wait(app: Flask, did: list[Any]) -> None:
    """Seen to fail: without the kinds that are patient."""
    tasks.handler("note to all", patient=True)(registry.handlers["note"])
    for number in range(3):
        tasks.enqueue("note to all", {"what": number}, now=START)
    tasks.enqueue("note", {"what": "now"}, now=START + timedelta(minutes=5))
    tasks.run_due(START + timedelta(minutes=5))
    assert did == ["now", 0, 1, 2]


def test_a_worker_leaves_alone_what_it_does_not_know(app: Flask) -> None:
    """An older one, during an update."""
    tasks.enqueue("from the next version", {}, now=START)
    assert tasks.run_due(START) == 0
    assert the_task().state == State.QUEUED


class TestWhenTheWorkerIsGone:
    def claimed(self, *, tries: int = 1) -> Claim:
        tasks.enqueue("note", {"what": 1}, now=START)
        db.session.execute(update(Task).values(tries=tries - 1))
        db.session.commit()
        claim = service.claim_next(START)
        assert claim is not None
        return claim

    def test_its_task_is_taken_back_when_the_beat_is_old(self, app: Flask, did: list[Any]) -> None:
        self.claimed()
        assert service.sweep(START + timedelta(seconds=60)) == 0
        assert service.sweep(START + timedelta(seconds=61)) == 1
        tasks.run_due(START + timedelta(seconds=61))
        assert did == [1]
        assert (the_task().state, the_task().tries) == (State.DONE, 2)

    def test_a_beat_keeps_it(self, app: Flask, did: list[Any]) -> None:
        claim = self.claimed()
        assert service.beat(claim, now=START + timedelta(seconds=50), progress=(1, 2))
        db.session.commit()
        assert service.sweep(START + timedelta(seconds=100)) == 0

    def test_one_that_kills_every_worker_is_given_up(self, app: Flask, did: list[Any]) -> None:
        self.claimed(tries=5)
        service.sweep(START + timedelta(days=1))
        assert (the_task().state, the_task().error) == (State.FAILED, "The worker was gone before it was done.")

    def test_one_that_was_only_slow_writes_nothing_after_all(self, app: Flask, did: list[Any]) -> None:
        """Another has taken it over meanwhile; its own end does not count."""

        @tasks.handler("slow")
        def slow(payload: dict[str, Any], *, now: datetime, progress: tasks.Progress) -> None:
            if len(did) == 0:
                did.append("first")
                service.sweep(START + timedelta(days=1))
                again = service.claim_next(START + timedelta(days=1))
                assert again is not None
                tasks.enqueue("written too late", {}, key="late", now=now)

        tasks.enqueue("slow", {}, key="s", now=START)
        tasks.run_due(START)
        found = tasks.find("s")
        assert found is not None
        assert (found.state, found.tries) == (State.RUNNING, 2)
        assert tasks.find("late") is None


class TestEachDay:
    @pytest.fixture
    def days(self) -> list[datetime]:
        called: list[datetime] = []

        @tasks.daily("tests.each_day")
        def each_day(*, now: datetime) -> None:
            called.append(now)

        return called

    def test_once_whoever_asks_and_however_often(self, app: Flask, clock: MovableClock, days: list[datetime]) -> None:
        at_once(app, *[lambda: tasks.plan_daily(START)] * 4)
        tasks.run_due(START)
        tasks.plan_daily(clock.move(hours=3))
        tasks.run_due(clock())
        assert days == [START]
        tasks.plan_daily(clock.move(days=1))
        tasks.run_due(clock())
        assert days == [START, clock()]

    def test_from_five_in_the_morning_where_the_company_is(self, app: Flask, days: list[datetime]) -> None:
        app.config["TIMEZONE"] = "Pacific/Auckland"  # twelve hours ahead in May
        try:
            before = datetime(2027, 5, 3, 16, 59, tzinfo=UTC)
            tasks.plan_daily(before)
            assert tasks.run_due(before) == 0
            tasks.plan_daily(before + timedelta(minutes=1))
            tasks.run_due(before + timedelta(minutes=1))
            assert days == [before + timedelta(minutes=1)]
            assert tasks.find("daily:tests.each_day:2027-05-04") is not None
        finally:
            app.config["TIMEZONE"] = "UTC"

    def test_old_rows_go(self, app: Flask, clock: MovableClock, did: list[Any]) -> None:
        tasks.enqueue("note", {"what": 1}, key="old", now=START)
        tasks.run_due(START)
        tasks.plan_daily(clock.move(days=31))
        tasks.run_due(clock())
        assert tasks.find("old") is None


def test_a_command_does_what_is_due_and_ends(app: Flask, did: list[Any]) -> None:
    tasks.enqueue("note", {"what": 1}, now=START)
    db.session.commit()
    done = CliRunner().invoke(worker_command, ["--once"], obj=ScriptInfo(create_app=lambda: app))
    assert (done.exit_code, did) == (0, [1])
    assert tasks.find("daily:tasks.tidy:2027-05-03") is not None


def test_how_it_stands_is_told(app: Flask, did: list[Any]) -> None:
    tasks.enqueue("note", {"what": 1}, now=START - timedelta(hours=2))
    tasks.enqueue("note", {"what": 2}, now=START, not_before=START + timedelta(hours=2))
    standing = tasks.standing(START)
    assert (standing.waiting, standing.waiting_since) == (1, START - timedelta(hours=2))
    tasks.run_due(START)
    assert tasks.standing(START).waiting == 0


def test_two_functions_for_one_kind_are_a_mistake(did: list[Any]) -> None:
    with pytest.raises(AssertionError, match="two functions do tasks of the kind note"):
        tasks.handler("note")(registry.handlers["note"])
