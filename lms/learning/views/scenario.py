"""Playing a scenario: one scene a page, then what follows; the end is in `scenario_end`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import conversation, shelf
from lms.catalog.content import Course, Ending, Passage, Scenario, Scene
from lms.catalog.conversation import Standing
from lms.errors import NotFound
from lms.learning import plays, reading, service
from lms.learning.reading import Words
from lms.learning.views.blueprint import blueprint
from lms.learning.views.scenario_end import end_page
from lms.people.session import viewer
from lms.scenarios import queries
from lms.scenarios.play import Play
from lms.scenarios.queries import Played, Run
from lms.scenarios.service import NothingChosen, NotOnOffer
from lms.texts import _, later
from lms.web.access import signed_in

CHANNEL_WORDS = {
    "phone": (later("Phone"), "phone"),
    "desk": (later("At the desk"), "person"),
    "mail": (later("Mail"), "file"),
    "chat": (later("Chat"), "people"),
    "meeting": (later("Meeting"), "people"),
    "post": (later("Letter"), "file"),
}
"""The words for a channel, and its sign."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A paragraph as the page shows it."""

    speaker: str
    text: Markup


@dataclass(frozen=True, kw_only=True)
class Where:
    channel: str
    sign: str
    heading: Markup
    you: str
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    number: int
    text: Markup


@dataclass(frozen=True, kw_only=True)
class Line:
    """A scenario in the list."""

    title: str
    url: str
    minutes: int
    channel: str
    others: str
    state: str
    runs: int


@blueprint.get("/scenarios/")
@signed_in
def scenarios() -> str:
    words, jobs = reading.words(), {job.key for job in reading.my_duties().jobs}
    played = queries.played_by(viewer().id)
    found = [(course, each) for course in shelf.current().courses if course.live for each in course.scenarios]
    mine = [each for course, each in found if _is_for(course, each, jobs)]
    others = [each for _course, each in found if each not in mine]
    return render_template(
        "learning/scenarios.html",
        mine=[_line(each, played.get(each.id), words) for each in mine],
        others=[_line(each, played.get(each.id), words) for each in others],
    )


@blueprint.get("/scenarios/<slug:scenario_id>")
@signed_in
def scenario(scenario_id: str) -> str | Response:
    runs = queries.runs_of(viewer().id, scenario_id)
    number, step = _number("run"), _number("step")
    play = plays.among(runs, viewer().id, scenario_id, number=number)
    if step is not None and step < play.step:
        return _after_page(play, step)
    if step is not None and step > play.step:
        raise NotFound(step)
    if play.finished:
        return end_page(play, runs)
    return _scene_page(play, runs)


@blueprint.post("/scenarios/<slug:scenario_id>")
@signed_in
def take_reply(scenario_id: str) -> Response:
    number, step, value, now = _number("run"), _number("step"), request.form.get("reply", ""), clock.now()
    try:
        told = service.take_reply(viewer().id, scenario_id, value, number=number, step=step, now=now)
    except (NothingChosen, NotOnOffer) as refused:
        runs = queries.runs_of(viewer().id, scenario_id)
        play = plays.among(runs, viewer().id, scenario_id, number=number)
        return make_response(_scene_page(play, runs, problem=refused.sentence), refused.status)
    last = told.play.step - 1
    return redirect(_step_url(told.play, min(step or last, last), anchor="happens"), 303)


@blueprint.post("/scenarios/<slug:scenario_id>/left")
@signed_in
def leave_run(scenario_id: str) -> Response:
    """End a run before its ending, to begin anew: its revision is old, or it went in circles."""
    service.leave_run(viewer().id, scenario_id, number=_number("run"), now=clock.now())
    return redirect(url_for("learning.scenario", scenario_id=scenario_id), 303)


def _number(name: str) -> int | None:
    """A run or step that the address names."""
    text = request.args.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 4 or int(text) < 1:
        raise NotFound(text)
    return int(text)


