"""The cards of one person: the questions of the modules they passed, as these are published now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from lms.catalog import shelf
from lms.catalog.content import Course, Item, Module
from lms.quizzes.refreshers import spacing
from lms.quizzes.refreshers.rules import Card, Kept, Subject

MOST_REVISIONS = 64


def deal(passed: Mapping[str, date], kept: Mapping[str, Kept]) -> dict[str, Card]:
    """By question. What was withdrawn is in nobody's deck."""
    cards: dict[str, Card] = {}
    for course in shelf.current().courses:
        for module, subjects in subjects_of(course).items():
            if module not in passed:
                continue
            first = _first_return(passed[module])
            for subject in subjects:
                known = kept.get(subject.id)
                due_on = known.memory.due_on if known else first
                cards[subject.id] = Card(subject=subject, due_on=due_on, kept=known)
    return cards


def subjects_of(course: Course) -> Mapping[str, tuple[Subject, ...]]:
    """By module, what may come back of a course."""
    return _subjects(course.id, course.revision)


@lru_cache(maxsize=MOST_REVISIONS)
def _subjects(course_id: str, revision: str) -> Mapping[str, tuple[Subject, ...]]:
    course = shelf.course_at(course_id, revision)
    if course is None or not course.live:
        return {}
    return {module.id: _of_module(course, module) for module in course.live_modules}


def _of_module(course: Course, module: Module) -> tuple[Subject, ...]:
    """Its questions and those in reserve; a rewording stands behind the question it stands in for."""
    items = [item for item in (*module.quiz.items, *module.reserve) if item.void is None]
    return tuple(
        _subject(course, module, item, [each for each in items if each.rewords == item.id])
        for item in items
        if item.rewords is None
    )


def _subject(course: Course, module: Module, item: Item, rewordings: list[Item]) -> Subject:
    objective = module.objective(item.objective)
    wordings = (item, *rewordings)
    return Subject(
        id=item.id,
        course=course.id,
        module=module.id,
        competency=objective.competency if objective else "",
        wordings=wordings,
        beliefs=frozenset(
            option.misconception for each in wordings for option in each.offered if option.misconception
        ),
    )


@lru_cache(maxsize=1024)
def _first_return(passed_on: date) -> date:
    return spacing.begin(passed_on).due_on
