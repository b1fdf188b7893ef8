"""The end of a run: the ending, the way that led there, what it showed, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from markupsafe import Markup

from lms.catalog import conversation, shelf
from lms.catalog.content import Course, Ending, Module, Passage
from lms.catalog.conversation import Standing
from lms.errors import NotFound
from lms.learning import queries, reading
from lms.learning import rules as learning_rules
from lms.learning.reading import Words
from lms.learning.views.courses import certificate_url
from lms.learning.views.result import next_line
from lms.people.session import viewer
from lms.scenarios import rules
from lms.scenarios.play import Play
from lms.scenarios.queries import Run
from lms.scenarios.rules import Result, Score
from lms.texts import _, ngettext


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step of the way. `better` is "" where the choice was the best there."""

    scene: Markup
    said: Markup
    best: bool
    way_back: bool
    better: Markup
    why: Markup
    note: Markup


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    title: str
    percent: int
    words: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Endings:
    seen: int
    all: int
    headings: tuple[Markup, ...]


@dataclass(frozen=True, kw_only=True)
class Again:
    """A module to read again, and for what."""

    title: str
    url: str
    competency: str


def end_page(play: Play, runs: list[Run]) -> str:
    """The end of a finished run; one that was left has no ending."""
    ending, words = play.at_ending, reading.words()
    if ending is None:
        return render_template(
            "learning/run_left.html",
            title=words.plain(play.scenario.title),
            step=len(play.taken),
            again_url=url_for("learning.scenario", scenario_id=play.script.scenario_id),
        )
    result, progress = play.result, queries.progress_of(viewer().id)
    course = shelf.current().course_of_scenario(play.script.scenario_id) or shelf.current().course(play.script.course)
    if course is None:
        raise NotFound(play.script.scenario_id)
    completed = [
        each
        for each in shelf.current().courses
        if play.script.scenario_id in each.also_needs.scenarios and each.id in progress.completed_courses
    ]
    return render_template(
        "learning/scenario_end.html",
        course_title=words.plain(course.title),
        course_url=url_for("learning.course", course_id=course.id),
        scenario_title=words.plain(play.scenario.title),
        heading=words.rich(ending.heading),
        passages=_told(ending, play.standing, words),
        kind=ending.kind,
        passed=result.passed,
        verdict=_verdict(play, ending, result),
        way=_way(play, words),
        shown=[_shown(play, score) for score in result.scores],
        counts_as=_counts_as(play, result),
        again=_again(play, result, words),
        endings=_endings(play, runs, words),
        next=next_line(progress, words) if result.passed else None,
        certificate_url=certificate_url(completed[0].id) if completed else "",
        again_url=url_for("learning.scenario", scenario_id=play.script.scenario_id),
    )


def _told(ending: Ending, standing: Standing, words: Words) -> tuple[Markup, ...]:
    passages: tuple[Passage, ...] = conversation.shown(ending.passages, standing)
    return tuple(words.rich(each.text) for each in passages)


def _verdict(play: Play, ending: Ending, result: Result) -> str:
    percent = rules.percent_of(result.points, result.best)
    if result.passed:
        return _("A good ending: this run is passed")
    if ending.kind == rules.GOOD:
        return _(
            "A good ending, by a long way round: %(percent)s percent of the best way, and %(needed)s pass",
            percent=percent,
            needed=play.scenario.pass_percent,
        )
    return _("A mixed ending: not passed yet") if ending.kind == "mixed" else _("A hard ending: safe to try here")


def _way(play: Play, words: Words) -> list[StepLine]:
    best_names = set(rules.best_path(play.script).replies)
    on_best_way = {
        scene.id for scene in play.scenario.scenes for reply in scene.replies if reply.name in best_names
    }
    lines = []
    for taken, standing in zip(play.taken, play.standings, strict=False):
        reply, scene = play.reply_at(taken, standing), conversation.scene_of(play.scenario, standing)
        assert scene is not None
        best = rules.is_best_here(play.script, standing, reply)
        other = reply if best else rules.best_here(play.script, standing)
        lines.append(
            StepLine(
                scene=words.rich(scene.heading),
                said=words.rich(reply.text),
                best=best,
                way_back=best and scene.id not in on_best_way,
                better=Markup("") if best else words.rich(other.text),
                why=Markup("") if best else words.rich(other.note),
                note=words.rich(reply.note) if play.number > 1 or not best else Markup(""),
            )
        )
    return lines


