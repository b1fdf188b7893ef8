"""The map of a scenario for its authors: the picture, the same as a list, and where people go wrong."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from markupsafe import Markup

from lms.catalog import conversation, shelf
from lms.catalog.content import Scenario, Scene
from lms.errors import NotFound
from lms.learning import reading
from lms.learning.reading import Words
from lms.people.models import Role
from lms.scenarios import drawing, queries, rules
from lms.scenarios.rules import Script
from lms.studio.views import blueprint
from lms.texts import _
from lms.web.access import requires

TOO_EARLY = 5
"""Under so many first runs through a scene nothing is said about it."""
GOES_WRONG = 0.5


@dataclass(frozen=True, kw_only=True)
class ReplyLine:
    letter: str
    text: Markup
    to: str
    points: int
    taken: int
    best: bool


@dataclass(frozen=True, kw_only=True)
class SceneLine:
    id: str
    heading: Markup
    replies: tuple[ReplyLine, ...]
    runs: int
    trouble: str


@dataclass(frozen=True, kw_only=True)
class EndingLine:
    heading: Markup
    kind: str
    runs: int


@blueprint.get("/studio/scenarios/<slug:scenario_id>")
@requires(Role.TRAINER)
def scenario_map(scenario_id: str) -> str:
    found, course = shelf.current().scenario(scenario_id), shelf.current().course_of_scenario(scenario_id)
    if found is None or course is None:
        raise NotFound(scenario_id)
    words, script = reading.words(), Script(course.id, course.revision, found.id, found)
    counts, ends = queries.times_taken(scenario_id), queries.times_ended(scenario_id)
    scenes = [_scene(scene, script, counts, words) for scene in found.scenes]
    return render_template(
        "studio/scenario.html",
        title=words.plain(found.title),
        course_title=words.plain(course.title),
        course_url=url_for("learning.course", course_id=course.id),
        play_url=url_for("learning.scenario", scenario_id=found.id),
        choices=sum(len(scene.replies) for scene in found.scenes),
        map=drawing.draw(script, counts=counts, slots=words.slots).svg(),
        scenes=scenes,
        endings=[
            EndingLine(heading=words.rich(each.heading), kind=each.kind, runs=ends.get(each.id, 0))
            for each in found.endings
        ],
        troubles=[scene for scene in scenes if scene.trouble],
        runs=sum(scene.runs for scene in scenes if scene.id == "start"),
    )


def _scene(scene: Scene, script: Script, counts: dict[tuple[str, str], int], words: Words) -> SceneLine:
    best = _best_in(scene, script)
    replies = tuple(
        ReplyLine(
            letter=letter,
            text=words.rich(reply.text),
            to=reply.to,
            points=reply.points,
            taken=counts.get((scene.id, reply.name), 0),
            best=reply.name == best,
        )
        for letter, reply in zip(drawing.LETTERS, scene.replies, strict=False)
    )
    runs = sum(each.taken for each in replies)
    return SceneLine(
        id=scene.id, heading=words.rich(scene.heading), replies=replies, runs=runs, trouble=_trouble(replies, runs)
    )


def _best_in(scene: Scene, script: Script) -> str:
    """The best reply of a scene: on the best path, or else for someone who has just come here."""
    on_path = set(rules.best_path(script).replies)
    named = [reply.name for reply in scene.replies if reply.name in on_path]
    here = conversation.Standing(place=scene.id, mood=_mood(script.scenario))
    return named[0] if named else rules.best_here(script, here).name


def _mood(scenario: Scenario) -> int:
    return conversation.begin(scenario).mood


def _trouble(replies: tuple[ReplyLine, ...], runs: int) -> str:
    """Where more than half of those who come here choose something else than the best."""
    best = sum(each.taken for each in replies if each.best)
    if runs < TOO_EARLY or (runs - best) / runs <= GOES_WRONG:
        return ""
    most = max((each for each in replies if not each.best), key=lambda each: each.taken)
    return _(
        "%(wrong)s of %(runs)s take another way than the best, most of them %(letter)s.",
        wrong=runs - best,
        runs=runs,
        letter=most.letter,
    )
