"""Storing what people say, and ending their runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Table, bindparam, select, update

from lms.db import db, insert_new, insert_once, rows_of
from lms.errors import NotFound, Refusal
from lms.scenarios import queries
from lms.scenarios.models import ReplyTaken, ScenarioRun
from lms.scenarios.play import Play, Taken
from lms.texts import _

MOST_STEPS = 200
"""So many in one run is no conversation any more; who gets there went in circles."""


class NothingChosen(Refusal):
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Select what you say or do."))


class NotOnOffer(Refusal):
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This reply does not belong to the scene you are in. Nothing was stored. Choose from those shown now.")
        )


class GoesInCircles(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This run has gone in circles for %(number)s steps. Leave it and begin a new one.", number=MOST_STEPS)
        )


@dataclass(frozen=True, kw_only=True)
class Told:
    """The run as it stands now. `stored` is False where the step had its reply already."""

    play: Play
    stored: bool
    just_finished: bool


def take(play: Play, step: int, value: str, *, now: datetime) -> Told:
    """Store the reply of one step, once; the first one begins the run, the one before an ending ends it.

    The first reply that arrives is the one that counts: a second, equal or not, changes nothing.
    Raises NotFound for a step still to come, NothingChosen, NotOnOffer, GoesInCircles.
    """
    if step < play.step or play.finished:
        return Told(play=play, stored=False, just_finished=False)
    if step > play.step:
        raise NotFound(step)
    if not value:
        raise NothingChosen
    name = play.name_sent(value)
    if not name:
        raise NotOnOffer
    if step > MOST_STEPS:
        raise GoesInCircles
    if play.run_id is None:
        play = _begun(play, now)
    taken = Taken(step=step, scene=play.standings[step - 1].place, reply=name, taken_at=now)
    row = {"run_id": play.run_id, "step": step, "scene": taken.scene, "reply": name, "taken_at": now}
    if not insert_once(ReplyTaken, [row]):
        assert play.run_id is not None
        play = play.with_taken(queries.replies_of(play.run_id))
        return Told(play=play, stored=False, just_finished=False)
    play = play.and_then(taken)
    if play.at_ending is None:
        return Told(play=play, stored=True, just_finished=False)
    return Told(play=_finish(play, now), stored=True, just_finished=True)


def leave(play: Play, *, now: datetime) -> Play:
    """End a run before its ending, so that a new one can begin; one that is over stays as it is."""
    if play.run_id is None or play.finished:
        return play
    db.session.execute(update(ScenarioRun).where(ScenarioRun.id == play.run_id).values(finished_at=now))
    return replace(play, finished_at=now)


def _begun(play: Play, now: datetime) -> Play:
    """The play with its run; if somebody began it a moment ago, with what was said there."""
    row = {
        "person_id": play.person_id,
        "scenario": play.script.scenario_id,
        "course": play.script.course,
        "revision": play.script.revision,
        "title": play.scenario.title[:200],
        "number": play.number,
        "started_at": now,
        "passed": False,
    }
    made = insert_new(ScenarioRun, row, returning=ScenarioRun.id)
    if made is not None:
        return replace(play, run_id=made, started_at=now)
    found = select(ScenarioRun.id).where(
        ScenarioRun.person_id == play.person_id,
        ScenarioRun.scenario == play.script.scenario_id,
        ScenarioRun.number == play.number,
    )
    run_id = db.session.execute(found.with_for_update()).scalar_one()
    return replace(play, run_id=run_id, started_at=now)


_RUN = ScenarioRun.__table__
assert isinstance(_RUN, Table)
_ENDED = ("finished_at", "ending", "ending_kind", "points", "best", "passed", "scores")
_END = update(_RUN).where(_RUN.c.id == bindparam("run_id")).values({name: bindparam(name) for name in _ENDED})


def _finish(play: Play, now: datetime) -> Play:
    result = play.result
    rows_of(
        _END,
        run_id=play.run_id,
        finished_at=now,
        ending=result.ending,
        ending_kind=result.kind,
        points=result.points,
        best=result.best,
        passed=result.passed,
        scores={score.competency: score.percent for score in result.scores},
    )
    return replace(play, finished_at=now, ending=result.ending)
