"""What an observer watches for: the checklist of the job, and the framework where it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.catalog import shelf
from lms.catalog.content import Checklist, Course, SampleCase, TouchPoint
from lms.coaching.models import Visit
from lms.competencies.framework import LEVELS
from lms.markdown import Prose

BY_LEVELS = "level:"
"""How the id of an item begins that has no more than the levels of the framework."""
REQUIRED_FROM = 2
"""Every competency that the job asks for at this level or above is watched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to watch for. `anchors` says for 0 to 4 what one sees; may hold slots."""

    id: str
    heading: Prose | str
    competency: str
    anchors: Mapping[int, Prose | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that is watched for in one visit. `checklist` is "" where the job has none."""

    checklist: str
    title: str
    course: str
    revision: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """A checklist whose sample cases may be rated, with the items they are rated on."""

    course: Course
    checklist: Checklist
    samples: tuple[SampleCase, ...]

    def sample(self, sample_id: str) -> SampleCase | None:
        return next((each for each in self.samples if each.id == sample_id), None)

    def items(self, sample: SampleCase) -> tuple[Item, ...]:
        """What this case is rated on, in the order of the checklist."""
        return tuple(each for each in _items_of(self.checklist) if each.id in sample.reference)


def sheet_for(job: str, required: Mapping[str, int]) -> Sheet:
    """What to watch for in someone of this job ("" for none): its checklist, then what else is required."""
    found = _checklist_of(job)
    items = _items_of(found[1]) if found else ()
    covered = {item.competency for item in items}
    more = [each for each, level in required.items() if level >= REQUIRED_FROM and each not in covered]
    if found is None:
        more = list(required) or _for_everyone()
    items += tuple(item for each in more if (item := _by_levels(each)))
    if found is None:
        return Sheet(checklist="", title="", course="", revision=None, items=items)
    course, checklist = found
    return Sheet(
        checklist=checklist.id, title=checklist.title, course=course.id, revision=course.revision, items=items
    )


def items_of(visit: Visit) -> tuple[Item, ...]:
    """What the visit watches for, as it was when it began; what is no longer known is left out."""
    course = shelf.course_at(visit.course, visit.revision) if visit.revision else None
    checklist = next((each for each in course.checklists if each.id == visit.checklist), None) if course else None
    known = {item.id: item for item in _items_of(checklist)} if checklist else {}
    found = (
        _by_levels(name.removeprefix(BY_LEVELS)) if name.startswith(BY_LEVELS) else known.get(name)
        for name in visit.items
    )
    return tuple(item for item in found if item)


def cases(most: int) -> tuple[Cases, ...]:
    """The checklists that have sample cases, `most` of each, by title."""
    found = [
        Cases(course=course, checklist=checklist, samples=checklist.samples[:most])
        for course, checklist in _checklists()
        if checklist.samples
    ]
    return tuple(sorted(found, key=lambda each: each.checklist.title))


def cases_at(course_id: str, revision: str, checklist_id: str, most: int) -> Cases | None:
    """The same cases as when a round began."""
    course = shelf.course_at(course_id, revision)
    checklist = next((each for each in course.checklists if each.id == checklist_id), None) if course else None
    if course is None or checklist is None:
        return None
    return Cases(course=course, checklist=checklist, samples=checklist.samples[:most])


def touch_points(jobs: Iterable[str]) -> list[TouchPoint]:
    """The touch points of these jobs in the order of the road; all of them where the jobs name none."""
    descriptions = [shelf.current().job(job) for job in jobs]
    wanted = {point for each in descriptions if each for point in each.touch_points}
    points = shelf.current().map.touch_points
    return [point for point in points if point.id in wanted] or list(points)


def touch_point_title(point_id: str | None) -> str:
    """Its title, or its id where the road no longer has it."""
    titles = {point.id: point.title for point in shelf.current().map.touch_points}
    return titles.get(point_id or "", point_id or "")


def _checklists() -> list[tuple[Course, Checklist]]:
    return [(course, each) for course in shelf.current().courses if course.live for each in course.checklists]


def _checklist_of(job: str) -> tuple[Course, Checklist] | None:
    return next((found for found in _checklists() if job and found[1].job == job), None)


def _items_of(checklist: Checklist) -> tuple[Item, ...]:
    """Its items; 1 and 3, between its anchors, read as in the framework."""
    levels = shelf.current().framework.competencies
    return tuple(
        Item(
            id=each.id,
            heading=each.heading,
            competency=each.competency,
            anchors={
                level: each.anchors.get(level) or _level(levels.get(each.competency), level) for level in LEVELS
            },
        )
        for each in checklist.items
    )


def _by_levels(competency_id: str) -> Item | None:
    found = shelf.current().framework.competencies.get(competency_id)
    if found is None:
        return None
    anchors = {level: _level(found, level) for level in LEVELS}
    return Item(id=f"{BY_LEVELS}{found.id}", heading=found.title, competency=found.id, anchors=anchors)


def _level(competency: object, level: int) -> str:
    levels = getattr(competency, "levels", {})
    return str(levels.get(level, ""))


def _for_everyone() -> list[str]:
    """What the courses for everyone lead to."""
    modules = [module for course in shelf.current().courses if course.for_everyone for module in course.live_modules]
    return list(dict.fromkeys(each.competency for module in modules for each in module.shows))