def _shown(play: Play, score: Score) -> ShownLine:
    framework = shelf.current().framework.competencies
    title = framework[score.competency].title if score.competency in framework else score.competency
    return ShownLine(title=title, percent=score.percent, words=_share(score.percent), reason=_reason(play, score))


def _share(percent: int) -> str:
    """How much of the best way it was, in words."""
    if percent == 100:
        return _("all of it")
    if percent == 0:
        return _("none of it")
    return _("most of it") if percent > 62 else _("about half") if percent > 37 else _("about a quarter")


def _reason(play: Play, score: Score) -> str:
    """The steps that showed it, and those that did the opposite."""
    gave: list[int] = []
    cost: list[int] = []
    counted: set[str] = set()
    for taken, standing in zip(play.taken, play.standings, strict=False):
        reply = play.reply_at(taken, standing)
        points = sum(each.points for each in reply.effects if each.competency == score.competency)
        if points and reply.name not in counted:
            (gave if points > 0 else cost).append(taken.step)
        counted.add(reply.name)
    sentences = []
    if gave:
        sentences.append(ngettext("Step %(steps)s showed it.", "Steps %(steps)s showed it.", len(gave), steps=_list(gave)))
    if cost:
        sentences.append(ngettext("Step %(steps)s cost some.", "Steps %(steps)s cost some.", len(cost), steps=_list(cost)))
    return " ".join(sentences) or _("No step of this run called on it.")


def _list(steps: list[int]) -> str:
    if len(steps) == 1:
        return str(steps[0])
    return _("%(first)s and %(last)s", first=", ".join(map(str, steps[:-1])), last=steps[-1])


def _counts_as(play: Play, result: Result) -> str:
    if not result.passed:
        return _("A run counts with a good ending and %(percent)s percent of the best way.", percent=play.scenario.pass_percent)
    shown = len(rules.shown_by(play.scenario, result))
    percent = play.scenario.evidence_percent
    if shown == len(result.scores):
        return _("This run is evidence at level 2 in all of these.")
    return ngettext(
        "This run is evidence at level 2 in one of these; it takes %(percent)s percent.",
        "This run is evidence at level 2 in %(num)d of these; it takes %(percent)s percent.",
        shown,
        percent=percent,
    ) if shown else _("Evidence at level 2 takes %(percent)s percent in a competency; this run has less in each.", percent=percent)


def _again(play: Play, result: Result, words: Words) -> list[Again]:
    """For each competency below the line, a module of the reader's courses that leads there."""
    found: list[Again] = []
    framework = shelf.current().framework.competencies
    for score in result.scores:
        if score.percent >= play.scenario.evidence_percent or score.competency not in framework:
            continue
        place = _module_for(play, score.competency)
        if place is None:
            continue
        course, module = place
        url = url_for("learning.module", course_id=course.id, module_id=module.id)
        if all(each.url != url for each in found):
            title = framework[score.competency].title
            found.append(Again(title=words.plain(module.title), url=url, competency=title))
    return found


def _module_for(play: Play, competency: str) -> tuple[Course, Module] | None:
    """One that links this scenario before the others."""
    mine = learning_rules.courses_for(shelf.current().courses, [job.key for job in reading.my_duties().jobs])
    fits = [
        (course, module)
        for course in mine
        for module in course.live_modules
        if any(each.competency == competency for each in module.shows)
    ]
    linked = [place for place in fits if play.script.scenario_id in place[1].scenarios]
    return next(iter((*linked, *fits)), None)


def _endings(play: Play, runs: list[Run], words: Words) -> Endings:
    """Those this person has come to so far; the others keep their names to themselves."""
    seen = {run.ending for run in runs if run.ending}
    return Endings(
        seen=sum(each.id in seen for each in play.scenario.endings),
        all=len(play.scenario.endings),
        headings=tuple(words.rich(each.heading) for each in play.scenario.endings if each.id in seen),
    )
