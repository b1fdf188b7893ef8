"""Where authors speak with the company's own words: which slot, in which module, quiz, aid or job, in which sentence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lms.catalog import shelf
from lms.catalog.content import Course, ExperienceMap, Module
from lms.markdown import Prose, slots_in

MODULE, QUIZ, AID, RESERVE, CHECK, SCENARIO = "module", "quiz", "aid", "reserve", "check", "scenario"
JOB, TOUCH_POINT = "job", "touch point"
LONGEST_SENTENCE = 240

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…”\"])\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A slot in one place. `sentence` still has its slots open; `course` is "" outside courses."""

    slot: str
    kind: str
    key: str
    title: str
    course: str
    sentence: str


def uses() -> tuple[Use, ...]:
    """In everything that is published and read: courses in their order, then jobs, then the map; one for each slot and place."""
    now = shelf.current()
    in_courses = [use for course in now.courses if course.live for use in _of_course(course.id, course.revision)]
    in_jobs = [
        use
        for job in now.jobs
        if job.live
        for use in _in([part.body for part in job.sections], kind=JOB, key=job.id, title=job.title)
    ]
    return (*in_courses, *in_jobs, *_in_map(now.map))


def _in_map(road: ExperienceMap) -> Iterator[Use]:
    for point in road.touch_points:
        yield from _in([point.standard, point.if_fails], kind=TOUCH_POINT, key=point.id, title=point.title)


@lru_cache(maxsize=64)
def _of_course(course_id: str, revision: str) -> tuple[Use, ...]:
    course = shelf.course_at(course_id, revision)
    return tuple(_uses(course)) if course else ()


def _uses(course: Course) -> Iterator[Use]:
    for module in course.live_modules:
        yield from _in_module(course, module)
    if course.check is not None:
        in_reserve = {item.id for module in course.modules for item in module.reserve}
        own = [item for item in course.check.items if item.id not in in_reserve]
        yield from _in(own, kind=CHECK, key=course.check.id, title=course.check.title, course=course.id)
    for scenario in course.scenarios:
        yield from _in([scenario], kind=SCENARIO, key=scenario.id, title=scenario.title, course=course.id)


def _in_module(course: Course, module: Module) -> Iterator[Use]:
    own = [module.title, module.objectives, module.sections, module.links]
    parts = ((MODULE, module.id, own), (QUIZ, module.id, [module.quiz]), (RESERVE, module.id, [module.reserve]))
    for kind, key, things in parts:
        yield from _in(things, kind=kind, key=key, title=module.title, course=course.id)
    if module.aid is not None:
        yield from _in([module.aid], kind=AID, key=module.aid.id, title=module.aid.title, course=course.id)


def _in(things: Iterable[object], *, kind: str, key: str, title: str, course: str = "") -> Iterator[Use]:
    """The first sentence with each slot."""
    told: set[str] = set()
    for text in _texts(list(things)):
        for slot in slots_in(text):
            if slot not in told:
                told.add(slot)
                yield Use(slot=slot, kind=kind, key=key, title=title, course=course, sentence=_sentence(text, slot))


def _texts(thing: object) -> Iterator[Prose | str]:
    """Every text in a value, however deep."""
    if isinstance(thing, Prose | str):
        yield thing
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from _texts(each)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from _texts(getattr(thing, field.name))


def _sentence(text: Prose | str, slot: str) -> str:
    plain = text.plain if isinstance(text, Prose) else text
    sentence = next((each for each in _BETWEEN_SENTENCES.split(plain) if slot in slots_in(each)), plain)
    return sentence if len(sentence) <= LONGEST_SENTENCE else _around(sentence, slot)


def _around(sentence: str, slot: str) -> str:
    """The words about the slot, where the whole sentence would be too long to show."""
    place = sentence.index(slot)
    start = sentence.rfind(" ", 0, max(0, place - LONGEST_SENTENCE // 2)) + 1
    end = sentence.find(" ", place + LONGEST_SENTENCE // 2)
    return f"… {sentence[start : end if end > 0 else None]} …"