def _scene_page(play: Play, runs: list[Run], *, problem: str = "") -> str:
    """A scene and what may be said. Nothing of it tells which reply is best, nor where one leads."""
    scene, words = play.scene, reading.words()
    if scene is None:
        raise NotFound(play.standing.place)
    newest = shelf.current().course_of_scenario(play.script.scenario_id)
    old = play.run_id is not None and (newest is None or newest.revision != play.script.revision)
    return render_template(
        "learning/scene.html",
        title=words.plain(play.scenario.title),
        step=play.step,
        place=_where(play, scene, words, first=play.step == 1),
        passages=spoken(scene.passages, play.standing, words),
        choices=[
            Choice(value=play.form_value(reply), number=number, text=words.rich(reply.text))
            for number, reply in enumerate(play.offered, start=1)
        ],
        problem=problem,
        saved_at=play.taken[-1].taken_at if play.taken else None,
        saved_step=len(play.taken),
        action=_step_url(play, play.step),
        leave_url=_leave_url(play, newest),
        last=_last_run(play, runs),
        anew_url=url_for("learning.leave_run", scenario_id=play.script.scenario_id, run=play.number) if old else "",
    )


def _after_page(play: Play, step: int) -> str:
    """What was said at a step and what followed; the coach's note at once in the first run only."""
    words, taken = reading.words(), play.taken[step - 1]
    before = play.standings[step - 1]
    reply = play.reply_at(taken, before)
    scene = conversation.scene_of(play.scenario, before)
    assert scene is not None
    newest = shelf.current().course_of_scenario(play.script.scenario_id)
    last = step == len(play.taken) and play.at_ending is not None
    return render_template(
        "learning/reply.html",
        title=words.plain(play.scenario.title),
        step=step,
        place=_where(play, scene, words, first=False),
        said=words.rich(reply.text),
        happens=spoken(reply.happens, conversation.said(before, reply), words),
        note=words.rich(reply.note) if play.number == 1 else Markup(""),
        saved_at=taken.taken_at,
        next_url=_run_url(play) if last else _step_url(play, step + 1, anchor=None if last else "scene"),
        is_last=last,
        leave_url=_leave_url(play, newest),
    )


def spoken(passages: Iterable[Passage], standing: Standing, words: Words) -> tuple[Spoken, ...]:
    """The paragraphs whose condition holds, with the words of the company."""
    return tuple(
        Spoken(speaker=words.plain(each.speaker), text=words.rich(each.text))
        for each in conversation.shown(passages, standing)
    )


def _where(play: Play, scene: Scene | Ending, words: Words, *, first: bool) -> Where:
    channel, sign = CHANNEL_WORDS[(scene.channel if isinstance(scene, Scene) else "") or play.scenario.channel]
    return Where(
        channel=_(channel),
        sign=sign,
        heading=words.rich(scene.heading),
        you=words.plain(play.scenario.you),
        others=tuple(words.plain(each) for each in play.scenario.with_) if first else (),
    )


@dataclass(frozen=True, kw_only=True)
class LastRun:
    url: str
    on: datetime
    seen: int
    endings: int


def _last_run(play: Play, runs: list[Run]) -> LastRun | None:
    """Before a new run: the way back to the last one, and how many endings were seen."""
    ended = [run for run in runs if run.finished_at and run.ending]
    if play.taken or not ended:
        return None
    newest = ended[-1]
    assert newest.finished_at is not None
    return LastRun(
        url=url_for("learning.scenario", scenario_id=play.script.scenario_id, run=newest.number),
        on=newest.finished_at,
        seen=len({run.ending for run in ended if play.scenario.ending(run.ending or "")}),
        endings=len(play.scenario.endings),
    )


def _is_for(course: Course, each: Scenario, jobs: set[str]) -> bool:
    """Meant for one of these jobs: by the scenario itself, or where it names none by its course."""
    named = set(each.for_jobs or course.for_jobs)
    return bool(named & jobs) or (not each.for_jobs and course.for_everyone)


def _line(each: Scenario, played: Played | None, words: Words) -> Line:
    state = "open" if played is None else "passed" if played.passed else "started" if played.under_way else "played"
    return Line(
        title=words.plain(each.title),
        url=url_for("learning.scenario", scenario_id=each.id),
        minutes=each.minutes,
        channel=_(CHANNEL_WORDS[each.channel][0]),
        others=" · ".join(words.plain(other) for other in each.with_),
        state=state,
        runs=played.runs if played else 0,
    )


def _run_url(play: Play) -> str:
    return url_for("learning.scenario", scenario_id=play.script.scenario_id, run=play.number)


def _step_url(play: Play, step: int, *, anchor: str | None = None) -> str:
    return url_for(
        "learning.scenario", scenario_id=play.script.scenario_id, run=play.number, step=step, _anchor=anchor
    )


def _leave_url(play: Play, newest: Course | None) -> str:
    course = newest.id if newest else play.script.course
    return url_for("learning.course", course_id=course) if newest else url_for("learning.scenarios")
