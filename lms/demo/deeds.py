"""What demo people do: they take quizzes, play scenarios, plan, and are observed, each at a moment in the past."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from lms.catalog import shelf
from lms.catalog.content import Course, Item, Option, Scenario
from lms.clock import day_of
from lms.competencies import service as competencies
from lms.competencies.models import Kind
from lms.learning import papers, plays
from lms.learning import service as learning
from lms.people.models import Person
from lms.scenarios import rules as scenario_rules


def answer_some(person: Person, course: Course, quiz: str, *, how_many: int, at: datetime) -> None:
    """Begin a quiz and stop after so many questions, the last of them answered wrongly."""
    for position in range(1, how_many + 1):
        _answer(person, course, quiz, position, right=position < how_many, at=at + timedelta(seconds=40 * position))


def pass_quiz(person: Person, course: Course, quiz: str, *, at: datetime, slips: int = 0) -> None:
    """Take a quiz or check to its end, with so many wrong answers (few enough to pass)."""
    asked = papers.find(person.id, course.id, quiz, number=None, now=at).asked
    for position in range(1, asked + 1):
        _answer(person, course, quiz, position, right=position > slips, at=at + timedelta(seconds=45 * position))


def pass_modules(person: Person, course: Course, modules: Iterable[str], *, start: datetime) -> datetime:
    """One module every second day; returns when the last one was passed."""
    at = start
    for module in modules:
        pass_quiz(person, course, module, at=at)
        at += timedelta(days=2)
    return at


def plan(person: Person, course: Course, *, situation: str, act: str, at: datetime) -> None:
    module = course.modules[-1].id
    learning.make_plan(
        person.id, course.id, module, situation=situation, act=act, by_day=day_of(at) + timedelta(days=14), now=at
    )


def complete(person: Person, course: Course, *, start: datetime) -> None:
    """The whole course: modules, its scenarios, a plan, and the check two days later."""
    at = pass_modules(person, course, (module.id for module in course.live_modules), start=start)
    for number, scenario in enumerate(course.also_needs.scenarios):
        play(person, scenario, at=at - timedelta(hours=20 - number))
    plan(person, course, situation="a customer asks when", act="say a day and write it down at once", at=at)
    if course.check is not None:
        pass_quiz(person, course, course.check.id, at=at + timedelta(days=1))


def observe(
    person: Person,
    observer: Person,
    levels: dict[str, int],
    *,
    touch_point: str,
    title: str,
    at: datetime,
) -> None:
    """A visit: what the observer saw, as evidence of the kind "observation"."""
    competencies.record(
        person_id=person.id,
        kind=Kind.OBSERVATION,
        source=f"demo-visit:{person.id}:{touch_point}:{day_of(at).isoformat()}",
        title=title,
        shown=levels.items(),
        on=day_of(at),
        now=at,
        observer_id=observer.id,
        touch_point=touch_point,
    )


def play(person: Person, scenario: str, *, at: datetime, slips: int = 0) -> None:
    """A whole run on the best way; first, so many times, a reply that is not the best."""
    step = 0
    while True:
        play = plays.find(person.id, scenario, number=None)
        reply = scenario_rules.best_here(play.script, play.standing)
        others = [each for each in play.offered if each != reply and _mends(play.scenario, each.to)]
        if step < slips and others:
            reply = others[0]
        step += 1
        told = learning.take_reply(
            person.id,
            scenario,
            play.form_value(reply),
            number=play.number,
            step=play.step,
            now=at + timedelta(seconds=40 * step),
        )
        if told.just_finished:
            return


def _mends(scenario: Scenario, place: str) -> bool:
    """Talk goes on there."""
    return scenario.scene(place) is not None


def course(course_id: str) -> Course:
    found = shelf.current().course(course_id)
    assert found is not None, f"the demo company needs the course {course_id}"
    return found


def _answer(person: Person, course: Course, quiz: str, position: int, *, right: bool, at: datetime) -> None:
    paper = papers.find(person.id, course.id, quiz, number=None, now=at)
    item = paper.items[position - 1]
    values = [paper.form_value(item, option) for option in _choice(item, right=right)]
    learning.answer(person.id, course.id, quiz, position, values, number=paper.number, now=at)


def _choice(item: Item, *, right: bool) -> list[Option]:
    chosen = [option for option in item.options if option.right is right]
    return chosen if right else chosen[:1]
